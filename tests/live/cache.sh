#!/usr/bin/env bash
# Reading: what runs no statement, who fills, and that nobody reads an old page after the declared windows.
. "$(dirname "$0")/lib.sh"
memcached_flush() {
    perl -MIO::Socket::UNIX -e '
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die;
        print $s "flush_all\r\n"; $s->flush; <$s> =~ /^OK/ or die' "$(conf_value servers)"
}

statements() {
    counter midway_statements_total 'module="recipes"'
}

requests() {
    counter midway_requests_total 'module="recipes"'
}

# recipe TITLE: its JSON.
recipe() {
    printf '{"title": "%s", "ingredients": [{"text": "200 g flour"}, {"text": "2 eggs"}], "steps": [{"text": "Stir."}]}' "$1"
}

# save TITLE: a new version of the recipe of `id`.
save() {
    api PUT "/api/v1/recipes/$id" "$(recipe "$1")" -H 'If-Match: *'
    equal "the new version '$1' is saved" "$status" 200
}

# preload WHERE: the program of this site again, holding still at WHERE while $work/hold exists.
preload() {
    cc -shared -fPIC -O1 -o "$work/pause.so" tests/live/pause.c -ldl || { fail "pause.c compiles"; finish; }
    local hold="env LD_PRELOAD=$work/pause.so PAUSE_AT=$1 PAUSE_WHILE=$work/hold"
    sed -i "s|^exec \(env .* \)\?\(.*recipes.fcgi.*\)|exec $hold \2|" "$var/service/recipes/run"
    service restart recipes
    wait_until 100 serves "$url/api/v1/recipes/$id"
}

server_conf='rate_limits = no'
start_site

api POST /api/v1/recipes "$(recipe 'Version one')"
equal "a recipe is saved" "$status" 201
id=$(jq -r .id <<<"$body") slug=$(jq -r .slug <<<"$body")
json=/api/v1/recipes/$id page=/recipes/$slug list=/api/v1/recipes?limit=5

# ---- hits and 304 run no statement ----
# The news of the save come by once more, in case that the program had died.
sleep 1.5
expect_status 200 "$json"
etag=$(header ETag)
expect_status 200 "$json"
first=$body
before=$(statements)
for _ in $(seq 20); do get "$json"; done
equal "a hit gives the same bytes" "$body" "$first"
expect_header Cache-Status '^midway; hit$'
expect_status 304 "$json" -H "If-None-Match: $etag"
equal "a 304 has no body" "$body" ''
expect_status 200 "$json" -H 'If-None-Match: "1.html"'
expect_status 304 "$json" -H "If-None-Match: \"x\", W/$etag"
equal "statements of 20 hits and 304s" "$(($(statements) - before))" 0
expect_status 200 '/api/v1/recipes?limit=10'
before=$(statements)
expect_status 200 '/api/v1/recipes?limit=10'
equal "statements of a list that is kept" "$(($(statements) - before))" 0

# ---- a published page never comes to the program ----
expect_status 200 "$page"
expect_status 200 "$page"
etag=$(header ETag)
before=$(requests)
for _ in $(seq 20); do get "$page"; done
expect_status 304 "$page" -H "If-None-Match: $etag"
expect_status 200 "$page" -I
equal "requests for a published page" "$(($(requests) - before))" 0
get "$page" -H 'Cookie: sid=made-up'
equal "a reader with a session cookie is served by the program" "$(($(requests) - before))" 1
get "$page?servings=3"
equal "a query too" "$(($(requests) - before))" 2

# ---- one fill for many ----
memcached_flush
sleep 1.1
before=$(counter midway_cache_total 'result="fill"')
matches "500 readers of a missing entry" "$(node tests/live/crowd.mjs "$url$json" 500)" '^500 times 200, 1 body'
equal "fills for 500 readers" "$(($(counter midway_cache_total 'result="fill"') - before))" 1
find "$(readlink -f "$var/published/current")" -name "$slug" -type f -delete
sleep 1.1
before=$(counter midway_published_total)
matches "500 readers of an unpublished page" "$(node tests/live/crowd.mjs "$url$page" 500)" '^500 times 200, 1 body'
equal "files written for 500 readers" "$(($(counter midway_published_total) - before))" 1

