# shellcheck shell=bash disable=SC2154
# drawings.sh: for tests/bench/run: pictures of 512 pixels that nobody asked for before, against resvg on the same strokes as SVG; and
# what a drawing takes as bytes. Pictures are counted by the second of processor time of the process that paints.

resvg() {
    node "$MIDWAY_BUILD/bench/resvg.mjs" "$work/$1.svg" "$2" "$seconds"
}

draw() {
    "$MIDWAY_BUILD/tests/bench/draw" time "$work/$1.chd1" "$2" "$seconds"
}

drawing_rows() {
    local data=${MIDWAY_TEST_DATA:-$root/../shared/data}/drawings median p99 chd1 json deflated which
    wanted "drawing" || return 0
    [ -d "$data" ] || { skip "no test data"; return 0; }
    cp tests/bench/resvg.mjs "$MIDWAY_BUILD/bench/"
    read -r median p99 chd1 json deflated < <("$MIDWAY_BUILD/tests/bench/draw" pick "$work" "$data"/*.jsonl)
    say "bytes of a drawing, median: CHD1 $chd1, JSON $json, deflated JSON $deflated"
    for which in median p99; do
        ours=(draw "$which" pixels)
        theirs=(resvg "$which" pixels)
        compare "drawing of ${!which} points, pixels : resvg" 4
        ours=(draw "$which" png)
        theirs=(resvg "$which" png)
        compare "drawing of ${!which} points, PNG : resvg" 1.5
        ours=(draw "$which" webp)
        compare "drawing of ${!which} points, WebP : resvg's PNG" -
    done
}
