#!/usr/bin/env bash
# Naughty strings through every text parameter of pages and API, and control characters: what is refused changes nothing.
export server_conf='rate_limits = no'
exec "$(dirname "$0")/with-site" node tests/live/hostile.mjs
