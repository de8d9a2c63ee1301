# shellcheck shell=bash disable=SC2034
# lib.sh: for the scripts of tests/live: a site of one's own, requests and counts. A script sources it, calls start_site,
# expects, and ends with `finish`, which prints the closing line that ./check adds up.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root" || exit 1
export MIDWAY_BUILD=${MIDWAY_BUILD:-$root/build}
# A small database starts sooner; everything else is as durable as under ./run.
export MIDWAY_DB_OPTIONS='--innodb-log-file-size=8M --innodb-buffer-pool-size=64M'
unset MIDWAY_VAR
passed=0 failed=0 skipped=0
sites=()
work=$(mktemp -d "${TMPDIR:-/tmp}/midway-test.XXXXXX")
var='' url=''
trap clean_up EXIT
trap 'exit 130' INT TERM

clean_up() {
    local s
    for s in ${sites[@]+"${sites[@]}"}; do
        [ ! -d "$s" ] || ./run stop --var "$s" >/dev/null 2>&1
    done
    rm -rf "$work"
}

# ---- counting ----

pass() {
    passed=$((passed + 1))
}

fail() {
    failed=$((failed + 1))
    printf 'FAILED %s (%s)\n' "$1" "$(caller_line)"
    shift
    [ $# -eq 0 ] || printf '    %s\n' "$@"
}

# File and line of the script that asked, not of this file.
caller_line() {
    local i
    for i in "${!BASH_SOURCE[@]}"; do
        [[ ${BASH_SOURCE[$i]} == */lib.sh ]] || { echo "${BASH_SOURCE[$i]##*/}:${BASH_LINENO[$((i - 1))]}"; return; }
    done
}

skip() {
    skipped=$((skipped + 1))
    echo "skipped: $1"
}

# check WHAT COMMAND...: passes when the command does.
check() {
    local what=$1 said
    shift
    if said=$("$@" 2>&1); then
        pass
    else
        fail "$what" "${said:0:1000}"
    fi
}

# equal WHAT GOT EXPECTED
equal() {
    if [ "$2" = "$3" ]; then
        pass
    elif [[ $2$3 == *$'\n'* ]]; then
        fail "$1" "$(diff <(echo "$3") <(echo "$2") | sed -e 's/^</expected/; s/^>/got     /' | head -c 3000)"
    else
        fail "$1" "got      ${2:0:2000}" "expected ${3:0:2000}"
    fi
}

# matches WHAT TEXT REGEX (extended)
matches() {
    if grep -qE -- "$3" <<<"$2"; then
        pass
    else
        fail "$1" "no match for $3 in" "${2:0:2000}"
    fi
}

# counted WHAT PROGRAM...: a program of node's that counts for itself.
counted() {
    local said
    said=$(node "${@:2}" 2>&1)
    if [[ $(tail -n 1 <<<"$said") =~ ^check:\ ([0-9]+)\ passed,\ 0\ failed ]]; then
        passed=$((passed + BASH_REMATCH[1]))
    else
        fail "$1" "$(tail -n 40 <<<"$said")"
    fi
}

# Programs built with sanitizers tell what they found at their end.
sanitizers() {
    local s found
    [[ $MIDWAY_BUILD == *sanitize* ]] || return 0
    for s in ${sites[@]+"${sites[@]}"}; do
        [ -d "$s" ] || continue
        ./run stop --var "$s" >/dev/null
        found=$(grep -hE -A12 'ERROR: (Address|Leak)Sanitizer|runtime error:' "$s"/log/*/current)
        equal "the sanitizers found nothing" "$found" ''
    done
}

finish() {
    sanitizers
    echo "check: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
    exit
}

# ---- servers ----

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
}

# A site that was brought up and stopped once; sites of tests are copies of it, so that they start in a second or two.
template() {
    local folder=$MIDWAY_BUILD/check/template stamp
    mkdir -p "$MIDWAY_BUILD/check"
    exec 8>"$MIDWAY_BUILD/check/template.lock"
    flock 8
    stamp=$(find sql conf/mariadb conf/run "$MIDWAY_BUILD/src/bin/midwayctl" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
    if [ "$stamp" != "$(cat "$folder/stamp" 2>/dev/null)" ]; then
        rm -rf "$folder"
        if ! ./run --var "$folder" --port "$(free_port)" --no-install --no-demo >"$folder.log" 2>&1 8>&-; then
            cat "$folder.log"
            echo "the site that tests copy could not be made"
            echo "check: 0 passed, 1 failed, 0 skipped"
            exit 1
        fi
        ./run stop --var "$folder" >/dev/null 8>&-
        echo "$stamp" >"$folder/stamp"
    fi
    exec 8>&-
    printf '%s' "$folder"
}

# start_site [OPTION OF ./run...]: a new site, without demo data; sets var, url, admin, password, key. What `server_conf` holds goes
# into the section [server] of its midway.conf.
start_site() {
    local from
    from=$(template) || { echo "$from"; exit 1; }
    var=$work/site$((${#sites[@]} + 1))
    cp -a --sparse=always "$from" "$var"
    rm -f "$var/options" "$var/stamp" "$var"/log/*/current
    [ -z "${server_conf:-}" ] || sed -i "s|^\[server\]\$|&\n${server_conf//$'\n'/\\n}|" "$var/midway.conf"
    sites+=("$var")
    run_site --port "$(free_port)" --no-demo "$@" || {
        tail -n 20 "$var"/log/*/current
        fail "a site starts"
        finish
    }
}

# Starts the site of `var`, or starts it again.
run_site() {
    ./run --var "$var" --no-install "$@" >"$work/run.out" 2>&1 || { cat "$work/run.out"; return 1; }
    read_env
}

read_env() {
    url=$(sed -n 's/^MIDWAY_URL=//p' "$var/demo.env")
    admin=$(sed -n 's/^STAFF_USER=//p' "$var/demo.env")
    password=$(sed -n 's/^STAFF_PASSWORD=//p' "$var/demo.env")
    key=$(sed -n 's/^API_KEY=//p' "$var/demo.env")
}

stop_site() {
    ./run stop --var "$var" >/dev/null
}

# service VERB NAME: `sv` on one service of the site: service stop staff.
service() {
    sv -w 20 "$1" "$var/service/$2" >/dev/null
}

# Key of midway.conf, whatever its section.
conf_value() {
    sed -n "s/^$1 = //p" "$var/midway.conf"
}

serves() {
    curl -sf --noproxy '*' --max-time 2 -o /dev/null "$1"
}

# wait_until TENTHS COMMAND...
wait_until() {
    local i n=$1
    shift
    for i in $(seq "$n"); do
        "$@" && return
        sleep 0.1
    done
    fail "in time: $*"
}

# start_host FACE...: another host of the site: its own web root, web server and processes ("recipes.fcgi", "staff.fcgi jobs"), the same
# database. Sets other (its folder) and other_url.
start_host() {
    local face sockets=()
    other=$work/other
    mkdir -p "$other/run" "$other/published" "$other/tmp"
    sed -e "s|^run = .*|run = $other/run|; s|^passwords = .*||; /^published = /d; /^\[paths\]/a published = $other/published" \
        -e "/^\[database\]/a passwords = $var/secrets" "$var/midway.conf" >"$other/midway.conf"
    cp "$var/lighttpd.conf" "$var/midway-lighttpd.conf" "$other/"
    other_url=http://127.0.0.1:$(free_port)
    for face; do
        [[ $face == *' '* ]] || sockets+=(-e "s|$(conf_value run)/${face%%.*}.sock|$other/run/${face%%.*}.sock|")
    done
    sed -i ${sockets[@]+"${sockets[@]}"} -e "s|$var/published/|$other/published/|" \
        -e "s|^server.port .*|server.port = ${other_url##*:}|" "$other"/*lighttpd.conf
    programs=()
    for face; do
        # shellcheck disable=SC2086
        MIDWAY_SITE=$var "$MIDWAY_BUILD/cgi-bin/"$face --var "$other" >>"$work/other.log" 2>&1 &
        programs+=($!)
    done
    MIDWAY_SITE=$var lighttpd -D -f "$other/lighttpd.conf" >>"$work/other.log" 2>&1 &
    programs+=($!)
}

stop_host() {
    kill "${programs[@]}"
    wait "${programs[@]}" 2>/dev/null
}

# ---- requests: the last answer is in $status, $head and $body ----

# get PATH [CURL OPTION...]
get() {
    local path=$1
    shift
    : >"$work/head" >"$work/body"       # curl leaves them as they are where nothing comes
    status=$(curl -sk --noproxy '*' --max-time 20 -D "$work/head" -o "$work/body" -w '%{http_code}' "$@" "$url$path")
    head=$(tr -d '\r' <"$work/head" 2>/dev/null)
    body=$(tr -d '\0' <"$work/body" 2>/dev/null)
}

# api METHOD PATH [JSON [CURL OPTION...]]: with the site's key.
api() {
    local method=$1 path=$2 json=${3-}
    shift $(($# < 3 ? $# : 3))
    get "$path" -X "$method" -H "Authorization: Bearer $key" ${json:+-H 'Content-Type: application/json' --data-binary "$json"} "$@"
}

# header NAME: its value in the last answer.
header() {
    sed -n "s/^$1: *//Ip" <<<"$head" | tail -n 1
}

# expect_status CODE PATH [CURL OPTION...]
expect_status() {
    local expected=$1
    shift
    get "$@"
    equal "$1 answers $expected" "$status" "$expected"
}

# expect_header NAME REGEX: of the last answer.
expect_header() {
    matches "header $1" "$(header "$1")" "$2"
}

# expect_body REGEX: of the last answer.
expect_body() {
    matches "body" "$body" "$1"
}

# sign_in [CURL OPTION...]: the site's administrator; the cookies are in $work/cookies for `get PATH -b $work/cookies`.
sign_in() {
    local csrf
    get /sign-in -c "$work/cookies"
    csrf=$(grep -o 'name="_csrf" value="[^"]*"' <<<"$body" | head -n 1 | sed 's/.*value="//; s/"$//')
    get /sign-in -b "$work/cookies" -c "$work/cookies" --data-urlencode "name=$admin" --data-urlencode "password=$password" \
        --data-urlencode "_csrf=$csrf" "$@"
}

# counter NAME [LABELS]: the sum of a metric over all its lines that contain LABELS.
counter() {
    local text
    text=$(curl -sk --noproxy '*' -H "Authorization: Bearer $key" "$url/metrics")
    awk -v name="$1" -v labels="${2-}" '
        { split($1, part, "{") }
        part[1] == name && (labels == "" || index($0, labels)) { sum += $NF; found = 1 }
        END { if (found) print sum + 0; else print "none" }' <<<"$text"
}
