# shellcheck shell=bash disable=SC2154
# images.sh: for tests/bench/run: a picture of a drawing that was asked for before, against a static file of the same bytes.

image_rows() {
    local image before
    wanted "warm picture" || return 0
    "$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" drawings demo >"$work/demo.log" 2>&1 || { tail -n 3 "$work/demo.log"; exit 1; }
    image=$(curl -s "$url/api/v1/drawings?limit=1" | jq -r '.items[0].images.webp["256"]')
    wait_for answers "$url$image"
    curl -s "$url$image" >"$work/static/picture.webp"
    wait_for answers "$static/picture.webp"
    before=$(counter midway_requests_total 'module="drawings"')
    ours=(load "$url$image")
    theirs=(load "$static/picture.webp")
    compare "warm picture ($(stat -c %s "$work/static/picture.webp") bytes) : static file" 0.90
    fact "requests for pictures that reached Midway meanwhile" "$(($(counter midway_requests_total 'module="drawings"') - before))" 0
}
