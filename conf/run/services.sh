# shellcheck shell=bash disable=SC2034,SC2154
# services.sh: the site's services under runit: each a folder in VAR/service, its output in VAR/log/NAME. Read by ./run.

started=''

program_services() {
    local m
    for m in $modules; do
        printf '%s %s-jobs ' "$m" "$m"
    done
}

all_services() {
    printf 'mariadb memcached %s web' "$(program_services)"
}

supervisor_pid() {
    local pid
    pid=$(cat "$var/runsvdir.pid" 2>/dev/null) || return 1
    grep -qzxF "MIDWAY_SITE=$var" "/proc/$pid/environ" 2>/dev/null && [ "$(cat "/proc/$pid/comm")" = runsvdir ] && echo "$pid"
}

is_supervised() {
    supervisor_pid >/dev/null
}

# Processes of this site, also such as lost their supervisor: each inherits MIDWAY_SITE.
site_pids() {
    grep -lzxF "MIDWAY_SITE=$var" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

supervisor_start() {
    is_supervised && return
    site_stop    # what a killed supervisor may have left
    ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
    service_write_all
    MIDWAY_SITE=$var setsid runsvdir -P "$var/service" >"$var/log/runsvdir.log" 2>&1 </dev/null 9>&- &
    echo $! >"$var/runsvdir.pid"
}

# ---- one folder each ----

# service_write NAME "COMMAND": a changed command is noticed by its stamp when the service is asked to be up.
service_write() {
    local folder=$var/service/$1 new=$var/service/.$1
    mkdir -p "$var/log/$1"
    printf 's1000000\nn5\n' >"$var/log/$1/config"
    rm -rf "$new"
    mkdir -p "$new/log"
    printf '#!/bin/sh\nexec 2>&1\nexec %s\n' "$2" >"$new/run"
    printf '#!/bin/sh\nexec svlogd %q\n' "$var/log/$1" >"$new/log/run"
    chmod 700 "$new/run" "$new/log/run"
    : >"$new/down"
    if [ -d "$folder" ]; then
        mv "$new/run" "$folder/run"
        mv "$new/log/run" "$folder/log/run"
        rm -rf "$new"
    else
        mv "$new" "$folder"
    fi
}

quoted() {
    printf '%q ' "$@"
}

service_write_all() {
    local m folder
    # shellcheck disable=SC2046,SC2086
    service_write mariadb "$(quoted mariadbd --defaults-file="$var/mariadb.cnf" --datadir="$var/db" --socket="$run_dir/mariadb.sock" \
        --pid-file="$run_dir/mariadb.pid" --skip-networking $(as_root --user=root) ${MIDWAY_DB_OPTIONS:-})"
    # shellcheck disable=SC2046
    service_write memcached "$(quoted memcached -s "$run_dir/memcached.sock" -a 0600 -m 64 -t 2 $(as_root -u root))"
    for m in $modules; do
        service_write "$m" "$(quoted "$build/cgi-bin/$m.fcgi" --var "$var")"
        service_write "$m-jobs" "$(quoted "$build/cgi-bin/$m.fcgi" jobs --var "$var")"
    done
    service_write web "$(web_command)"
    for folder in "$var"/service/*/; do
        folder=${folder%/}
        [[ " $(all_services) " == *" ${folder##*/} "* ]] || service_remove "${folder##*/}"
    done
}

# Apache refuses to serve as root; as www-data it needs to get through folders that are root's alone.
web_command() {
    if [ "$server" = lighttpd ]; then
        quoted lighttpd -D -f "$var/lighttpd.conf"
    elif [ "$(id -u)" = 0 ]; then
        quoted setpriv --reuid www-data --regid www-data --clear-groups --inh-caps +dac_override --ambient-caps +dac_override \
            apache2 -DFOREGROUND -f "$var/apache.conf"
    else
        quoted apache2 -DFOREGROUND -f "$var/apache.conf"
    fi
}

# Under another name first: runsvdir would bring it back.
service_remove() {
    local i gone=$var/service/.gone-$1
    rm -rf "$gone"
    mv "$var/service/$1" "$gone"
    sv -w 20 force-stop "$gone" >/dev/null 2>&1 || true
    sv exit "$gone" >/dev/null 2>&1 || true
    for i in $(seq 100); do
        sv status "$gone" >/dev/null 2>&1 || break
        sleep 0.05
    done
    rm -rf "$gone"
}

# What a service stands on: when it changes, the service is started again.
service_stamp() {
    local m=${1%-jobs}
    {
        cat "$var/service/$1/run"
        case $1 in
        mariadb) cat "$var/mariadb.cnf" ;;
        memcached) ;;
        web) cat "$var"/*lighttpd.conf "$var"/*apache.conf "$var/secrets/site.pem" 2>/dev/null || true ;;
        *)
            cat "$build/cgi-bin/$m.fcgi" "$var/midway.conf"
            find "$root/templates" "$root/www" "$root/sql" -type f -print0 2>/dev/null | sort -z | xargs -0 -r cat
            ;;
        esac
    } | sha256sum
}

# run, down, finish, or nothing where it is not supervised.
service_state() {
    local said
    said=$(sv status "$var/service/$1" 2>/dev/null) || return 0
    printf '%s' "${said%%:*}"
}

services_up() {
    local name stamp
    for name; do
        service_supervised "$name"
        stamp=$(service_stamp "$name")
        if [ "$(service_state "$name")" != run ] || [ "$stamp" != "$(cat "$var/service/$name/stamp" 2>/dev/null)" ]; then
            started+=" $name"
            rm -f "$var/service/$name/stamp"
            sv -w 20 restart "$var/service/$name" >/dev/null 2>&1 9>&- || service_complain "$name" "$name does not start"
            echo "$stamp" >"$var/service/$name/stamp"
            [ "$name" != web ] || echo "$port" >"$var/service/web/port"
        fi
    done
}

# runsvdir looks for new folders every five seconds.
service_supervised() {
    local i
    for i in $(seq 80); do
        [ ! -p "$var/service/$1/supervise/ok" ] || ! sv status "$var/service/$1" >/dev/null 2>&1 || return 0
        sleep 0.1
    done
    die "$1 is not supervised, see $(short "$var/log/runsvdir.log")"
}

service_complain() {
    [ ! -s "$var/log/$1/current" ] || tail -n 8 "$var/log/$1/current" | sed 's/^/    /' >&2
    die "$2" "The log is $(short "$var/log/$1/current"); ./run status shows the others."
}

services_status() {
    local folder said
    for folder in "$var"/service/*/; do
        folder=${folder%/}
        said=$(sv status "$folder" 2>/dev/null | sed -e 's/; .*//' -e "s|^\([a-z]*\): $folder:|\1|") || said=''
        printf '%-16s %s\n' "${folder##*/}" "${said:-not supervised}"
    done
}

