#!/usr/bin/env bash
# Who may do what: every route for everybody, accounts that changed in between, keys of all kinds.
export server_conf='rate_limits = no'
exec "$(dirname "$0")/with-site" node tests/live/authz.mjs
