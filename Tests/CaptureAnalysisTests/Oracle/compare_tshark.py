#!/usr/bin/env python3
"""Captures in vitrum-codec and in tshark: the same messages in the same frames, by protocol and name.

    compare_tshark.py VITRUM-CODEC [CAPTURE...]

Without captures: network.pcapng beside this script, and one made of the vectors of all ASN.1 protocols, PFCP and GTP-U. Of the vectors
only the outer message is compared, since the octets within random values are random. NAS is read with the null algorithm.
"""
import collections
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(os.path.dirname(HERE))
# Our name of a protocol, tshark's, and the SCTP payload protocol identifier or UDP port.
VECTORS = [
  ("NGAPTests/Oracle/ngap-vectors.txt", "sctp", 60), ("ASN1Tests/Oracle/xnap-vectors.txt", "sctp", 61),
  ("ASN1Tests/Oracle/f1ap-vectors.txt", "sctp", 62), ("ASN1Tests/Oracle/e1ap-vectors.txt", "sctp", 64),
  ("PFCPTests/Oracle/samples.txt", "udp", 8805), ("GTPUTests/Oracle/scapy-gtpu.txt", "udp", 2152),
]
PROTOCOLS = {"ngap": "ngap", "xnap": "xnap", "f1ap": "f1ap", "e1ap": "e1ap", "pfcp": "pfcp", "gtpu": "gtp", "sbi": "http2"}


def packet(octets, kind, identifier, number):
  if kind == "udp":
    payload = struct.pack(">HHHH", identifier, identifier, 8 + len(octets), 0) + octets
    protocol = 17
  else:
    chunk = struct.pack(">BBHIHHI", 0, 3, 16 + len(octets), number, 1, number & 0xFFFF, identifier) + octets
    payload = struct.pack(">HHII", 1000 + identifier, 2000 + identifier, 1, 0) + chunk + b"\0" * (-len(chunk) % 4)
    protocol = 132
  return struct.pack(">HHHHBBHII", 0x4500, 20 + len(payload), number & 0xFFFF, 0, 64, protocol, 0, 0x0A000001, 0x0A000002) + payload


def vectors(path):
  """A pcap of every vector; how many packets."""
  number = 0
  with open(path, "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))
    for name, kind, identifier in VECTORS:
      for line in open(os.path.join(TESTS, name)):
        found = re.match(r"(?:[^\t]*\t)?([0-9a-f]{16,})\b", line.strip())
        if not found or line.startswith("#"):
          continue
        octets = bytes.fromhex(found[1])
        if len(octets) > 60000:
          continue
        number += 1
        one = packet(octets, kind, identifier, number)
        file.write(struct.pack("<IIII", number, 0, len(one), len(one)) + one)
  return number


def plain(text):
  return re.sub(r"[^a-z0-9]", "", text.lower())


def tshark(path):
  """The protocols and the text of each frame."""
  fields = ["frame.number", "frame.protocols", "_ws.col.info", "gtp.message", "nas_5gs.security_header_type"]
  options = [word for field in fields for word in ("-e", field)]
  done = subprocess.run(
    ["tshark", "-r", path, "-o", "nas-5gs.null_decipher:TRUE", "-o", "tcp.desegment_tcp_streams:TRUE", "-d", "tcp.port==7777,http2",
     "-o", "sctp.reassembly:TRUE", "-T", "fields", "-E", "separator=/t", *options], capture_output=True, text=True)
  if done.returncode != 0:
    sys.exit(f"tshark: {done.stderr.strip()}")
  frames = {}
  for line in done.stdout.splitlines():
    number, protocols, info, gtp, _ = (line.split("\t") + [""] * 5)[:5]
    frames[int(number)] = (protocols.split(":"), info, gtp)
  return frames


def vitrum(program, path):
  done = subprocess.run([program, "decode", path, "--json", "--summary"], capture_output=True, text=True)
  if done.returncode not in (0, 2):
    sys.exit(f"{program}: {done.stderr.strip()}")
  frames = collections.defaultdict(list)
  for line in done.stdout.splitlines():
    message = json.loads(line)
    frames[message["frame"]].append(message)
  return frames


def compare(program, path, with_nas):
  """Prints the counts by protocol; how many frames differ."""
  theirs, ours = tshark(path), vitrum(program, path)
  counts, wrong = collections.Counter(), 0

  def report(frame, text):
    nonlocal wrong
    wrong += 1
    if wrong <= 20:
      print(f"  frame {frame}: {text}")

  for frame, (protocols, info, gtp) in sorted(theirs.items()):
    messages = ours.get(frame, [])
    for key, name in PROTOCOLS.items():
      mine = [one for one in messages if one.get("protocol") == key]
      # HTTP/2 frames of control are no messages.
      if key == "sbi":
        if any(not re.search(r"HEADERS|DATA|RST_STREAM", info) for _ in mine):
          report(frame, f"SBI message where tshark has {info}")
        counts[key] += len(mine)
        continue
      if bool(mine) != (name in protocols):
        report(frame, f"{key}: {len(mine)} messages, tshark has {':'.join(protocols)}")
        continue
      counts[key] += len(mine)
      for one in mine:
        names = one.get("names")
        if names is None:
          if "Malformed" not in info and "_ws.malformed" not in protocols:
            report(frame, f"{one.get('problem')}, tshark has {info}")
          continue
        for text in names if with_nas else names[:1]:
          title, _, word = text.partition(" ")
          if title == "NAS":
            counts["nas"] += 1
          # tshark has no name for the wrapper, and shows what is in a user's packet.
          if word == "SECURITY PROTECTED 5GS NAS MESSAGE" or title in ("IP", "PDCP") or word == "G-PDU":
            continue
          if title == "NGAP" and text != names[0]:
            continue
          if plain(word) not in plain(info):
            report(frame, f"{text}, tshark has {info}")
  print(f"{os.path.basename(path)}: {len(theirs)} frames, " + ", ".join(f"{count} {key}" for key, count in sorted(counts.items()) if count)
        + f"; {wrong} differ")
  return wrong


def main():
  if len(sys.argv) < 2:
    sys.exit(__doc__)
  program, paths = sys.argv[1], sys.argv[2:]
  if paths:
    sys.exit(min(1, sum(compare(program, path, True) for path in paths)))
  with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "vectors.pcap")
    vectors(path)
    wrong = compare(program, os.path.join(HERE, "network.pcapng"), True) + compare(program, path, False)
  sys.exit(min(1, wrong))


if __name__ == "__main__":
  main()
