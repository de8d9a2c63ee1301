# shellcheck shell=bash disable=SC2034,SC2154
# site.sh: the site's folder, its configuration, certificate, database and first account. Read by ./run.

build=${MIDWAY_BUILD:-$root/build}
socket_path_max=107

# Every system except staff, which is always on: one program each.
all_modules() {
    local f
    for f in "$root"/cgi-bin/*.c; do
        f=${f##*/} f=${f%.c}
        [ "$f" = staff ] || [ "$f" = '*' ] || printf '%s ' "$f"
    done
}

# As seen from where the user stands.
short() {
    local path=${1#"$PWD"/}
    printf '%s' "$path"
}

# ---- which site, and how ----

site_locate() {
    var=$(realpath -m -- "$var")
    case $var in
    / | *[\"\'\\\|\&\$\`\;\#\{\}\[\]\<\>*?%^\(\)]* | *$'\n'*)
        die "the folder '$var' has a character that configuration files cannot hold"
        ;;
    esac
    if [ -e "$var" ]; then
        [ -d "$var" ] || die "$(short "$var") is not a folder"
        [ -O "$var" ] || die "$(short "$var") belongs to $(stat -c %U "$var")" \
            "Start as that user, or take another folder: ./run --var DIR"
    fi
    run_dir=$var/run
    # A socket's path may have 107 bytes; the longest name below run/ has 15.
    if [ "$(printf '%s/inventory.sock' "$run_dir" | wc -c)" -gt "$socket_path_max" ]; then
        run_dir=/tmp/midway-$(id -u)-$(printf '%s' "$var" | sha256sum | cut -c1-12)
    fi
    read_options
    check_options
}

# Options of the last start stand until they are given anew.
read_options() {
    local key text
    if [ -f "$var/options" ]; then
        while IFS='=' read -r key text; do
            case $key in
            port) port=${port:-$text} ;;
            listen) listen=${listen:-$text} ;;
            server) server=${server:-$text} ;;
            only) only=${only:-$text} ;;
            esac
        done <"$var/options"
    fi
    port=${port:-8080} listen=${listen:-127.0.0.1} server=${server:-lighttpd} only=${only:-all}
}

check_options() {
    local m
    [[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || die "--port takes a number from 1 to 65535, not '$port'"
    [[ $listen =~ ^[A-Za-z0-9.:_-]+$ ]] || die "--listen takes an address or a host's name, not '$listen'"
    case $server in lighttpd | apache) ;; *) die "--server is lighttpd or apache, not '$server'" ;; esac
    modules=staff
    for m in $(all_modules); do
        if [ "$only" = all ] || [[ ,$only, == *",$m,"* ]]; then
            modules="$m $modules"
        fi
    done
    for m in ${only//,/ }; do
        [[ " all staff $(all_modules)" == *" $m "* ]] || die "--only: there is no system '$m'" "There are: $(all_modules)staff"
    done
    if beyond_loopback; then scheme=https; else scheme=http; fi
    local_url=$scheme://$(local_host):$port
    url=$scheme://$(public_host):$port
}

beyond_loopback() {
    case $listen in 127.* | ::1 | localhost) return 1 ;; *) return 0 ;; esac
}

bracketed() {
    if [[ $1 == *:* ]]; then printf '[%s]' "$1"; else printf '%s' "$1"; fi
}

# Where this machine reaches the web server.
local_host() {
    case $listen in 0.0.0.0) printf 127.0.0.1 ;; ::) printf '[::1]' ;; *) bracketed "$listen" ;; esac
}

# What people type: the first address of this machine when it listens on all of them.
public_host() {
    local first
    case $listen in
    0.0.0.0 | ::)
        first=$(hostname -I 2>/dev/null | awk '{ print $1 }')
        bracketed "${first:-127.0.0.1}"
        ;;
    *) bracketed "$listen" ;;
    esac
}

site_is_ours() {
    [ -f "$var/.midway" ]
}

site_lock() {
    if [ ! -d "$var" ]; then
        [ "$command" = start ] || { say "There is no site in $(short "$var")."; exit 0; }
        mkdir -p -- "$var" || die "$(short "$var") cannot be made"
        chmod 700 "$var"
    fi
    if ! site_is_ours; then
        # ./check leaves pictures in var/screens.
        [ -z "$(ls -A -- "$var" | grep -vx screens || true)" ] || die "$(short "$var") has files that ./run did not make" \
            "Take another folder: ./run --var DIR"
        : >"$var/.midway"
    fi
    exec 9>>"$var/.midway"
    flock -w 1 9 || die "another ./run is at work in $(short "$var")" "Wait for it, or end it."
}

site_needs() {
    local program missing=()
    local programs=(mariadbd mariadb-install-db mariadb memcached runsvdir sv svlogd openssl curl)
    if [ "$server" = apache ]; then programs+=(apache2); else programs+=(lighttpd); fi
    PATH=$PATH:/usr/sbin:/sbin
    for program in "${programs[@]}"; do
        command -v "$program" >/dev/null || missing+=("$program")
    done
    [ "${#missing[@]}" -eq 0 ] || die "these programs are missing: ${missing[*]}" \
        "conf/install-packages run build installs them; ./run without --no-install does so by itself."
}

