#!/usr/bin/env bash
# Pictures of drawings for crowds, on several hosts, and while servers rest.
. "$(dirname "$0")/lib.sh"

# twin X: the JSON of a drawing.
twin() {
    printf '{"format": "chd1", "canvas": {"w": 1024, "h": 1024}, "palette": ["#204060"], "strokes": [{"op": "draw", "colour": 0,
        "width": 30, "x": [50, %d, 900, 500], "y": [50, 700, 300, 950], "t": [0, 300, 700, 1500]}]}' "$1"
}

# draw X: a public drawing; sets id, picture, replay, chd.
draw() {
    api POST "/api/v1/drawings?title=Number+$1" "$(twin "$1")"
    equal "drawing $1 is taken" "$status" 201
    id=$(jq -r .id <<<"$body") picture=$(jq -r '.images.webp["512"]' <<<"$body") replay=$(jq -r .images.replay <<<"$body")
    hash=$(jq -r .picture_id <<<"$body") page=/drawings/$id json=/api/v1/drawings/$id
}

made() {
    counter midway_published_total 'module="drawings"'
}

# status_of ADDRESS
status_of() {
    curl -s --noproxy '*' --max-time 10 -o /dev/null -w '%{http_code}' "$1"
}

# becomes STATUS WITHIN_S ADDRESS
becomes() {
    local until=$((${EPOCHREALTIME/./} + $2 * 1000000)) got
    while :; do
        got=$(status_of "$3")
        [ "$got" = "$1" ] && { pass; return; }
        [ "${EPOCHREALTIME/./}" -lt "$until" ] || break
        sleep 0.1
    done
    fail "${3#*//*/} becomes $1 within $2 s" "it is $got"
}

server_conf='rate_limits = no'
start_site
draw 100

# ---- a crowd before what nobody has made yet ----
for path in "$picture" "$page" "$replay"; do
    before=$(made)
    matches "1000 readers of ${path##*/}" "$(node tests/live/crowd.mjs "$url$path" 1000)" '^1000 times 200, 1 body'
    equal "made for 1000 readers of ${path##*/}" "$(($(made) - before))" 1
done

# ---- another host ----
start_host drawings.fcgi 'staff.fcgi jobs'
wait_until 100 serves "$other_url$page"
draw 200
places=("$page" "$picture" "$replay" "$json" "$json.chd")
for host in "$url" "$other_url"; do
    for path in "${places[@]}"; do becomes 200 5 "$host$path"; done
    for path in "$picture" "$page"; do equal "$path is there once more" "$(status_of "$host$path")" 200; done
done
check "both hosts have published the picture" test -f "$other/published/current$picture"
check "a list of the other host shows it" grep -q "$id" <(curl -s --noproxy '*' "$other_url/api/v1/drawings")
sign_in
get /drawings/moderation -b "$work/cookies"
csrf=$(grep -o 'name="_csrf" value="[^"]*"' <<<"$body" | head -n 1 | cut -d'"' -f4)
get "/drawings/moderation/$hash/hide" -b "$work/cookies" -d "_csrf=$csrf&reason=insult"
equal "it is hidden" "$status" 303
began=$SECONDS
for host in "$other_url" "$url"; do
    for path in "${places[@]}"; do becomes 404 5 "$host$path"; done
    check "a list does not show it" bash -c "! curl -s --noproxy '*' '$host/api/v1/drawings' | grep -q $id"
done
check "all of that within 5 s" test $((SECONDS - began)) -le 5
check "no file is left" bash -c "! find '$other/published/' '$var/published/' -path '*$hash*' -type f | grep -q ."

# ---- another host, and very many drawings that look the same ----
for i in $(seq 3000); do
    printf '{"w":256,"h":256,"source":"same","strokes":[{"x":[10,200,120],"y":[10,60,%d],"t":[0,100,%d]}]}\n' 240 $((200 + i))
done >"$work/same.jsonl"
"$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" drawings import "$work/same.jsonl" >"$work/import.log" 2>&1
get '/api/v1/drawings?tag=same&limit=1'
id=$(jq -r '.items[0].id' <<<"$body") hash=$(jq -r '.items[0].picture_id' <<<"$body")
for host in "$url" "$other_url"; do becomes 200 5 "$host/drawings/$id"; done
get "/drawings/moderation/$hash/hide" -b "$work/cookies" -d "_csrf=$csrf&reason=insult"
equal "3,000 are hidden" "$status" 303
for host in "$url" "$other_url"; do becomes 404 5 "$host/drawings/$id"; done
stop_host

# ---- memcached stopped ----
draw 300
service down memcached
for path in "$page" "$picture" "$json" /drawings '/api/v1/drawings?limit=3' /drawings/wall; do expect_status 200 "$path"; done
api PUT "$json/details" '{"title": "Without memcached"}' -H 'If-Match: *'
equal "words change without memcached" "$status" 200
get "$json"
equal "and are read at once" "$(jq -r .title <<<"$body")" 'Without memcached'
for i in 1 2; do expect_status 204 "$json/view" -d ''; done
get "$json"
equal "who looks again counts again: nobody knows of the first time" "$(jq -r .views <<<"$body")" 2
draw 301
service up memcached
wait_until 50 serves "$url$json"

# ---- MariaDB stopped ----
sleep 2
for path in "$page" "$picture" "$json" /drawings; do
    get "$path"
    get "$path"
    equal "$path before" "$status" 200
done
same=$(get "$picture"; cksum <"$work/body")
service down mariadb
wait_until 50 bash -c "[ \"\$(curl -s --noproxy '*' -o /dev/null -w '%{http_code}' '$url/readyz')\" = 503 ]"
expect_status 200 "$page"
expect_body 'Number 301'
expect_status 200 "$picture"
equal "a published picture goes on" "$(cksum <"$work/body")" "$same"
expect_status 200 "$picture?of=a-reader"
equal "whatever is asked behind it" "$(cksum <"$work/body")" "$same"
expect_status 200 "$json"
expect_status 200 /drawings
for path in "${picture/512/64}" "$json.chd" /drawings/mine; do
    [ "$path" = /drawings/mine ] && cookie=(-H 'Cookie: guest=somebody') || cookie=()
    expect_status 503 "$path" ${cookie[@]+"${cookie[@]}"}
    expect_header Retry-After '^[0-9]+$'
done
api POST /api/v1/drawings "$(twin 302)"
equal "a drawing without the database" "$status" 503
expect_header Retry-After '^[0-9]+$'
expect_header Content-Type '^application/problem\+json'
expect_status 503 "$json/view" -d ''
service up mariadb
wait_until 100 serves "$url${picture/512/64}"
draw 303
finish
