"""What a run exchanged: the messages of captures (pcap, pcapng) and of simulated traces (lines of TraceRecorder), and our own decoder."""
import ipaddress
import json
import re
import struct
import subprocess
import sys
from dataclasses import dataclass, field

PORTS = {38412: "N2", 8805: "N4", 2152: "N3"}


@dataclass
class Message:
  interface: str  # N2, N3, N4 or SBI
  octets: bytes
  place: str  # file and line or packet
  source: str = ""
  destination: str = ""
  ppid: int | None = None
  stream: int | None = None
  # SBI only
  method: str = ""
  path: str = ""
  status: int | None = None  # of a response
  headers: dict = field(default_factory=dict)


def read(paths):
  """The messages of all files, each once, in order."""
  for path in paths:
    with open(path, "rb") as file:
      head = file.read(4)
    yield from capture(path) if head in PCAP_MAGICS else trace(path)


# Simulated traces

def trace(path):
  name = path.rsplit("/", 1)[-1]
  with open(path, encoding="utf-8") as file:
    for number, line in enumerate(file, 1):
      fields = line.rstrip("\n").split(" ", 9)
      if len(fields) < 10 or fields[2] not in ("sent", "received"):
        continue
      _, node, kind, interface, local, peer, stream, ppid, octets, note = fields
      place = f"{name}:{number}"
      if interface == "SBI":
        # Both directions are noted by the consumer: "METHOD path" when sent, "STATUS METHOD path" when received.
        words = note.split(" ")
        status = int(words[0]) if kind == "received" else None
        method, target = words[1:3] if kind == "received" else words[0:2]
        yield Message("SBI", bytes.fromhex(octets), place, local, peer, method=method, path=target, status=status)
      elif interface in PORTS.values() and kind == "sent":
        yield Message(interface, bytes.fromhex(octets), place, local, peer, ppid=None if ppid == "-" else int(ppid),
                      stream=None if stream == "-" else int(stream))


# Captures

