#!/bin/sh
# Makes ./configure. Needs autoconf and automake (conf/debian-packages.txt, section build).
set -e
cd "$(dirname "$0")"
exec autoreconf --install --force
