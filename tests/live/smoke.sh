#!/usr/bin/env bash
# A small site from the outside: the same requests over lighttpd and over Apache, answers and headers compared;
# then recipes alone and drawings alone, with the program of staff stopped.
. "$(dirname "$0")/lib.sh"

slug=smoke-soup
recipe='{"title":"Smoke soup","images":[{"id":"PHOTO","alt":"A square"}],
    "yield":{"quantity":4,"unit":"servings"},"ingredients":[{"text":"2 onions"},{"text":"1 l water"}],
    "steps":[{"text":"Boil the onions for 20 minutes."}]}'
security='Content-Security-Policy X-Content-Type-Options Referrer-Policy Cross-Origin-Opener-Policy Permissions-Policy'

# Without what may differ between two web servers, or between two answers.
stable_head() {
    local errors=cache-control
    [ "$status" -ge 300 ] || errors=date
    sed -e 1d -e '/^$/d' <<<"$head" |
        grep -viE -e '^(date|server|last-modified|etag|vary|x-request-id|accept-ranges|set-cookie|age|cache-status|ratelimit.*):' \
            -e "^(keep-alive|connection|transfer-encoding|content-length|$errors):" |
        sed -e 's/^\([^:]*\):/\L\1:/' | sort
}

security_head() {
    local name
    for name in $security; do
        echo "$name: $(header "$name")"
    done
}

# ask NAME CODE PATH [CURL OPTION...]: expects the status and keeps the answer for the comparison.
ask() {
    local name=$1 code=$2
    shift 2
    expect_status "$code" "$@"
    {
        echo "$status"
        stable_head
    } >"$answers/$name"
    sed -e 's/[0-9a-z]\{26\}/ID/g; s/name="_csrf" value="[^"]*"/name="_csrf"/g; s/"[0-9-]*T[0-9:.]*Z"/"TIME"/g' \
        -e 's/:[0-9]\{5\}/:PORT/g; s/[0-9a-f]\{16\}/RELEASE/g' <<<"$body" | head -c 100000 >"$answers/$name.body"
    equal "$name has the security headers" "$(security_head)" "$security_headers"
}


suite_of_recipes() {
    ask recipes-list 200 /recipes
    matches "the list is for people" "$(header Content-Type)" '^text/html; charset=utf-8$'
    ask api-list 200 "/api/v1/recipes?limit=2"
    matches "the API speaks JSON" "$(header Content-Type)" '^application/json'
    ask api-bad-query 422 "/api/v1/recipes?limit=none"
    ask api-no-recipe 404 /api/v1/recipes/00000000000000000000000000
    matches "a problem says that it is one" "$(header Content-Type)" '^application/problem\+json'
    ask api-anonymous 401 /api/v1/recipes -X POST -H 'Content-Type: application/json' -d "$recipe"
    ask api-malformed 400 /api/v1/recipes -X POST -H "Authorization: Bearer $key" -H 'Content-Type: application/json' -d '{'
    ask api-method 405 /api/v1/recipes -X PATCH
    ask no-page 404 /recipes/there-is-no-such-recipe
    ask recipe-with-query 200 "/recipes/$slug?x=1"
    ask recipe-of-session 200 "/recipes/$slug" -H 'Cookie: a=b; sid=unknown'
    expect_status 200 "/recipes/$slug" -I
    ask encoded-slash 404 '/recipes/a%2f..%2fb'
    expect_status 404 "${photo%/*}/99999.webp"
    expect_header Cache-Control no-store
    published
}

# The page is made once, then the web server gives the file: same headers, and no program is asked.
published() {
    local before made hit made_photo
    ask recipe 200 "/recipes/$slug"
    sleep 1.2
    get "/recipes/$slug"
    made=$(security_head; header Content-Type; header Cache-Control)
    before=$body
    stat=$(find "$var/published" -name "$slug" | wc -l)
    equal "the page is published" "$stat" 1
    ask photo 200 "$photo"
    made_photo=$(security_head; header Content-Type; cksum <"$work/body")
    service stop recipes
    get "$photo"
    equal "a published photo needs no program" "$status" 200
    equal "the published photo is the photo" "$(security_head; header Content-Type; cksum <"$work/body")" "$made_photo"
    matches "photos are kept for a year" "$(header Cache-Control)" 'max-age=31536000'
    get "/recipes/$slug"
    equal "a published page needs no program" "$status" 200
    equal "the published page is the page" "$body" "$before"
    hit=$(security_head; header Content-Type; header Cache-Control)
    equal "the published page has the headers of the page" "$hit" "$made"
    equal "published pages are asked about again" "$(header Cache-Control)" 'public, max-age=0, must-revalidate'
    get "/recipes/$slug" -H "If-None-Match: $(header ETag)"
    equal "nothing new is 304" "$status" 304
    get "/recipes/$slug" -H 'Cookie: sid=x'
    equal "without the program a session is told so" "$status" 503
    equal "by a page with the security headers" "$(security_head)" "$security_headers"
    expect_body 'resting'
    get "/recipes/$slug" -H 'Accept-Encoding: gzip'
    equal "published pages are compressed" "$(header Content-Encoding)" gzip
    service start recipes
}