PCAP_MAGICS = (b"\x0a\x0d\x0d\x0a", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d")


def packets(path):
  """Link type and octets of each packet of a pcap or pcapng file."""
  data = open(path, "rb").read()
  if data[:4] != b"\x0a\x0d\x0d\x0a":
    order = "<" if data[0] in (0xD4, 0x4D) else ">"
    link = struct.unpack(order + "I", data[20:24])[0] & 0xFFFF
    at = 24
    while at + 16 <= len(data):
      length = struct.unpack(order + "I", data[at + 8:at + 12])[0]
      yield link, data[at + 16:at + 16 + length]
      at += 16 + length
    return
  at, order, links = 0, "<", []
  while at + 12 <= len(data):
    if data[at:at + 4] == b"\x0a\x0d\x0d\x0a":
      order, links = ("<" if data[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"), []
    kind, length = struct.unpack(order + "II", data[at:at + 8])
    if length < 12:
      raise ValueError(f"{path}: block of {length} octets at {at}")
    body = data[at + 8:at + length - 4]
    if kind == 1:
      links.append(struct.unpack(order + "H", body[:2])[0])
    elif kind == 6:
      interface, _, _, captured = struct.unpack(order + "IIII", body[:16])
      yield links[interface], body[20:20 + captured]
    at += length


def network_layer(link, packet):
  if link == 1:
    kind, start = struct.unpack(">H", packet[12:14])[0], 14
    while kind in (0x8100, 0x88A8):
      kind, start = struct.unpack(">H", packet[start + 2:start + 4])[0], start + 4
    return packet[start:] if kind in (0x0800, 0x86DD) else b""
  if link == 113:
    return packet[16:]
  if link == 276:
    return packet[20:]
  return packet if link in (101, 12, 228, 229) else b""


def ip_payload(packet):
  """Protocol, addresses, payload; `None` for what is no whole IP packet."""
  if len(packet) >= 20 and packet[0] >> 4 == 4:
    header, total = (packet[0] & 15) * 4, struct.unpack(">H", packet[2:4])[0]
    fragment = struct.unpack(">H", packet[6:8])[0] & 0x3FFF
    if fragment:
      sys.exit("the capture holds IP fragments; capture where packets are whole")
    source, destination = (str(ipaddress.IPv4Address(packet[at:at + 4])) for at in (12, 16))
    return packet[9], source, destination, packet[header:total]
  if len(packet) >= 40 and packet[0] >> 4 == 6:
    source, destination = (str(ipaddress.IPv6Address(packet[at:at + 16])) for at in (8, 24))
    return packet[6], source, destination, packet[40:40 + struct.unpack(">H", packet[4:6])[0]]
  return None


def capture(path):
  name = path.rsplit("/", 1)[-1]
  associations, connections = {}, {}
  for number, (link, packet) in enumerate(packets(path), 1):
    found = ip_payload(network_layer(link, packet))
    if found is None:
      continue
    protocol, source, destination, payload = found
    place = f"{name}, packet {number}"
    if protocol == 17 and len(payload) >= 8:
      ports = struct.unpack(">HH", payload[:4])
      if 9899 in ports:
        protocol, payload = 132, payload[8:]
      else:
        # Either port names the protocol: a peer may send from a port of its choice (TS 29.281 §4.4.2, TS 29.244 §6.6.2).
        interface = PORTS.get(ports[1]) or PORTS.get(ports[0])
        if interface in ("N3", "N4"):
          yield Message(interface, payload[8:], place, f"{source}:{ports[0]}", f"{destination}:{ports[1]}")
        continue
    if protocol == 132 and len(payload) >= 12:
      ports = struct.unpack(">HHI", payload[:8])
      flow = associations.setdefault((source, destination) + ports, {"seen": set(), "parts": {}})
      yield from data_chunks(flow, payload[12:], place, f"{source}:{ports[0]}", f"{destination}:{ports[1]}")
    elif protocol == 6 and len(payload) >= 20:
      ports = struct.unpack(">HH", payload[:4])
      key = (f"{source}:{ports[0]}", f"{destination}:{ports[1]}")
      connections.setdefault(key, []).append((struct.unpack(">I", payload[4:8])[0], payload[13], payload[(payload[12] >> 4) * 4:]))
  yield from http2(connections, name)


def data_chunks(flow, chunks, place, source, destination):
  """User messages of DATA chunks (RFC 9260 §3.3.1), retransmissions left out, fragments joined."""
  while len(chunks) >= 4:
    kind, flags, length = struct.unpack(">BBH", chunks[:4])
    if length < 4:
      return
    if kind == 0 and length >= 16:
      tsn, stream, _, ppid = struct.unpack(">IHHI", chunks[4:16])
      if tsn not in flow["seen"]:
        flow["seen"].add(tsn)
        parts = flow["parts"]
        parts[tsn] = (flags & 3, stream, ppid, chunks[16:length])
        first = last = tsn
        while first in parts and not parts[first][0] & 2:
          first = (first - 1) & 0xFFFFFFFF
        while last in parts and not parts[last][0] & 1:
          last = (last + 1) & 0xFFFFFFFF
        if first in parts and last in parts:
          numbers = [(first + step) & 0xFFFFFFFF for step in range(((last - first) & 0xFFFFFFFF) + 1)]
          octets = b"".join(parts.pop(one)[3] for one in numbers)
          yield Message("N2", octets, place, source, destination, ppid=ppid, stream=stream)
    chunks = chunks[(length + 3) & ~3:]


def http2(connections, name):
  """Requests and responses of HTTP/2 connections without TLS."""
  from hpack import Decoder
  from hyperframe.frame import ContinuationFrame, DataFrame, Frame, HeadersFrame, SettingsFrame
  preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
  requests = {}
  # Clients first: a response is named by its request.
  for key in sorted(connections, key=lambda one: not stream_octets(connections[one]).startswith(preface)):
    octets = stream_octets(connections[key])
    is_client = octets.startswith(preface)
    if not is_client and (key[1], key[0]) not in requests:
      continue
    known = requests.setdefault(key, {}) if is_client else requests[(key[1], key[0])]
    at, decoder, streams = len(preface) if is_client else 0, Decoder(), {}
    decoder.max_header_list_size = 1 << 20
    while at + 9 <= len(octets):
      frame, length = Frame.parse_frame_header(memoryview(octets[at:at + 9]))
      if at + 9 + length > len(octets):
        break
      frame.parse_body(memoryview(octets[at + 9:at + 9 + length]))
      at += 9 + length
      state = streams.setdefault(frame.stream_id, {"block": b"", "headers": None, "body": b""})
      if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags and 1 in frame.settings:
        decoder.max_allowed_table_size = max(decoder.max_allowed_table_size, frame.settings[1])
      elif isinstance(frame, (HeadersFrame, ContinuationFrame)):
        state["block"] += frame.data
        if "END_HEADERS" in frame.flags:
          fields = {key: value for key, value in decoder.decode(state["block"])}
          state["block"] = b""
          state["headers"] = state["headers"] or fields
      elif isinstance(frame, DataFrame):
        state["body"] += frame.data
      if "END_STREAM" in frame.flags or (state["headers"] and "ended" in state):
        state["ended"] = True
        if "END_HEADERS" not in frame.flags and isinstance(frame, HeadersFrame):
          continue
        headers = state["headers"] or {}
        place = f"{name}, {key[0]} to {key[1]}, stream {frame.stream_id}"
        if is_client:
          known[frame.stream_id] = (headers.get(":method", ""), headers.get(":path", ""))
          yield Message("SBI", state["body"], place, key[0], key[1], method=headers.get(":method", ""), path=headers.get(":path", ""),
                        headers=headers)
        elif frame.stream_id in known:
          method, target = known[frame.stream_id]
          yield Message("SBI", state["body"], place, key[0], key[1], method=method, path=target, status=int(headers.get(":status", 0)),
                        headers=headers)


def stream_octets(segments):
  """The octets of one direction of a TCP connection from its first sequence number on."""
  start = next((number + 1 for number, flags, _ in segments if flags & 2), min(number for number, _, _ in segments))
  parts = [((number - start) & 0xFFFFFFFF, data) for number, flags, data in segments if data and not flags & 2]
  parts.sort(key=lambda one: one[0])
  result = bytearray()
  for offset, data in parts:
    if offset >= 1 << 31:
      continue
    if offset > len(result):
      break
    result += data[len(result) - offset:] if offset < len(result) else data
  return bytes(result)


# Our own codecs

class Codec:
  """`vitrum decode` and `vitrum encode` over many messages at once."""

  def __init__(self, program):
    self.program = program

  def decode(self, form, messages):
    """One JSON value, or an error text as `str`, for each message."""
    return self.convert(["decode", form, "--json", "--flat", "--lines", "-"], [message.hex() for message in messages], json.loads)

  def encode(self, form, values):
    """Octets, or an error text as `str`, for each JSON value."""
    return self.convert(["encode", form, "--lines", "-"], [json.dumps(value) for value in values], bytes.fromhex)

  def convert(self, arguments, lines, read_line):
    if not lines:
      return []
    done = subprocess.run([self.program] + arguments, input="\n".join(lines) + "\n", capture_output=True, text=True)
    errors = {}
    for text in done.stderr.splitlines():
      if found := re.match(r"(?:vitrum: )?\w+ line (\d+): ", text):
        errors[int(found[1])] = text
    output = iter(done.stdout.splitlines())
    results = [errors[number] if number in errors else read_line(next(output)) for number in range(1, len(lines) + 1)]
    if rest := list(output):
      sys.exit(f"{self.program}: {len(rest)} lines more than messages")
    return results


class Report:
  """Counts what was checked and prints each disagreement once, with how often it occurred."""

  def __init__(self, title, limit=40):
    self.title, self.limit, self.checked, self.problems = title, limit, {}, {}

  def count(self, what, number=1):
    self.checked[what] = self.checked.get(what, 0) + number

  def problem(self, text, place, octets=b""):
    entry = self.problems.setdefault(text, [0, place, octets])
    entry[0] += 1

  def finish(self):
    print(f"{self.title}: " + ", ".join(f"{number} {what}" for what, number in self.checked.items()) +
          f"; {len(self.problems)} kinds of disagreement in {sum(one[0] for one in self.problems.values())} places")
    for text, (number, place, octets) in list(self.problems.items())[:self.limit]:
      print(f"  {number} x {text}\n      first: {place} {octets[:600].hex()}")
    return 1 if self.problems else 0
