#!/bin/sh
# Gives samples.txt (one PFCP message in hexadecimal per line) to tshark and fails when it finds one malformed.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
while read -r line; do
  printf '000000 %s\n' "$(printf '%s' "$line" | sed 's/../& /g')"
done < samples.txt > "$work/hex"
text2pcap -q -u 8805,8805 "$work/hex" "$work/pcap"
tshark -r "$work/pcap" -T fields -e frame.number -e pfcp.msg_type -e _ws.malformed -e _ws.expert.message 2>/dev/null | tee "$work/out"
test "$(wc -l < "$work/out")" -eq "$(wc -l < samples.txt)"
test -z "$(tshark -r "$work/pcap" -Y _ws.malformed 2>/dev/null)"