# ---- the end ----

# The web server first, so that nothing new comes in; the database last, after everybody who writes.
site_stop() {
    local programs
    programs=$(cd "$var/service" 2>/dev/null && ls | grep -vxE 'web|memcached|mariadb') || true
    services_down 15 web
    # shellcheck disable=SC2086
    services_down 15 $programs
    services_down 60 memcached mariadb
    supervisor_end
    sweep
    rm -f "$var/runsvdir.pid"
}

services_down() {
    local seconds=$1 name folders=()
    shift
    for name; do
        [ -z "$(service_state "$name")" ] || folders+=("$var/service/$name")
    done
    [ "${#folders[@]}" -eq 0 ] || sv -w "$seconds" force-stop "${folders[@]}" >/dev/null 2>&1 || true
}

supervisor_end() {
    local pid folder
    if pid=$(supervisor_pid); then
        kill -HUP "$pid" 2>/dev/null || true
    fi
    # Supervisors whose own one was killed.
    for folder in "$var"/service/*/; do
        [ ! -p "$folder/supervise/ok" ] || sv exit "$folder" >/dev/null 2>&1 || true
    done
    wait_gone 100 || true
}

# wait_gone N: until no process of the site is left, N tenths of a second at most.
wait_gone() {
    local i
    for i in $(seq "$1"); do
        [ -n "$(site_pids)" ] || return 0
        sleep 0.1
    done
    return 1
}

# Whoever is left lost its supervisor: asked first, then killed.
sweep() {
    local signal
    for signal in TERM KILL; do
        [ -n "$(site_pids)" ] || return 0
        # shellcheck disable=SC2046
        kill -"$signal" $(site_pids) 2>/dev/null || true
        wait_gone "$([ "$signal" = TERM ] && echo 150 || echo 50)" || true
    done
    [ -z "$(site_pids)" ] || die "these processes do not end: $(site_pids | tr '\n' ' ')"
}
