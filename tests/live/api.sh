#!/usr/bin/env bash
# The API against its description: routes, lines for people, errors, schemas, made-up bodies.
exec "$(dirname "$0")/with-site" node tests/live/api.mjs
