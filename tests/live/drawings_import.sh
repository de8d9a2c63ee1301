#!/usr/bin/env bash
# midwayctl drawings: the demo's characters and other collections come in once, bad lines are told and passed over.
. "$(dirname "$0")/lib.sh"

ctl() {
    "$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" drawings "$@" 2>"$work/err"
}

# gallery QUERY JQ: what JQ says of the list of drawings.
gallery() {
    get "/api/v1/drawings?limit=200&$1"
    jq -c "$2" <<<"$body"
}

start_site

# ---- the demo ----

equal "the demo comes in" "$(ctl demo)" "40 demo drawings, 40 new"
equal "once" "$(ctl demo)" "40 demo drawings, 0 new"
equal "all of it is in the gallery" "$(gallery '' '.items | length')" 40
equal "its first character is the newest" "$(gallery '' '.items[0].title')" '"A fox waits for autumn"'
equal "each has a pen name" "$(gallery '' '[.items[] | select(.author)] | length')" 40
equal "and tags that find it" "$(gallery tag=pirate '.items | length')" 1
get "$(gallery '' '.items[0].images.png."64"' | tr -d '"')"
equal "and a picture" "$status" 200
ctl demo --count 5 >/dev/null
equal "there is no larger demo" "$?" 2

# ---- import ----

cat >"$work/mixed.ndjson" <<'END'
{"word":"cat","countrycode":"DE","recognized":true,"key_id":"1","drawing":[[[0,100,255],[3,100,200]],[[5,6],[7,8]]]}
no JSON

{"word":"the eiffel tower","drawing":[[[0,100,250],[3,100,203]]]}
{"drawing":7}
{"drawing":[]}
{"w":1680,"h":1680,"source":"omniglot","strokes":[{"x":[240,253,266],"y":[646,634,621],"t":[0,15,31]}]}
{"w":1,"h":1680,"strokes":[{"x":[240],"y":[646],"t":[0]}]}
END
{ head -c 3000000 /dev/zero | tr '\0' x; echo; } >>"$work/mixed.ndjson"
printf '{"word":"dog","drawing":[[[1,2],[3,4]]]}' >>"$work/mixed.ndjson"      # without a line break

equal "good lines come in" "$(ctl import "$work/mixed.ndjson" --author Doodler)" \
    "9 drawings: 4 imported, 0 already there, 5 refused"
equal "bad ones are told, each with its number" "$(cut -d: -f1 "$work/err" | tr '\n' ' ')" "line 2 line 5 line 6 line 8 line 9 "
matches "and with the reason" "$(cat "$work/err")" '^line 8: /w: The canvas is 64 to 16384'
equal "twice is once" "$(ctl import "$work/mixed.ndjson")" "9 drawings: 0 imported, 4 already there, 5 refused"
equal "pen name, titles and tags are as said" "$(gallery author=Doodler '[.items[] | [.title, .tags[]]] | sort')" \
    '[["Cat","cat"],["Dog","dog"],["Omniglot","omniglot"],["The eiffel tower","the eiffel tower"]]'

echo '{"word":"secret","drawing":[[[9,2],[3,4]]]}' >"$work/private.ndjson"
equal "from standard input, for nobody else" "$(ctl import - --private <"$work/private.ndjson")" \
    "1 drawings: 1 imported, 0 already there, 0 refused"
equal "it is not in the gallery" "$(gallery tag=secret '.items | length')" 0

echo nonsense >"$work/bad.ndjson"
ctl import "$work/bad.ndjson" >/dev/null
equal "nothing good: failed" "$?" 1
ctl import "$work/missing.ndjson" >/dev/null
equal "no file: wrong usage" "$?" 2
ctl import "$work/mixed.ndjson" --author "$(printf 'n%.0s' {1..41})" >/dev/null
equal "a pen name has at most 40 characters" "$?" 2

# 200 drawings and a line of 400 MB, which does not fit into the memory that it may have.
seq 200 | jq -c '{word: "many", drawing: [[[. % 256, 7], [3, 4]]]}' >"$work/many.ndjson"
head -c 400000000 /dev/zero | tr '\0' x >>"$work/many.ndjson"
said=$(ulimit -v 300000 && ctl import "$work/many.ndjson")
equal "memory is bounded" "$said" "201 drawings: 200 imported, 0 already there, 1 refused"

finish