# ---- folders and configuration ----

site_prepare() {
    umask 077
    if [ "$run_dir" != "$var/run" ]; then
        if [ -L "$run_dir" ] || { [ -e "$run_dir" ] && [ ! -O "$run_dir" ]; }; then
            die "$run_dir belongs to somebody else" \
                "It is needed because sockets in $(short "$var") would have too long names: use a shorter --var."
        fi
        [ -L "$var/run" ] || say "The path of $(short "$var") is too long for sockets: they are in $run_dir."
        ln -sfn "$run_dir" "$var/run"
    fi
    mkdir -p "$run_dir" "$var"/{secrets,log,tmp/web,tmp/deflate,published,empty,service,screens}
}

# fill FILE: a file of conf/ with this site's values; https lines and those of systems that are off leave.
fill() {
    local drop=() m address
    beyond_loopback || drop+=(-e '/# https: begin/,/# https: end/d')
    for m in $(all_modules); do
        [[ " $modules " == *" $m "* ]] || drop+=(-e "/# $m: begin/,/# $m: end/d")
    done
    address=$(bracketed "$listen")
    sed ${drop[@]+"${drop[@]}"} -e "s|@VAR@|$var|g; s|@RUN@|$run_dir|g; s|@WWW@|$root/www|g
        s|@UPLOADS@|$var/tmp/web|g; s|@DEFLATE@|$var/tmp/deflate|g
        s|@PUBLISHED@|$var/published|g; s|@ADDRESS@|$address|g; s|@PORT@|$port|g" "$root/conf/$1"
}

# merge FILE: sets "section.key = value" lines of the input in an INI file; what people wrote there stays.
merge() {
    awk -v file="$1" '
        { key = $1; sub(/^[^=]*= ?/, ""); set[key] = $0; order[++n] = key }
        function rest(section,    i) {
            for (i = 1; i <= n; i++)
                if (order[i] in set && index(order[i], section ".") == 1) {
                    print substr(order[i], length(section) + 2) " = " set[order[i]]
                    delete set[order[i]]
                }
        }
        END {
            while ((getline line < file) > 0) {
                if (line ~ /^\[/) {
                    if (section != "") rest(section)
                    section = line; gsub(/[][ \t]/, "", section)
                } else if (line ~ /^[a-z_]+[ \t]*=/) {
                    key = line; sub(/[ \t]*=.*/, "", key)
                    if (section "." key in set) { line = key " = " set[section "." key]; delete set[section "." key] }
                }
                print line
            }
            if (section != "") rest(section)
            for (i = 1; i <= n; i++)
                if (order[i] in set) { section = order[i]; sub(/\..*/, "", section); print "\n[" section "]"; rest(section) }
        }' >"$1.new"
    mv "$1.new" "$1"
}

site_configure() {
    local m
    printf '%s\n' "port=$port" "listen=$listen" "server=$server" "only=$only" >"$var/options"
    [ -s "$var/midway.conf" ] || sed -e '/^run = /d; /^group = /d' "$root/conf/midway.conf.in" >"$var/midway.conf"
    {
        printf '%s\n' "site.url = $url" "database.socket = $run_dir/mariadb.sock" "cache.servers = $run_dir/memcached.sock" \
            "paths.templates = $root/templates" "paths.www = $root/www" "paths.sql = $root/sql" \
            "paths.libexec = $build/cgi-bin" "paths.run = $run_dir"
        for m in $(all_modules); do
            if [[ " $modules " == *" $m "* ]]; then echo "modules.$m = yes"; else echo "modules.$m = no"; fi
        done
    } | merge "$var/midway.conf"
    # Copies: MariaDB ignores a file that everybody may write, as a checkout's may be.
    cp "$root/conf/mariadb/midway.cnf" "$var/mariadb.cnf"
    ! beyond_loopback || certificate_make
    if [ "$server" = apache ]; then
        fill apache/run.conf.in >"$var/apache.conf"
        fill apache/midway.conf.in >"$var/midway-apache.conf"
    else
        fill lighttpd/run.conf.in >"$var/lighttpd.conf"
        fill lighttpd/midway.conf.in >"$var/midway-lighttpd.conf"
    fi
}

# A certificate for all names and addresses of this machine, made again when they change.
certificate_make() {
    local names address
    names="DNS:localhost,DNS:$(hostname),DNS:$(hostname).local,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1"
    for address in $(hostname -I 2>/dev/null); do
        names+=",IP:$address"
    done
    case $listen in
    0.0.0.0 | ::) ;;
    *[!0-9.:a-fA-F]*) names+=",DNS:$listen" ;;
    *) names+=",IP:$listen" ;;
    esac
    if [ "$names" = "$(cat "$var/secrets/site.names" 2>/dev/null)" ] &&
        openssl x509 -in "$var/secrets/site.pem" -checkend 864000 -noout >/dev/null 2>&1; then
        return
    fi
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 825 -subj "/CN=$(hostname | cut -c1-60)" \
        -addext "subjectAltName=$names" -addext 'basicConstraints=critical,CA:FALSE' -addext 'extendedKeyUsage=serverAuth' \
        -keyout "$var/secrets/site.key" -out "$var/secrets/site.crt" 2>"$var/log/openssl.log" ||
        die "the certificate could not be made, see $(short "$var/log/openssl.log")"
    cat "$var/secrets/site.key" "$var/secrets/site.crt" >"$var/secrets/site.pem"
    printf '%s' "$names" >"$var/secrets/site.names"
}