# Drawings: their pages and replies have a policy of their own, which lets WebAssembly run.
suite_of_drawings() {
    local security_headers=$wasm_headers
    ask drawings-list 200 /drawings
    matches "the gallery is for people" "$(header Content-Type)" '^text/html; charset=utf-8$'
    ask drawings-wall 200 /drawings/wall
    ask drawings-new 200 /drawings/new
    ask drawings-mine 200 /drawings/mine
    ask drawings-api 200 '/api/v1/drawings?limit=2'
    ask drawings-bytes 200 "/api/v1/drawings/$drawing.chd"
    matches "bytes are CHD1" "$(header Content-Type)" '^application/vnd\.midway\.chd1$'
    equal "and are the drawing" "$(sha256sum <"$work/body" | cut -d' ' -f1)" "$drawing_hash"
    ask drawings-bad-query 422 '/api/v1/drawings?limit=none'
    ask drawings-none 404 /api/v1/drawings/00000000000000000000000000
    matches "a problem says that it is one" "$(header Content-Type)" '^application/problem\+json'
    ask drawings-no-page 404 /drawings/00000000000000000000000000
    ask drawings-no-picture 404 "/drawings/img/$picture/100.png"
    expect_header Cache-Control no-store
    ask drawings-malformed 400 /api/v1/drawings -X POST -H 'Content-Type: application/json' -d '{'
    ask drawings-wrong-type 415 /api/v1/drawings -X POST -H 'Content-Type: image/png' -d x
    ask drawings-too-large 413 /api/v1/drawings -X POST -H 'Content-Type: application/json' -H 'Expect:' --data-binary "@$work/too-large"
    ask drawings-without-version 428 "/api/v1/drawings/$drawing" -X DELETE
    ask drawings-no-method 405 /api/v1/drawings -X PATCH
    ask drawings-moderation 303 /drawings/moderation
    ask drawing-of-session 200 "/drawings/$drawing" -H 'Cookie: a=b; sid=unknown'
    ask drawing-of-guest 200 "/drawings/$drawing" -H 'Cookie: guest=unknown'
    expect_status 200 "/drawings/$drawing" -I
    published_drawings
}

# Its page and pictures are made once, then the web server gives the files.
published_drawings() {
    local path type made
    local -A types=([img/$picture/512.png]=image/png [img/$picture/256.webp]=image/webp [img/$picture/1024.svg]=image/svg+xml
        [replay/$drawing_hash/512.webp]=image/webp [$drawing]='text/html; charset=utf-8')
    declare -A heads=()
    for path in "${!types[@]}"; do
        ask "drawing-${path//[^a-z0-9.]/-}" 200 "/drawings/$path"
        heads[$path]=$(security_head; header Content-Type; cksum <"$work/body")
        matches "/drawings/$path has its type" "$(header Content-Type)" "^${types[$path]/+/\\+}\$"
    done
    sleep 1.2
    service stop drawings
    for path in "${!types[@]}"; do
        get "/drawings/$path"
        equal "/drawings/$path needs no program" "$status" 200
        equal "/drawings/$path is the same from the file" "$(security_head; header Content-Type; cksum <"$work/body")" "${heads[$path]}"
        if [ "$path" = "$drawing" ]; then
            equal "the page is asked about again" "$(header Cache-Control)" 'public, max-age=0, must-revalidate'
        else
            matches "/drawings/$path is kept for a year" "$(header Cache-Control)" 'max-age=31536000'
        fi
        get "/drawings/$path" -H "If-None-Match: $(header ETag)"
        equal "nothing new is 304" "$status" 304
    done
    get "/drawings/$drawing" -H 'Accept-Encoding: gzip'
    equal "published drawings are compressed" "$(header Content-Encoding)" gzip
    get "/drawings/$drawing" -H 'Cookie: sid=x'
    equal "without the program a session is told so" "$status" 503
    get /drawings
    equal "without the program there is no gallery" "$status" 503
    expect_body 'resting'
    service start drawings
}

