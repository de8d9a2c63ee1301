#!/usr/bin/env bash
# ./run itself: twice, a taken port, an interrupted start, a changed option, nothing left at the end.
. "$(dirname "$0")/lib.sh"

processes() {
    grep -lzxF "MIDWAY_SITE=$var" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

program_is_down() {
    [[ $(sv status "$var/service/$1") == down:* ]]
}

say_of() {
    ./run --var "$var" --no-install --no-demo "$@" 2>&1
}

start_site
expect_status 200 /readyz
first=$(processes | sort)
check "processes are found by their environment" test -n "$first"
equal "demo.env is for its owner only" "$(stat -c %a "$var/demo.env")" 600
check "the key is a key" grep -qE '^API_KEY=mk_.+' "$var/demo.env"

# A second start changes nothing.
began=$SECONDS
matches "a second start says so" "$(say_of)" 'already running'
check "a second start takes a few seconds" test $((SECONDS - began)) -le 15
equal "a second start leaves every process" "$(processes | sort)" "$first"
matches "status knows the services" "$(./run status --var "$var")" '^mariadb +run'

# Another port moves the site, and is remembered.
other=$(free_port)
matches "a new port restarts the web server" "$(say_of --port "$other")" "http://127.0.0.1:$other"
read_env
equal "demo.env names the new address" "$url" "http://127.0.0.1:$other"
expect_status 200 /readyz

# One service dies: it comes back by itself.
before=$(cat "$var/service/staff/supervise/pid")
kill -9 "$before"
for _ in $(seq 50); do get /readyz; [ "$status" = 200 ] && break; sleep 0.2; done
equal "a killed program comes back" "$status" 200
check "as another process" test "$before" != "$(cat "$var/service/staff/supervise/pid")"

# Programs of before do not serve while the schema changes: here the change waits for somebody who holds its lock.
serving=$(cat "$var/service/recipes/supervise/pid")
sed -i '$d' "$var/schema"
mariadb --no-defaults --socket="$(conf_value socket)" --user=root -e "SELECT GET_LOCK('midway.migrate', 5), SLEEP(4)" >/dev/null &
holder=$!
sleep 0.5
say_of >"$work/changed" &
changing=$!
wait_until 30 program_is_down recipes
check "the change waits meanwhile" kill -0 "$holder"
wait "$holder" "$changing"
matches "they serve again when it is done" "$(cat "$work/changed")" 'restarted:.* recipes '
check "as other processes" test "$serving" != "$(cat "$var/service/recipes/supervise/pid")"
expect_status 200 /readyz
equal "which is remembered" "$(cat "$var/schema")" "$(ls sql/schema)"

# A port that somebody else has.
stop_site
equal "stop leaves no process" "$(processes)" ''
bash -c 'exec memcached -u root -l 127.0.0.1 -p '"$other"' 2>/dev/null' &
taker=$!
sleep 0.5
said=$(say_of)
equal "a taken port is refused" "$?" 1
matches "a taken port says what to do" "$said" "port $other is taken.*"
matches "it names another port" "$said" 'run --port [0-9]+'
kill "$taker"
wait "$taker" 2>/dev/null

# Killed in the middle of making the database, and in the middle of the setup.
rm -rf "$var"
for seconds in 0.3 1 2 3; do
    (setsid timeout -s KILL "$seconds" ./run --var "$var" --port "$other" --no-install --no-demo || true) >/dev/null 2>&1
done
check "a start recovers after four that were killed" run_site --port "$other" --no-demo
read_env
expect_status 200 /readyz
equal "the half made databases are gone" "$(ls -d "$var"/db.new* 2>/dev/null)" ''

# Everything killed at once, the supervisor too.
# shellcheck disable=SC2046
kill -9 $(processes)
check "a start recovers after everything was killed" run_site
expect_status 200 /readyz

# A path too long for sockets.
stop_site
long=$work/$(printf 'a%.0s' $(seq 100))
mv "$var" "$long"
var=$long
sites+=("$var")
matches "a long path says where its sockets are" "$(say_of)" 'too long for sockets: they are in /tmp/'
expect_status 200 /readyz

# The end.
./run reset --yes --var "$var" >/dev/null
check "reset deletes the folder" test ! -e "$var"
equal "reset leaves no process" "$(processes)" ''
mkdir -p "$var" && touch "$var/mine"
matches "a strange folder is not touched" "$(say_of)" 'did not make'
matches "nor deleted" "$(./run reset --yes --var "$var" 2>&1; ls "$var")" 'mine'
matches "an unknown option is refused" "$(./run --nonsense 2>&1)" 'no option --nonsense'
matches "an unknown system is refused" "$(./run --only nonsense --var "$work/x" 2>&1)" "no system 'nonsense'"
finish