port_is_free() {
    local host
    [ "$(service_state web)" != run ] || [ "$(cat "$var/service/web/port" 2>/dev/null)" != "$port" ] || return 0
    host=$(local_host) host=${host//[\[\]]/}
    ! timeout 2 bash -c 'exec 3<>"/dev/tcp/$1/$2"' _ "$host" "$port" 2>/dev/null ||
        die "port $port is taken by another program" "Choose another one: ./run --port $((port < 65535 ? port + 1 : 8080))"
}

# ---- database, accounts, demo ----

# Made beside and renamed: an interrupted start leaves nothing half made under the name that counts.
database_make() {
    [ ! -d "$var/db" ] || return 0
    local new
    new=$var/db.new.$$
    rm -rf "$var"/db.new.*
    say "Making the database ..."
    # shellcheck disable=SC2086
    MIDWAY_SITE=$var mariadb-install-db --no-defaults --datadir="$new" --auth-root-authentication-method=normal --skip-test-db \
        --skip-name-resolve $(as_root --user=root) ${MIDWAY_DB_OPTIONS:-} >"$var/log/install-db.log" 2>&1 9>&- ||
        die "the database could not be made, see $(short "$var/log/install-db.log")" "$(tail -n 3 "$var/log/install-db.log")"
    sync "$new"
    mv "$new" "$var/db"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then printf '%s' "$*"; fi
}

# Answers when it refuses a stranger: no password is needed to ask.
database_wait() {
    local i said
    for i in $(seq 600); do
        said=$(mariadb --no-defaults --socket="$run_dir/mariadb.sock" --user=nobody -e '' 2>&1 9>&-) && return
        [[ $said != *1045* && $said != *1698* ]] || return 0
        sleep 0.1
    done
    service_complain mariadb "the database does not start"
}

ctl() {
    "$build/src/bin/midwayctl" --var "$var" "$@" 9>&-
}

env_value() {
    sed -n "s/^$1=//p" "$var/demo.env" 2>/dev/null || true
}

# write_env NAME=VALUE...: demo.env whole or not at all.
write_env() {
    printf '%s\n' "$@" >"$var/demo.env.new"
    mv "$var/demo.env.new" "$var/demo.env"
}

# The files of the schema, as the database had them after the last start.
schema_files() {
    (cd "$root/sql/schema" && ls)
}

# Programs that know the schema of before would go on writing as it was: nobody serves while it changes.
programs_pause() {
    # shellcheck disable=SC2046
    [ "$(schema_files)" = "$(cat "$var/schema" 2>/dev/null)" ] || services_down 15 $(program_services)
}

site_setup() {
    local user password key
    programs_pause
    user=$(env_value STAFF_USER) password=$(env_value STAFF_PASSWORD) key=$(env_value API_KEY)
    user=${user:-admin}
    password=${password:-$(od -An -N 12 -tx1 /dev/urandom | tr -d ' \n')}
    if [ -n "$key" ]; then
        setup_step setup
    else
        write_env "MIDWAY_URL=$url" "STAFF_USER=$user" "STAFF_PASSWORD=$password"
        printf '%s\n' "$password" >"$var/secrets/first-admin"
        setup_step setup --admin "$user" --password-file "$var/secrets/first-admin"
        ctl apikey revoke demo >/dev/null 2>&1 || true
        setup_step apikey add demo --scopes all
        key=$(grep -o -m 1 '^mk_[A-Za-z0-9_-]*$' "$var/log/setup.log") ||
            die "midwayctl apikey add printed no key, see $(short "$var/log/setup.log")"
        : >"$var/log/setup.log"
    fi
    schema_files >"$var/schema"
    write_env "MIDWAY_URL=$url" "STAFF_USER=$user" "STAFF_PASSWORD=$password" "API_KEY=$key"
    if [ "$demo" = yes ] && [ ! -e "$var/.demo" ]; then
        say "Loading the demo data ..."
        setup_step demo
        : >"$var/.demo"
    fi
}

setup_step() {
    ctl "$@" >"$var/log/setup.log" 2>&1 || die "midwayctl $1 failed:" "$(tail -n 5 "$var/log/setup.log")"
}

ready_now() {
    curl -fsk --noproxy '*' --max-time 3 -o /dev/null "$local_url/readyz" 9>&-
}

site_ready() {
    local i
    for i in $(seq 300); do
        ready_now && return
        sleep 0.1
    done
    services_status >&2
    service_complain web "the site does not get ready: $(curl -sk --noproxy '*' --max-time 3 "$local_url/readyz" 2>&1 | head -c 300)"
}
