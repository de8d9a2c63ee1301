#!/usr/bin/env bash
# What was deleted really goes after a day: rows, bytes and pictures that nothing names any more; and what is sent just then stays.
. "$(dirname "$0")/lib.sh"

sql() {
    mariadb --no-defaults --batch --skip-column-names --socket="$(conf_value socket)" --user=root midway -e "$1"
}

# twin COLOUR MS: the JSON of a drawing; its picture depends on the colour alone.
twin() {
    printf '{"format": "chd1", "canvas": {"w": 512, "h": 512}, "palette": ["%s"], "strokes": [{"op": "draw", "colour": 0, "width": 9,
        "x": [9, 90], "y": [9, 90], "t": [0, %d]}]}' "$1" "$2"
}

# draw COLOUR MS: a private drawing; sets id, bytes and picture.
draw() {
    api POST '/api/v1/drawings?visibility=private' "$(twin "$1" "$2")"
    matches "a drawing is taken: $status" "$status" '^20[01]$'
    id=$(jq -r .id <<<"$body") bytes=$(jq -r .drawing_id <<<"$body") picture=$(jq -r .picture_id <<<"$body")
}

# delete ID: two days ago.
delete() {
    api DELETE "/api/v1/drawings/$1" '' -H 'If-Match: *'
    equal "it is deleted" "$status" 204
    sql "UPDATE drawing SET deleted_at = NOW(6) - INTERVAL 2 DAY WHERE id = $(id_of "$1")"
}

# An id in letters as SQL.
id_of() {
    perl -Mbigint -e 'my $n = 0; $n = $n * 32 + index("0123456789abcdefghjkmnpqrstvwxyz", $_) for split //, $ARGV[0];
        printf "UNHEX(\"%032s\")", substr($n->as_hex, 2)' "$1"
}

# A step of the job, at once.
purge() {
    service restart drawings-jobs
    wait_for "the job has run: $1" "$2"
}

# wait_for WHAT SQL: until it says 1.
wait_for() {
    local i
    for i in $(seq 100); do
        [ "$(sql "SELECT $2")" = 1 ] && { pass; return; }
        sleep 0.1
    done
    fail "$1" "$2"
}

rows() {
    sql "SELECT COUNT(*) FROM $1"
}

blob() {
    rows "\`blob\` WHERE sha256 = UNHEX('$1')"
}

server_conf='rate_limits = no'
start_site

# ---- everything of a drawing goes, nothing of another ----
draw '#ff0000' 10
gone=$id gone_bytes=$bytes
api PUT "/api/v1/drawings/$gone" "$(twin '#ff0001' 10)" -H 'If-Match: *'
second_bytes=$(jq -r .drawing_id <<<"$body") second_picture=$(jq -r .picture_id <<<"$body")
draw '#00ff00' 10
kept=$id kept_bytes=$bytes
sql "INSERT INTO drawing_share (id, drawing_id, token_hash, label, created_at)
         VALUES (UNHEX('01'), $(id_of "$gone"), UNHEX('02'), 'x', NOW(6));
     INSERT INTO drawing_report (id, drawing_id, picture_hash, reason, created_at)
         VALUES (UNHEX('01'), $(id_of "$gone"), UNHEX('$second_picture'), 'other', NOW(6))"
delete "$gone"
sql "UPDATE drawing SET deleted_at = NOW(6) - INTERVAL 23 HOUR WHERE id = $(id_of "$gone")"
draw '#0000ff' 10
delete "$id"
purge 'one of two' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$id"))"
equal "what was deleted less than a day ago is still there" "$(rows "drawing WHERE id = $(id_of "$gone")")" 1
sql "UPDATE drawing SET deleted_at = NOW(6) - INTERVAL 25 HOUR WHERE id = $(id_of "$gone")"
purge 'the other' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$gone"))"
for table in drawing_version drawing_share drawing_tag; do
    equal "nothing of it is in $table" "$(rows "$table WHERE drawing_id = $(id_of "$gone")")" 0
done
equal "its report is closed" "$(rows 'drawing_report WHERE closed_at IS NULL')" 0
equal "its bytes are gone" "$(blob "$gone_bytes")$(blob "$second_bytes")" 00
equal "its pictures too" "$(rows "drawing_picture WHERE picture_hash IN (UNHEX('$picture'), UNHEX('$second_picture'))")" 0
equal "the other one is whole" "$(rows "drawing WHERE id = $(id_of "$kept")")$(blob "$kept_bytes")" 11
api GET "/api/v1/drawings/$kept.chd"
equal "and can be read" "$status" 200

# ---- bytes that somebody else has, too; other bytes of the same picture ----
draw '#123456' 10
one=$id same=$bytes
get '/api/v1/drawings?visibility=private' -X POST -H 'Content-Type: application/json' --data-binary "$(twin '#123456' 10)"
equal "the same drawing by somebody else" "$status" 201
other=$(jq -r .id <<<"$body")
get '/api/v1/drawings?visibility=private' -X POST -H 'Content-Type: application/json' --data-binary "$(twin '#123456' 20)"
third_bytes=$(jq -r .drawing_id <<<"$body")
delete "$one"
purge 'bytes that are used' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$one"))"
equal "they stay" "$(blob "$same")" 1
sql "UPDATE drawing_picture SET drawing_hash = UNHEX('$same') WHERE picture_hash = UNHEX('$picture');
     UPDATE drawing SET deleted_at = NOW(6) - INTERVAL 2 DAY WHERE id = $(id_of "$other")"
