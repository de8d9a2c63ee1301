#!/usr/bin/env bash
# alone: memcached and MariaDB stopped or silent, no descriptors left, stopping under load, too much load.
. "$(dirname "$0")/lib.sh"

recipe() {
    printf '{"title": "%s", "ingredients": [{"text": "200 g flour"}], "steps": [{"text": "Stir."}]}' "$1"
}

now_ms() {
    echo $((${EPOCHREALTIME/./} / 1000))
}

# takes_at_most MS WHAT COMMAND...: runs it (a failure counts too).
takes_at_most() {
    local most=$1 what=$2 began took
    shift 2
    began=$(now_ms)
    "$@"
    took=$(($(now_ms) - began))
    check "$what takes at most $most ms, not $took" test "$took" -le "$most"
}

# becomes_within MS STATUS PATH [CURL OPTION...]
becomes_within() {
    local until=$(($(now_ms) + $1)) expected=$2
    shift 2
    while :; do
        get "$@"
        [ "$status" = "$expected" ] && { pass; return; }
        [ "$(now_ms)" -lt "$until" ] || break
        sleep 0.05
    done
    fail "$1 becomes $expected in time" "it is $status"
}

signal() {
    kill "-$1" "$(cat "$var/service/$2/supervise/pid")"
}

# of NAME: a number out of what load.mjs said.
of() {
    jq -r --arg name "$1" '.[$name] // 0' <<<"$said"
}

load() {
    node tests/live/load.mjs "$@"
}

# everything_works WHAT
everything_works() {
    becomes_within 5000 201 /api/v1/recipes -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d "$(recipe "After $1")"
    expect_status 200 "$json"
    becomes_within 3000 200 /readyz
}

server_conf='rate_limits = no'
start_site
api POST /api/v1/recipes "$(recipe 'Before the outage')"
equal "a recipe is saved" "$status" 201
id=$(jq -r .id <<<"$body") slug=$(jq -r .slug <<<"$body")

# ---- a database that may lose what it acknowledged ----
configured() {
    "$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" config | sed -n "s/^$1 *= *//p"
}

as_admin() {
    mariadb --no-defaults --socket="$(configured socket)" --user="$(configured admin_user)" -e "$1"
}

expect_status 200 /readyz
as_admin 'SET GLOBAL sync_binlog = 0; SET GLOBAL innodb_flush_log_at_trx_commit = 2'
becomes_within 3000 503 /readyz
expect_body '^[a-z]+: not ready: .*innodb_flush_log_at_trx_commit is 2, not 1; sync_binlog is 0, not 1$'
as_admin 'SET GLOBAL sync_binlog = 1; SET GLOBAL innodb_flush_log_at_trx_commit = 1'
becomes_within 3000 200 /readyz

json=/api/v1/recipes/$id page=/recipes/$slug
get "$page"
get "$json"
same=$body

# ---- memcached stopped ----
service down memcached
for _ in 1 2 3; do takes_at_most 1000 "a reply without memcached" get "$json"; done
equal "the same answer without memcached" "$status $body" "200 $same"
api PUT "$json" "$(recipe 'Saved without memcached')" -H 'If-Match: *'
equal "a save without memcached" "$status" 200
get "$json"
matches "it is read at once" "$body" 'Saved without memcached'
service up memcached
sleep 2
get "$json"
get "$json"
expect_header Cache-Status '^midway; hit$'
matches "the cache has what was saved meanwhile" "$body" 'Saved without memcached'

# ---- memcached silent ----
signal STOP memcached
takes_at_most 1000 "the first reply with a silent memcached" get "$json"
equal "an answer with a silent memcached" "$status" 200
said=$(load "$url$json" 4 3)
equal "all answers are good with a silent memcached: $said" "$(jq -c '[keys[] | select(test("^[A-Z1345]|cut|silent"))]' <<<"$said")" '[]'
check "a silent memcached costs at most 200 ms at p99: $said" test "$(of p99 | cut -d. -f1)" -le 200
api PUT "$json" "$(recipe 'Saved with a silent memcached')" -H 'If-Match: *'
equal "a save with a silent memcached" "$status" 200
signal CONT memcached
sleep 1.5
get "$json"
get "$json"
matches "no old copy comes back with memcached" "$body" 'Saved with a silent memcached'
same=$body

