#!/usr/bin/env bash
# drawings.fcgi is killed while guests send drawings and repeat until they are answered: each is there once, and all that was acknowledged.
export server_conf='rate_limits = no'
exec "$(dirname "$0")/with-site" node tests/live/drawings_chaos.mjs 80 4