# ---- the writer reads what was saved at once, everybody after a second ----
for n in two three four; do
    get "$page"
    get "$json"
    save "Version $n"
    get "$json"
    equal "the API gives version $n at once" "$(jq -r .title <<<"$body")" "Version $n"
    sleep 1.1
    get "$page"
    matches "the page shows version $n after a second" "$body" "Version $n"
done

# ---- a save between a renderer's reading and its publishing ----
preload publish
for n in five six; do
    save "Version $n a"       # unpublishes
    sleep 1.1
    rm -f "$work/hold.here"
    touch "$work/hold"
    curl -s --noproxy '*' --max-time 20 -o "$work/held" "$url$page" &
    reader=$!
    wait_until 100 test -e "$work/hold.here"
    began=${EPOCHREALTIME/./}
    save "Version $n b"
    check "a save does not wait for the renderer" test $((${EPOCHREALTIME/./} - began)) -lt 1500000
    rm "$work/hold"
    wait "$reader"
    matches "the one who was first has what he asked for" "$(cat "$work/held")" "Version $n a"
    check "no old file stays" bash -c "! grep -rqF 'Version $n a' '$var/published'"
    sleep 1.1
    get "$page"
    matches "the page shows what was saved" "$body" "Version $n b"
done

# ---- a renderer that dies between reading and publishing ----
save 'Version seven'
sleep 1.1
rm -f "$work/hold.here"
touch "$work/hold"
curl -s --noproxy '*' --max-time 20 -o /dev/null "$url$page" &
reader=$!
wait_until 100 test -e "$work/hold.here"
kill -9 "$(cat "$var/service/recipes/supervise/pid")"
rm "$work/hold"
wait "$reader"
wait_until 100 serves "$url$page"
get "$page"
matches "the page is published by the next one" "$body" 'Version seven'
equal "nothing half written is left" "$(find "$var/published/" -name '*.new' | wc -l)" 0

# ---- a save between a filler's reading and its keeping ----
preload keep
memcached_flush
sleep 1.1
rm -f "$work/hold.here"
touch "$work/hold"
curl -s --noproxy '*' --max-time 20 -o "$work/held" "$url$json" &
reader=$!
wait_until 100 test -e "$work/hold.here"
save 'Version eight'
rm "$work/hold"
wait "$reader"
get "$json"
equal "the old copy is not kept" "$(jq -r .title <<<"$body")" 'Version eight'
get "$json"
equal "nor found later" "$(jq -r .title <<<"$body")" 'Version eight'
sed -i "s|^exec env .* \([^ ]*recipes.fcgi.*\)|exec \1|" "$var/service/recipes/run"
service restart recipes
wait_until 100 serves "$url$json"

# ---- another host: its own web root and processes, the same database ----
start_host recipes.fcgi "staff.fcgi jobs"
wait_until 100 serves "$other_url$page"
get "$page"
check "both hosts have published the page" grep -rqF 'Version eight' "$other/published"

# seen_within SECONDS TITLE PATH: the other host shows the title there.
seen_within() {
    local until=$((${EPOCHREALTIME/./} + $1 * 1000000))
    while [ "${EPOCHREALTIME/./}" -lt "$until" ]; do
        curl -s --noproxy '*' --max-time 5 "$other_url$3" | grep -qF "$2" && return
        sleep 0.1
    done
    return 1
}

for n in nine ten; do
    serves "$other_url$page"
    save "Version $n"
    check "the other host shows version $n within 5 s" seen_within 5 "Version $n" "$page"
done
# A list is made of the index, which follows: one that is asked for before the news are there must not stay.
for n in eleven twelve thirteen; do
    serves "$other_url$list"
    save "Version $n"
    serves "$other_url$list"
    check "the other host's list shows version $n within 5 s" seen_within 5 "Version $n" "$list"
done
stop_host
finish
