#!/usr/bin/env bash
# Lists of many drawings: a page in the middle reads as many rows as the first one, whatever is asked for.
. "$(dirname "$0")/lib.sh"

sql() {
    mariadb --no-defaults --batch --skip-column-names --socket="$(conf_value socket)" --user=root midway -e "$1"
}

# Rows that the database has looked at so far.
rows_read() {
    sql "SELECT SUM(VARIABLE_VALUE) FROM information_schema.GLOBAL_STATUS
         WHERE VARIABLE_NAME IN ('HANDLER_READ_KEY', 'HANDLER_READ_NEXT', 'HANDLER_READ_PREV', 'HANDLER_READ_RND_NEXT')"
}

# reads PATH: how many a request takes; sets read.
reads() {
    local before
    before=$(rows_read)
    get "$1"
    equal "$1 is answered" "$status" 200
    read=$(($(rows_read) - before))
}

# cursor by|newest: of the drawing in the middle.
cursor() {
    perl -Mbigint -MMIME::Base64=encode_base64url -e 'my ($hex, $views, $by) = @ARGV; my $n = hex($hex); my $id = "";
        for (1 .. 26) { $id = substr("0123456789abcdefghjkmnpqrstvwxyz", $n % 32, 1) . $id; $n = $n / 32 }
        print encode_base64url($by eq "views" ? "$views,$id" : $id)' $middle "$1"
}

server_conf='rate_limits = no'
start_site
# Every third by the same hand, every tenth private, one in 500 of a rare tag.
sql "SET SESSION sql_log_bin = 0;
INSERT INTO drawing (id, owner_id, version, drawing_hash, picture_hash, title, author, tags, width, height, stroke_count, point_count,
    duration_ms, is_public, approved, hidden, views, created_at, updated_at)
SELECT UNHEX(CONCAT(LPAD(HEX(1700000000000 + seq * 1000), 12, '0'), RPAD('', 20, '0'))), UNHEX(LPAD(HEX(seq % 100), 32, '0')), 1,
    UNHEX(SHA2(seq, 256)), UNHEX(SHA2(seq, 256)), 'Many', IF(seq % 3, CONCAT('Author ', seq % 500), 'Everybody'), '[]', 1024, 1024, 1, 2, 3,
    seq % 10 <> 0, 1, 0, seq * 7919 % 1000, NOW(6), NOW(6) FROM seq_1_to_30000;
INSERT INTO drawing_tag SELECT id, 'common' FROM drawing;
INSERT INTO drawing_tag SELECT id, 'rare' FROM drawing WHERE views % 500 = 7;
ANALYZE TABLE drawing, drawing_tag" >/dev/null
middle=$(sql "SELECT HEX(id), views FROM drawing WHERE views BETWEEN 495 AND 505 AND id < UNHEX(CONCAT(LPAD(HEX(1715000000000), 12, '0')))
    ORDER BY id DESC LIMIT 1" | tr '\t' ' ')
matches "there is a middle" "$middle" '^[0-9A-F]{32} [0-9]+$'
for sort in newest views; do
    for filter in '' '&author=Everybody' '&author=Author+7' '&tag=common' '&tag=rare'; do
        list="/api/v1/drawings?limit=48&sort=$sort$filter"
        reads "$list"
        first=$read count=$(jq '.items | length' <<<"$body")
        check "$list has a page" test "$count" -ge 30
        reads "$list&cursor=$(cursor "$sort")"
        check "$list: $read rows in the middle, $first at the top" test "$read" -le $((2 * first + 400))
        check "$list: $first rows for the first page" test "$first" -le 3000
    done
done
# By both: at most what the author drew, twice.
reads "/api/v1/drawings?sort=views&author=Everybody&tag=common&cursor=$(cursor views)"
check "by author and tag: $read rows" test "$read" -le 21000
reads /drawings
check "the gallery with its tags reads $read rows" test "$read" -le 12000
finish
