#!/usr/bin/env bash
# Drawings from the outside: sending, guests, versions, pictures, private links, other devices, moderation, bad input.
exec "$(dirname "$0")/with-site" node tests/live/drawings.mjs