# ---- MariaDB stopped ----
sleep 1.1
get "$page"
matches "the page is published" "$body" 'Saved with a silent memcached'
get "$json"
kept_ms=$(now_ms)
service down mariadb
becomes_within 1500 503 /readyz
matches "readyz says why" "$body" '[Dd]atabase'
equal "readyz names the recipes" "$(grep -c recipes <<<"$body")" 1
expect_status 200 /healthz
expect_status 200 "$page"
matches "a published page goes on" "$body" 'Saved with a silent memcached'
expect_status 200 "$json"
equal "a kept reply goes on" "$body" "$same"
takes_at_most 2500 "a write without the database" api POST /api/v1/recipes "$(recipe 'Nobody saves this')"
equal "a write without the database" "$status" 503
expect_header Retry-After '^[0-9]+$'
expect_header Content-Type '^application/problem\+json'
takes_at_most 2500 "a page that is not published" get "$page?servings=3"
equal "a page that needs the database" "$status" 503
expect_header Retry-After '^[0-9]+$'
expect_header Content-Type '^text/html'
# Past the soft expiry of 30 s the kept reply is marked.
sleep "$(awk "BEGIN { print ($kept_ms + 31000 - $(now_ms)) / 1000 }")"
takes_at_most 2500 "a kept reply past its expiry" get "$json"
equal "a kept reply past its expiry" "$status $body" "200 $same"
expect_header Cache-Status 'detail=stale'
service up mariadb
everything_works 'the database was stopped'

# ---- MariaDB silent ----
get "$page"
get "$json"
signal STOP mariadb
becomes_within 2500 503 /readyz
expect_status 200 /healthz
takes_at_most 3000 "a write to a silent database" api POST /api/v1/recipes "$(recipe 'Nobody saves this')"
equal "a write to a silent database" "$status" 503
expect_header Retry-After '^[0-9]+$'
takes_at_most 500 "a published page" get "$page"
equal "a published page with a silent database" "$status" 200
takes_at_most 500 "a kept reply" get "$json"
equal "a kept reply with a silent database" "$status" 200
signal CONT mariadb
everything_works 'the database was silent'

# ---- MariaDB killed under load ----
(sleep 1; signal KILL mariadb) &
said=$(load "$url/api/v1/recipes/$id?format=text" 8 4)
wait
equal "only good replies and honest refusals while the database dies: $said" \
    "$(jq -c '[keys[] | select(test("^[0-9]") and . != "200" and . != "503" or test("^[A-Z]|cut|silent"))]' <<<"$said")" '[]'
equal "each 503 says when to come again" "$(of no_retry)" 0
everything_works 'the database was killed'

# ---- no descriptors left ----
pid=$(cat "$var/service/recipes/supervise/pid")
prlimit --pid "$pid" --nofile="$(($(ls "/proc/$pid/fd" | wc -l) + 2)):4096"
said=$(load "$url$page?servings=3" 200 3)
matches "replies come while descriptors are short: $said" "$said" '"200":[0-9]{2}'
check "descriptors were short" test "$(counter midway_accept_failed_total 'module="recipes"')" -gt 0
equal "the program is the same" "$(cat "$var/service/recipes/supervise/pid")" "$pid"
everything_works 'descriptors were short'
prlimit --pid "$pid" --nofile=4096:4096

# ---- stopping under load ----
# The listening socket goes with the process under ./run: requests in between are refused at once, none is cut.
load "$url$json" 16 4 >"$work/said" &
loader=$!
for _ in 1 2; do
    sleep 1
    signal TERM recipes
done
wait "$loader"
said=$(cat "$work/said")
echo "stopped twice under load, the socket made anew: $said"
equal "no reply is cut by a stop: $said" "$(jq -c '[keys[] | select(test("^[A-Z]|cut|silent|500|502|504"))]' <<<"$said")" '[]'

# With the socket of a supervisor (systemd) none is refused either.
service down recipes
run=$(sed -n 's/^run = //p' "$var/midway.conf")
perl tests/live/inherit.pl "$run/recipes.sock" "$MIDWAY_BUILD/cgi-bin/recipes.fcgi" --var "$var" >>"$work/inherit.log" 2>&1 &
keeper=$!
becomes_within 5000 200 "$json"
load "$url$json" 16 5 >"$work/said" &
loader=$!
for _ in 1 2 3; do
    sleep 1
    kill "$(cat "$run/recipes.sock.pid")"
done
wait "$loader"
said=$(cat "$work/said")
equal "three restarts on a kept socket lose nothing: $said" "$(jq -c '[keys[] | select(test("^[A-Z1345]|cut|silent"))]' <<<"$said")" '[]'
kill "$keeper"
wait "$keeper"
service up recipes
everything_works 'restarts'

# ---- too much load ----
sed -i '/^queue_max_ms/d; s/^\[server\]$/&\nqueue_max_ms = 10/; s/^threads = .*/threads = 2/' "$var/midway.conf"
run_site --no-demo
before=$(counter midway_shed_total 'module="recipes"')
said=$(load "$url$page?servings=3" 300 3)
matches "most are served or told to come again: $said" "$said" '"200":[0-9]+.*"503":[0-9]+'
others=$(jq -c '[keys[] | select(test("^[A-Z1345]|cut|silent") and . != "503")]' <<<"$said")
equal "all are served or told to come again: $said" "$others" '[]'
equal "each 503 says when" "$(of no_retry)" 0
check "the counter has them" test $(($(counter midway_shed_total 'module="recipes"') - before)) -ge "$(of 503)"
takes_at_most 500 "a reply afterwards" get "$page?servings=3"
everything_works 'too much load'
finish
