# shellcheck shell=bash disable=SC2034,SC2154
# submissions.sh: for tests/bench/run: drawings that are stored and acknowledged, each for good, against the disk under them.

# synced_writes: 4 KiB that are on the disk before the next 4 KiB are written; as load() says it.
synced_writes() {
    perl -MIO::Handle -MTime::HiRes=time -e '
        my ($path, $seconds) = @ARGV;
        open my $f, ">", $path or die "$path: $!";
        my ($begun, $block, @took) = (time, "x" x 4096);
        while (time < $begun + $seconds) {
            my $at = time;
            syswrite $f, $block or die $!;
            $f->sync or die $!;
            push @took, 1000 * (time - $at);
        }
        my $all = time - $begun;
        @took = sort { $a <=> $b } @took;
        printf "%.1f %.3f %.3f 0\n", @took / $all, $took[@took / 2], $took[@took * 0.99]' "$work/synced" "$seconds"
}

# How many drawings there are.
stored_drawings() {
    mariadb --defaults-file=<(printf '[client]\nuser=midway_drawings\npassword="%s"\nsocket=%s\n' "$(cat "$var/secrets/drawings")" \
        "$run/mariadb.sock") -N midway -e 'SELECT COUNT(*) FROM drawing'
}

# ACKNOWLEDGED - stored, where that is positive.
lost() {
    local sum
    sum=$(awk '{ sum += $1 } END { print sum + 0 }' "$ACKNOWLEDGED")
    echo $((sum > $1 ? sum - $1 : 0))
}

submission_rows() {
    local before
    wanted "submission" || return 0
    export KEY=$key ACKNOWLEDGED=$work/acknowledged
    : >"$ACKNOWLEDGED"
    before=$(stored_drawings)
    theirs=(synced_writes)
    ours=(load "$url/api/v1/drawings?title=Bench" -s tests/bench/submit.lua -t 1 -c 1)
    compare "submissions, 1 client : synced writes" -
    ours=(load "$url/api/v1/drawings?title=Bench" -s tests/bench/submit.lua)
    compare "submissions, $connections clients : synced writes" -
    fact "submissions that were acknowledged and are not there" "$(lost "$(($(stored_drawings) - before))")" 0
}
