#!/usr/bin/env bash
# The editor of drawings without a page: its bytes against the program's decoder, strokes and the model.
. "$(dirname "$0")/lib.sh"

data=${MIDWAY_TEST_DATA:-$root/../shared/data}/drawings
wasm=$MIDWAY_BUILD/www/wasm/raster.wasm

[ -d "$data" ] || { skip "no test data"; finish; }
[ -f "$wasm" ] && command -v node >/dev/null || { skip "no clang, lld or node"; finish; }
"$MIDWAY_BUILD/tests/drawings/raster-hash" --quick "$data"/*.jsonl >"$work/lines"
said=$(node tests/drawings/editor.mjs "$wasm" "$work/lines" 2>&1)
if [[ $(tail -n 1 <<<"$said") =~ ^check:\ ([0-9]+)\ passed,\ 0\ failed ]]; then
    passed=$((passed + BASH_REMATCH[1]))
else
    fail "the editor's parts" "$(tail -n 40 <<<"$said")"
fi
finish
