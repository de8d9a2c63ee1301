#!/usr/bin/env bash
# One rasteriser: the same pixels by every compiler, and as WebAssembly as in the program, over all drawings of the test data; and
# by its older versions, over drawings whose pixels they differ in.
. "$(dirname "$0")/lib.sh"

data=${MIDWAY_TEST_DATA:-$root/../shared/data}/drawings
sources=(src/drawings/{chd1_decode,curve,drawing,drawing_check,raster,raster_area,raster_live,raster_outline,raster_paint,raster_sweep}.c)

# Hashes of all pictures, painted by a rasteriser built with a compiler and a level; the rest is the build's.
hashes_by() {
    local cc=$1 level=$2 program=$work/raster-hash-$1$2
    # shellcheck disable=SC2046
    "$cc" "$level" -std=gnu11 -fno-strict-aliasing -D_GNU_SOURCE -include src/base/banned.h -Isrc -o "$program" \
        tests/drawings/raster_hash.c "${sources[@]}" "$MIDWAY_BUILD/libdrawings.a" "$MIDWAY_BUILD/libbase.a" \
        $(pkg-config --cflags --libs libsodium json-c icu-uc icu-i18n) -lm &&
        "$program" --quick "$data"/*.jsonl | sha256sum
}

[ -d "$data" ] || { skip "no test data"; finish; }
"$MIDWAY_BUILD/tests/drawings/raster-hash" "$data"/*.jsonl >"$work/native"
equal "every drawing is painted" "$(wc -l <"$work/native")" "$(cat "$data"/*.jsonl | wc -l)"
expected=$("$MIDWAY_BUILD/tests/drawings/raster-hash" --quick "$data"/*.jsonl | sha256sum)
for cc in gcc clang; do
    command -v "$cc" >/dev/null || { skip "no $cc"; continue; }
    for level in -O0 -O3; do
        equal "$cc $level paints the same" "$(hashes_by "$cc" "$level" 2>&1)" "$expected"
    done
done

if command -v clang >/dev/null && command -v wasm-ld >/dev/null && command -v node >/dev/null; then
    wasm=$MIDWAY_BUILD/www/wasm/raster.wasm
    counted "WebAssembly paints the same" tests/drawings/wasm.mjs "$wasm" "$work/native"
    cp -r www/js "$work/js" && echo '{ "type": "module" }' >"$work/js/package.json"
    counted "replays end with the picture" tests/drawings/replay.mjs "$work/js" "$wasm" "$work/native"
    newest=$(sed -n 's/^#define RASTER_VERSION \([0-9]*\).*/\1/p' src/drawings/raster.h)
    for ((version = 1; version <= newest; version++)); do
        "$MIDWAY_BUILD/tests/drawings/raster-hash" --version "$version" \
            tests/drawings/golden/{mouse,example,random-{1,2,3,4},strokes}.chd1 >"$work/native-$version"
        counted "WebAssembly paints version $version" tests/drawings/wasm.mjs "$wasm" "$work/native-$version" "$version"
        counted "replays end with the picture of version $version" \
            tests/drawings/replay.mjs "$work/js" "$wasm" "$work/native-$version" "$version"
    done
    equal "each version has pixels of its own" "$(head -qn 1 "$work"/native-[0-9]* | sort -u | wc -l)" "$newest"
else
    skip "no clang, lld or node"
fi
finish
