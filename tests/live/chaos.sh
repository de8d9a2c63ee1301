#!/usr/bin/env bash
# alone: the writing rule while the program and the database are killed: see chaos.mjs. 100 keys; with ./check --slow 500.
. "$(dirname "$0")/lib.sh"
server_conf='rate_limits = no'
start_site
if [ -n "${MIDWAY_SLOW:-}" ]; then keys=500 seconds=180; else keys=100 seconds=15; fi
said=$(MIDWAY_URL=$url API_KEY=$key MIDWAY_VAR=$var node tests/live/chaos.mjs "$keys" "$seconds" 2>&1)
result=$?
echo "$said"
equal "one effect a key, the same reply for its copies, nothing acknowledged is lost" "$result" 0
check "the audit log's chain holds" "$MIDWAY_BUILD/src/bin/midwayctl" --var "$var" audit verify
killed=$(grep -o 'killed recipes [0-9]*' <<<"$said" | grep -o '[0-9]*')
check "the program was killed (${killed:-0} times)" test "${killed:-0}" -ge 5
equal "the program wrote no core and no sanitizer report" \
    "$(grep -hE 'Sanitizer|runtime error|Segmentation|Aborted' "$var"/log/recipes*/* 2>/dev/null | head -n 3)" ''
finish
