#!/usr/bin/env bash
# [drawings] publish = after_approval: nobody sees a drawing before staff did, nor what was made of it since.
. "$(dirname "$0")/lib.sh"
start_site
sed -i '/^\[drawings\]$/d; /^publish = /d' "$var/midway.conf"
printf '[drawings]\npublish = after_approval\n' >>"$var/midway.conf"
run_site
set -a
# shellcheck disable=SC1091
. "$var/demo.env"
MIDWAY_VAR=$var
set +a
node tests/live/drawings_approval.mjs