purge 'the last that used them' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$other"))"
equal "then they go" "$(blob "$same")" 0
equal "and the picture is that of other bytes" \
    "$(sql "SELECT LOWER(HEX(drawing_hash)) FROM drawing_picture WHERE picture_hash = UNHEX('$picture')")" "$third_bytes"

# ---- a hidden picture is known when it comes again ----
draw '#abcdef' 10
sql "UPDATE drawing_picture SET hidden_at = NOW(6) WHERE picture_hash = UNHEX('$picture')"
delete "$id"
purge 'a hidden one' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$id"))"
equal "its bytes are gone" "$(blob "$bytes")" 0
api POST /api/v1/drawings "$(twin '#abcdef' 30)"
equal "sent again it is hidden" "$(jq -r .state <<<"$body")" hidden
equal "and has bytes again" "$(blob "$(jq -r .drawing_id <<<"$body")")$(rows "drawing_picture p JOIN \`blob\` b ON b.sha256 = p.drawing_hash
    WHERE p.picture_hash = UNHEX('$picture')")" 11

# ---- the same bytes are sent while the job is at them: they are there afterwards ----
# hold_picture: somebody keeps the row of the picture until $work/hold is gone, so that job and saving meet where a test wants them.
hold_picture() {
    touch "$work/hold"
    {
        echo 'SET SESSION idle_transaction_timeout = 0, idle_write_transaction_timeout = 0, idle_readonly_transaction_timeout = 0;'
        echo "START TRANSACTION; SELECT 'held' FROM drawing_picture WHERE picture_hash = UNHEX('$picture') FOR UPDATE;"
        while [ -e "$work/hold" ]; do sleep 0.02; done
        echo 'COMMIT;'
    } | mariadb --no-defaults --batch --unbuffered --skip-column-names --socket="$(conf_value socket)" --user=root midway >"$work/held" &
    holder=$!
    for _ in $(seq 100); do
        grep -qs held "$work/held" && return
        sleep 0.05
    done
    fail 'the picture is held'
}

waiters() {
    wait_for "$1 of them wait" "COUNT(*) = $1 FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'"
}

send_again() {
    curl -s --noproxy '*' --max-time 20 -o "$work/sent" -w '%{http_code}' -X POST -H 'Content-Type: application/json' \
        --data-binary "$(twin "$1" 10)" "$url/api/v1/drawings?visibility=private" >"$work/sent.status" &
    sender=$!
}

for first in job saving; do
    [ "$first" = job ] && colour='#111111' || colour='#222222'
    draw "$colour" 10
    delete "$id"
    hold_picture
    if [ "$first" = job ]; then
        service restart drawings-jobs
        waiters 1
        send_again "$colour"
    else
        send_again "$colour"
        waiters 1
        service restart drawings-jobs
    fi
    waiters 2
    rm "$work/hold"
    wait "$holder" "$sender"
    equal "$first first: it is taken" "$(cat "$work/sent.status")" 201
    wait_for "$first first: the job is done" "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$id"))"
    equal "$first first: its bytes are there" "$(blob "$bytes")" 1
    equal "$first first: and its picture" "$(rows "drawing_picture
        WHERE picture_hash = UNHEX('$picture') AND drawing_hash = UNHEX('$bytes')")" 1
done

# ---- many versions, and a stop in between ----
draw '#333333' 10
sql "INSERT INTO drawing_version SELECT drawing_id, seq, UNHEX(SHA2(seq, 256)), UNHEX(SHA2(seq, 224)), 1, 1, 1, NOW(6)
         FROM drawing_version, seq_2_to_450 WHERE drawing_id = $(id_of "$id")" || fail 'versions'
delete "$id"
service restart drawings-jobs
wait_for 'the job has begun' "COUNT(*) < 450 FROM drawing_version WHERE drawing_id = $(id_of "$id")"
kill -9 "$(cat "$var/service/drawings-jobs/supervise/pid")"
sql "UPDATE lease SET expires_at = '2020-01-01' WHERE name = 'job.drawings.purge'"
wait_for 'the next one ends it' "NOT EXISTS (SELECT 1 FROM drawing WHERE id = $(id_of "$id"))
    AND NOT EXISTS (SELECT 1 FROM drawing_version WHERE drawing_id = $(id_of "$id"))"
equal "its bytes are gone" "$(blob "$bytes")" 0

# ---- guests that nobody is any more ----
get '/api/v1/drawings' -X POST -H 'Content-Type: application/json' --data-binary "$(twin '#444444' 10)"
sql "INSERT INTO guest_token
         VALUES (UNHEX('01'), UNHEX('01'), NOW(6), NOW(6) - INTERVAL 401 DAY), (UNHEX('02'), UNHEX('02'), NOW(6), NOW(6));
     INSERT INTO guest_link
         VALUES (UNHEX('01'), UNHEX('01'), NOW(6) - INTERVAL 1 HOUR), (UNHEX('02'), UNHEX('02'), NOW(6) + INTERVAL 1 HOUR)"
service restart staff-jobs
wait_for 'an old token is pruned' "COUNT(*) = 1 FROM guest_token
    WHERE guest_id IN (RPAD(UNHEX('01'), 16, '\0'), RPAD(UNHEX('02'), 16, '\0'))"
wait_for 'a link that is over is pruned' "COUNT(*) = 1 FROM guest_link"
finish