# Photos as programs and as browsers send them; 6 MB come in many pieces, also without a length.
uploads() {
    local form added
    ask upload 201 /api/v1/recipes/photos -H "Authorization: Bearer $key" -H 'Content-Type: image/png' --data-binary "@$work/large.png"
    added=$(jq -r .id <<<"$body")
    equal "the large photo can be seen" "$(get "$(jq -r .url <<<"$body")"; echo "$status")" 200
    ask upload-in-chunks 201 /api/v1/recipes/photos -H "Authorization: Bearer $key" -H 'Content-Type: image/png' \
        -H 'Transfer-Encoding: chunked' --data-binary "@$work/large.png"
    equal "and is the same photo" "$(jq -r .id <<<"$body")" "$added"
    ask upload-of-nonsense 422 /api/v1/recipes/photos -H "Authorization: Bearer $key" -H 'Content-Type: image/png' --data-binary nonsense
    ask upload-too-large 413 /api/v1/recipes/photos -H "Authorization: Bearer $key" -H 'Content-Type: image/png' \
        -H 'Expect:' --data-binary "@$work/too-large"
    get /recipes/new -b "$work/cookies"
    form=(-F "_csrf=$(grep -o 'name="_csrf" value="[^"]*"' <<<"$body" | head -n 1 | cut -d'"' -f4)" -F 'ingredients_text=2 onions'
        -F 'steps_text=Boil.')
    ask form-with-photo 303 /recipes/new -b "$work/cookies" "${form[@]}" -F 'title=With a photo' -F "photo=@$work/large.png"
    get "$(header Location)"
    expect_body '<img [^>]*src="/recipes/img/[0-9a-f]{64}/'
    api DELETE "/api/v1/recipes/$(get '/api/v1/recipes?q=with+a+photo'; jq -r '.items[0].id' <<<"$body")" '' -H 'If-Match: *'
    equal "the recipe with the photo is deleted" "$status" 204
}

suite_of_staff() {
    local release
    ask home 200 /
    ask health 200 /healthz
    ask ready 200 /readyz
    ask openapi 200 /api/openapi.json
    ask api-page 200 /api
    ask nothing 404 /nothing-here
    ask nothing-like-recipes 404 /recipesque
    ask sign-in-form 200 /sign-in
    ask folder-of-published 404 "/published/recipes/$slug.html"
    get '/recipes/%2e%2e/%2e%2e/etc/passwd' --path-as-is
    matches "dots lead nowhere" "$status" '^40[04]$'
    equal "and have the security headers" "$(security_head)" "$security_headers"
    ask staff-anonymous 303 /staff/users
    ask form-of-elsewhere 403 /sign-in -d 'name=x&password=y' -H 'Sec-Fetch-Site: cross-site'
    ask robots 200 /robots.txt
    get /
    release=$(grep -oE '/www/[0-9a-f]+/css/midway\.css' <<<"$body" | head -n 1)
    ask style 200 "$release"
    equal "style sheets are immutable" "$(header Cache-Control)" 'public, max-age=31536000, immutable'
    matches "style sheets are style sheets" "$(header Content-Type)" '^text/css; charset=utf-8$'
    get "$release" -H 'Accept-Encoding: gzip'
    equal "style sheets are compressed" "$(header Content-Encoding)" gzip
    ask no-style 404 "${release%.css}.none"
    ask folder-of-styles 404 "${release%midway.css}"
    for worker in 'recipes /recipes/' 'drawings /drawings/new'; do
        get "${release%css/midway.css}js/${worker% *}-offline.js"
        equal "a worker of ${worker% *} gets no further" "$(header Service-Worker-Allowed)" "${worker#* }"
        equal "and has the security headers" "$(security_head)" "$security_headers"
    done
    head -c 2000000 /dev/zero >"$work/large"
    ask too-large 413 /sign-in -X POST -H 'Expect:' --data-binary "@$work/large"
    sign_in
    equal "the printed login works" "$status" 303
    expect_status 200 /staff/users -b "$work/cookies"
}

# run_suite SERVER: everything over this web server.
run_suite() {
    answers=$work/$1
    mkdir "$answers"
    run_site --server "$1" || fail "the site starts behind $1"
    get /healthz
    security_headers=$(security_head)
    matches "the headers are there" "$security_headers" "Policy: default-src 'self'"
    suite_of_staff
    get /drawings
    wasm_headers=$(security_head)
    equal "drawings may run WebAssembly, nothing else" "$wasm_headers" \
        "$(sed "1s/$/; script-src 'self' 'wasm-unsafe-eval'/" <<<"$security_headers")"
    uploads
    suite_of_recipes
    suite_of_drawings
}

# Both configurations send to each program what it answers: `MODULE PREFIX` lines, staff takes the rest.
prefixes_of_lighttpd() {
    sed -n 's/.*\$HTTP\["url"\] =~ "^(\(\/[^)]*\))(\/|\$)" {/\1/p; s/.*"socket" => "@RUN@\/\([a-z]*\)\.sock".*/=\1/p' \
        conf/lighttpd/midway.conf.in | awk '/^=/ { n = split(list, p, "|"); for (i = 1; i <= n; i++) print substr($0, 2), p[i]; list = "" }
            !/^=/ { list = $0 }' | sort
}

prefixes_of_apache() {
    sed -n 's/^ProxyPass "\(\/.*\)" "unix:@RUN@\/\([a-z]*\)\.sock.*/\2 \1/p' conf/apache/midway.conf.in | grep -v ' /$' | sort
}

start_site
prefixes=$("$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" routes --prefixes | grep -v '^staff ' | sort)
matches "there are prefixes" "$prefixes" '^recipes /recipes$'
matches "of drawings, too" "$prefixes" '^drawings /api/v1/drawings$'
equal "lighttpd knows the prefixes" "$(prefixes_of_lighttpd)" "$prefixes"
equal "Apache knows the prefixes" "$(prefixes_of_apache)" "$prefixes"
# A grey square of 400 pixels with 6 MB that no decoder looks at.
perl -MCompress::Zlib -e 'sub chunk { pack("N", length($_[1])) . $_[0] . $_[1] . pack("N", crc32($_[0] . $_[1])) }
    print "\x89PNG\r\n\x1a\n", chunk("IHDR", pack("NNCCCCC", 400, 400, 8, 0, 0, 0, 0)), chunk("miDw", "y" x 6e6),
        chunk("IDAT", compress(("\0" . "\x99" x 400) x 400)), chunk("IEND", "")' >"$work/large.png"
head -c 34000000 /dev/zero >"$work/too-large"
get /api/v1/recipes/photos -H "Authorization: Bearer $key" -H 'Content-Type: image/png' --data-binary @www/icons/touch-180.png
equal "a photo is added" "$status" 201
recipe=${recipe/PHOTO/$(jq -r .id <<<"$body")}
photo=$(jq -r .url <<<"$body")
api POST /api/v1/recipes "$recipe"
equal "a recipe is added" "$status" 201
matches "its address is told" "$(header Location)" '^/api/v1/recipes/|^http'
api POST '/api/v1/drawings?title=Smoke' '{"format": "chd1", "canvas": {"w": 1024, "h": 1024}, "palette": ["#204060"],
    "strokes": [{"op": "draw", "colour": 0, "width": 30, "x": [50, 100, 900], "y": [50, 700, 300], "t": [0, 300, 700]}]}'
equal "a drawing is added" "$status" 201
drawing=$(jq -r .id <<<"$body") picture=$(jq -r .picture_id <<<"$body") drawing_hash=$(jq -r .drawing_id <<<"$body")
run_suite lighttpd
run_suite apache
for one in "$work"/lighttpd/*; do
    name=${one##*/}
    equal "$name is the same over both servers" "$(cat "$work/apache/$name")" "$(cat "$one")"
done

# One system alone.
for pair in 'recipes lighttpd' 'drawings lighttpd' 'drawings apache'; do
    read -r alone server <<<"$pair"
    run_site --server "$server" --only "$alone"
    service stop staff
    answers=$work/alone-$alone-$server
    mkdir "$answers"
    "suite_of_$alone"
    [ "$alone" = recipes ] && other=drawings || other=recipes
    get "/$other"
    matches "$other are off behind $server" "$status" '^(404|503)$'
done
finish
