#!/bin/sh
# Makes ./configure. Needs autoconf and automake (conf/debian-packages.txt, section build).
set -e
cd "$(dirname "$0")"
mkdir -p m4
if ! said=$(autoreconf --install --force 2>&1); then
    printf '%s\n' "$said" >&2
    exit 1
fi
