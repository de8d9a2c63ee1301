#!/usr/bin/env bash
# The editor of drawings without a page: its bytes against the program's decoder, strokes, the model; how much work a drawing is.
. "$(dirname "$0")/lib.sh"

data=${MIDWAY_TEST_DATA:-$root/../shared/data}/drawings
wasm=$MIDWAY_BUILD/www/wasm/raster.wasm
hasher=$MIDWAY_BUILD/tests/drawings/raster-hash

[ -d "$data" ] || { skip "no test data"; finish; }
[ -f "$wasm" ] && command -v node >/dev/null || { skip "no clang, lld or node"; finish; }
"$hasher" --quick "$data"/*.jsonl >"$work/lines"

counted "the editor's parts" tests/drawings/editor.mjs "$wasm" "$work/lines"
cp -r www/js "$work/js" && echo '{ "type": "module" }' >"$work/js/package.json"
counted "the work of a drawing" tests/drawings/work.mjs "$work/js" "$wasm" "$hasher" "$work" "$work/lines"
finish
