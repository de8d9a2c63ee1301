#!/usr/bin/env bash
# Drawings that are not for everybody, and what else must not be told: by any address, link, list, key or cookie.
exec "$(dirname "$0")/with-site" node tests/live/drawings_secrets.mjs
