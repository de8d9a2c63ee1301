#!/usr/bin/env bash
# Requests that somebody forged: from other sites, with other people's sessions, of strange types and sizes, to files next door.
export server_conf='rate_limits = no'
exec "$(dirname "$0")/with-site" node tests/live/forged.mjs
