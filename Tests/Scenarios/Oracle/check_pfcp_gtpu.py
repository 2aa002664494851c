#!/usr/bin/env python3
"""PFCP on N4 and GTP-U on N3 and N4, read by scapy (scapy.contrib.pfcp, scapy.contrib.gtp) and by tshark.

  check_pfcp_gtpu.py [--vitrum PROGRAM] CAPTURE-OR-TRACE...

Nothing may be malformed, left over or unknown, scapy's encoding must be the same octets, and fields that carry meaning are compared: with
--vitrum with ours, and between the messages (a response answers a request, a G-PDU goes to a tunnel that N4 or N2 made).
"""
import argparse
import struct
import subprocess
import sys
import tempfile

import messages

# Elements to which later releases of TS 29.244 added octets: scapy keeps those as `extra_data`; the number that Release 17 has.
EXTENDED = {
    "IE_CPFunctionFeatures": 1,  # §8.2.58
    "IE_UPFunctionFeatures": 4,  # §8.2.25
    "IE_ApplyAction": 1,  # §8.2.26
    "IE_ReportingTriggers": 1,  # §8.2.19
    "IE_UsageReportTrigger": 1,  # §8.2.41
}
PFCP_MESSAGES = {
    1: "heartbeatRequest", 2: "heartbeatResponse", 5: "associationSetupRequest", 6: "associationSetupResponse",
    7: "associationUpdateRequest", 8: "associationUpdateResponse", 9: "associationReleaseRequest", 10: "associationReleaseResponse",
    11: "versionNotSupportedResponse", 12: "nodeReportRequest", 13: "nodeReportResponse", 50: "sessionEstablishmentRequest",
    51: "sessionEstablishmentResponse", 52: "sessionModificationRequest", 53: "sessionModificationResponse", 54: "sessionDeletionRequest",
    55: "sessionDeletionResponse", 56: "sessionReportRequest", 57: "sessionReportResponse",
}
CAUSES = {
    1: "requestAccepted", 64: "requestRejected", 65: "sessionContextNotFound", 66: "mandatoryIEMissing", 72: "noEstablishedPFCPAssociation",
}


def is_gtpu(octets):
  return len(octets) >= 8 and octets[0] >> 4 in (2, 3) and octets[1] in (1, 2, 26, 31, 253, 254, 255)


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--vitrum")
  parser.add_argument("files", nargs="+")
  arguments = parser.parse_args()
  pfcp, gtpu = [], []
  for message in messages.read(arguments.files):
    if message.interface == "N3" or message.interface == "N4" and message.destination.endswith(":2152"):
      gtpu.append(message)
    elif message.interface == "N4":
      pfcp.append(message)
  failed = 0
  report = messages.Report("PFCP (scapy, tshark)")
  scapy_pfcp(pfcp, report)
  tshark(8805, "pfcp", pfcp, report)
  ours(arguments.vitrum, "pfcp", pfcp, report)
  failed |= report.finish()
  report = messages.Report("GTP-U (scapy, tshark)")
  scapy_gtpu(gtpu, report)
  if pfcp:
    in_tunnels(pfcp, gtpu, report)
  tshark(2152, "gtp", gtpu, report)
  ours(arguments.vitrum, "gtpu", gtpu, report)
  return failed | report.finish()


def scapy_pfcp(found, report):
  from scapy.contrib import pfcp
  from scapy.packet import Padding, Raw
  requests, kinds = {}, {}
  for message in found:
    report.count("messages")
    try:
      packet = pfcp.PFCP(message.octets)
    except Exception as error:
      report.problem(f"scapy does not read it: {type(error).__name__}", message.place, message.octets)
      continue
    name = PFCP_MESSAGES.get(packet.message_type, str(packet.message_type))
    kinds[name] = kinds.get(name, 0) + 1
    if packet.haslayer(Raw) or packet.haslayer(Padding):
      report.problem(f"{name}: octets are left over", message.place, message.octets)
    report.count("elements", walk(packet.payload, name, message, report))
    length = struct.unpack(">H", message.octets[2:4])[0]
    if length != len(message.octets) - 4:
      report.problem(f"{name}: length field {length}, {len(message.octets) - 4} octets follow", message.place)
    if (packet.S == 1) != (packet.message_type >= 50):
      report.problem(f"{name}: S is {packet.S} (TS 29.244 §7.2.2.2)", message.place, message.octets)
    packet.clear_cache()
    if bytes(packet) != message.octets:
      report.problem(f"{name}: scapy encodes it differently", message.place, message.octets)
    # A response has the sequence number of its request and comes back to where that came from (TS 29.244 §6.4, §7.6.1).
    if name.endswith("Request"):
      requests[(message.source, message.destination, packet.seq)] = name
    elif name.endswith("Response"):
      asked = requests.get((message.destination, message.source, packet.seq))
      if asked is None or asked.removesuffix("Request") != name.removesuffix("Response"):
        report.problem(f"{name} answers no request (sequence number {packet.seq})", message.place, message.octets)
      else:
        report.count("responses to their requests")
  print("kinds: " + ", ".join(f"{name} {number}" for name, number in sorted(kinds.items())))


def walk(layer, name, message, report):
  """Looks through elements and groups; the number of them."""
  total = 0
  for element in getattr(layer, "IE_list", None) or []:
    total += 1
    kind = type(element).__name__
    if kind == "IE_NotImplemented":
      report.problem(f"{name}: element type {element.ietype} is unknown to scapy", message.place, message.octets)
    if len(getattr(element, "extra_data", b"")) > EXTENDED.get(kind, 0):
      report.problem(f"{name}: {kind} has {len(element.extra_data)} octets more than scapy knows", message.place, message.octets)
    total += walk(element, name, message, report)
  return total


def scapy_gtpu(found, report):
  from scapy.contrib.gtp import GTPHeader
  from scapy.layers.inet import IP
  from scapy.layers.inet6 import IPv6
  from scapy.packet import Padding, Raw
  kinds = {}
  for message in found:
    report.count("messages")
    if not is_gtpu(message.octets):
      report.problem("no GTP-U", message.place, message.octets)
      continue
    try:
      packet = GTPHeader(message.octets)
    except Exception as error:
      report.problem(f"scapy does not read it: {type(error).__name__}", message.place, message.octets)
      continue
    kinds[packet.gtp_type] = kinds.get(packet.gtp_type, 0) + 1
    if packet.version != 1 or packet.PT != 1:
      report.problem(f"version {packet.version}, protocol type {packet.PT} (TS 29.281 §5.1)", message.place, message.octets)
    if packet.length != len(message.octets) - 8:
      report.problem(f"length field {packet.length}, {len(message.octets) - 8} octets follow", message.place, message.octets)
    if packet.gtp_type == 255:
      inner = packet.getlayer(IP) or packet.getlayer(IPv6)
      if inner is None:
        report.problem("a G-PDU without an IP packet", message.place, message.octets)
      elif isinstance(inner, IP) and inner.len != len(bytes(inner)):
        report.problem(f"an IPv4 packet of {inner.len} octets in {len(bytes(inner))}", message.place, message.octets)
      else:
        report.count("user packets")
      if message.octets[0] & 4:
        container(message, report)
    elif packet.haslayer(Padding):
      report.problem("octets are left over", message.place, message.octets)
    elif packet.teid and packet.gtp_type in (1, 2, 26, 31):
      report.problem(f"message type {packet.gtp_type} with TEID {packet.teid:#x} (TS 29.281 §5.1)", message.place, message.octets)
  print("kinds: " + ", ".join(f"message type {name} {number}" for name, number in sorted(kinds.items())))


def container(message, report):
  """The PDU session container (TS 38.415 §5.5.2), by hand from its definition."""
  octets = message.octets
  if octets[11] != 0x85:
    report.problem(f"first extension header {octets[11]:#x}, a PDU session container (0x85) is expected", message.place, octets)
    return
  length = octets[12] * 4
  body, following = octets[13:12 + length - 1], octets[12 + length - 1]
  kind = body[0] >> 4
  # Downlink goes from the UPF (its source port is the GTP-U port of the core), uplink to it; TS 38.415 §5.5.3.1.
  report.count({0: "downlink containers", 1: "uplink containers"}.get(kind, "containers of other types"))
  if kind > 1:
    report.problem(f"PDU type {kind}", message.place, octets)
  if body[1] & 63 == 0:
    report.problem("QFI 0", message.place, octets)
  if following != 0:
    report.problem(f"a second extension header {following:#x}", message.place, octets)


def in_tunnels(pfcp, gtpu, report):
  """Each G-PDU goes to an F-TEID that N4 named: one that the UPF allocated, or an outer header that the SMF asked for."""
  from scapy.contrib import pfcp as scapy
  known = set()

  def collect(layer):
    for element in getattr(layer, "IE_list", None) or []:
      kind = type(element).__name__
      if kind == "IE_FTEID" and not element.CH or kind == "IE_OuterHeaderCreation":
        known.add((str(element.ipv4), element.TEID))
      collect(element)

  for message in pfcp:
    try:
      collect(scapy.PFCP(message.octets).payload)
    except Exception:
      continue  # scapy_pfcp has reported it
  for message in gtpu:
    if len(message.octets) >= 8 and message.octets[1] == 255:
      end = (message.destination.rpartition(":")[0], struct.unpack(">I", message.octets[4:8])[0])
      if end in known:
        report.count("in tunnels of N4")
      else:
        report.problem("a G-PDU to a tunnel that N4 never named", message.place, message.octets)


def tshark(port, protocol, found, report):
  """Nothing malformed, no expert warning above a note, and as many messages as there are."""
  if not found:
    return
  with tempfile.NamedTemporaryFile("w", suffix=".txt") as text, tempfile.NamedTemporaryFile(suffix=".pcap") as pcap:
    for message in found:
      text.write("000000 " + message.octets.hex(" ") + "\n")
    text.flush()
    subprocess.run(["text2pcap", "-q", "-u", f"{port},{port}", text.name, pcap.name], check=True, capture_output=True)
    columns = ["_ws.col.Protocol", "_ws.malformed", "_ws.expert.severity", "_ws.expert.message"]
    options = [part for one in columns for part in ("-e", one)]
    done = subprocess.run(["tshark", "-r", pcap.name, "-T", "fields", "-E", "separator=/t", *options],
                          check=True, capture_output=True, text=True)
  lines = done.stdout.split("\n")[:-1]
  if len(lines) != len(found):
    report.problem(f"tshark sees {len(lines)} packets of {len(found)}", "tshark")
    return
  for line, message in zip(lines, found):
    _, malformed, severities, texts = line.split("\t")
    report.count("seen by tshark")
    if malformed or "alformed" in texts:
      report.problem(f"tshark: malformed {texts}", message.place, message.octets)
    # Warnings (6291456) and errors (8388608); within user packets TCP and ICMP have remarks of their own.
    elif protocol == "pfcp" and any(one and int(one) >= 6291456 for one in severities.split(",")):
      report.problem(f"tshark: {texts}", message.place, message.octets)


def ours(program, form, found, report):
  """Our JSON against the header octets and scapy's fields, and our encoding of it."""
  if not program:
    return
  codec = messages.Codec(program)
  values = codec.decode(form, [one.octets for one in found])
  again = codec.encode(form, [one if not isinstance(one, str) else {} for one in values])
  for message, value, encoded in zip(found, values, again):
    if isinstance(value, str):
      report.problem(f"ours does not read it: {value}", message.place, message.octets)
      continue
    if encoded != message.octets:
      text = encoded.hex() if isinstance(encoded, bytes) else encoded
      report.problem(f"our encoding of our JSON differs: {text}", message.place, message.octets)
    report.count("compared")
    for text in pfcp_fields(message, value) if form == "pfcp" else gtpu_fields(message, value):
      report.problem(text, message.place, message.octets)


def pfcp_fields(message, value):
  from scapy.contrib import pfcp
  packet = pfcp.PFCP(message.octets)
  name = PFCP_MESSAGES.get(packet.message_type, str(packet.message_type))
  body = value.get(name)
  if body is None:
    yield f"ours calls message type {packet.message_type} {[one for one in value if one not in ('seid', 'sequenceNumber')]}"
    return
  if value["sequenceNumber"] != packet.seq or value.get("seid") != (packet.seid if packet.S else None):
    yield f"{name}: sequence number or SEID: ours {value.get('seid')}, {value['sequenceNumber']}; theirs {packet.seid}, {packet.seq}"
  yield from group(body, packet.payload, name)


def first(layer, kind):
  return next(iter(every(layer, kind)), None)


def every(layer, kind):
  return [one for one in getattr(layer, "IE_list", []) if type(one).__name__ == kind]


def group(mine, theirs, path):
  """Fields that decide what a session does."""
  def equal(what, left, right):
    if left != right:
      yield f"{path}: {what}: ours {left}, theirs {right}"

  if (cause := first(theirs, "IE_Cause")) is not None:
    yield from equal("cause", mine.get("cause"), CAUSES.get(cause.cause, cause.cause))
  if (node := first(theirs, "IE_NodeId")) is not None and node.id_type == 0:
    yield from equal("node", mine.get("nodeID", {}).get("ipv4"), str(node.ipv4))
  if (stamp := first(theirs, "IE_RecoveryTimeStamp")) is not None:
    # scapy keeps the octets of the time stamp as seconds since 1900.
    yield from equal("recovery time stamp", mine.get("recoveryTimeStamp"), int.from_bytes(bytes(stamp)[4:8], "big"))
  for kind, member in (("IE_FSEID", ("cpFSEID", "upFSEID")),):
    if (fseid := first(theirs, kind)) is not None:
      own = mine.get(member[0]) or mine.get(member[1]) or {}
      yield from equal("F-SEID", (own.get("seid"), own.get("ipv4")), (fseid.seid, str(fseid.ipv4) if fseid.v4 else None))
  for kind, member in (("IE_CreatePDR", "createPDRs"), ("IE_CreatedPDR", "createdPDRs"), ("IE_UpdatePDR", "updatePDRs"),
                       ("IE_RemovePDR", "removePDRs"), ("IE_CreateFAR", "createFARs"), ("IE_UpdateFAR", "updateFARs"),
                       ("IE_CreateQER", "createQERs"), ("IE_CreateURR", "createURRs"), ("IE_RemoveFAR", "removeFARs")):
    theirs_all, mine_all = every(theirs, kind), mine.get(member, [])
    yield from equal(f"number of {member}", len(mine_all), len(theirs_all))
    for own, other in zip(mine_all, theirs_all):
      for name, identifier in (("IE_PDR_Id", "pdrID"), ("IE_FAR_Id", "farID"), ("IE_QER_Id", "qerID"), ("IE_URR_Id", "urrID")):
        found = every(other, name)
        if len(found) == 1 and (isinstance(own, dict) and identifier in own):
          yield from equal(f"{member} {identifier}", own[identifier], found[0].id)
        elif found and isinstance(own, dict) and identifier + "s" in own:
          yield from equal(f"{member} {identifier}s", own[identifier + "s"], [one.id for one in found])
      if not isinstance(own, dict):
        continue
      if (precedence := first(other, "IE_Precedence")) is not None:
        yield from equal("precedence", own.get("precedence"), precedence.precedence)
      if (teid := first(other, "IE_FTEID")) is not None and not teid.CH:
        yield from equal("F-TEID", (own["localFTEID"].get("teid"), own["localFTEID"].get("ipv4")),
                         (teid.TEID, str(teid.ipv4) if teid.V4 else None))
      if (action := first(other, "IE_ApplyAction")) is not None:
        yield from equal("apply action", sorted(own["applyAction"]),
                         [flag for flag in ("BUFF", "DROP", "DUPL", "FORW", "NOCP") if getattr(action, flag)])
      if (pdi := first(other, "IE_PDI")) is not None:
        source = {0: "access", 1: "core", 3: "cpFunction"}.get(first(pdi, "IE_SourceInterface").interface)
        yield from equal("source interface", own["pdi"].get("sourceInterface"), source)
        addresses = every(pdi, "IE_UE_IP_Address")
        yield from equal("UE addresses", [(one.get("ipv4"), one.get("isDestination")) for one in own["pdi"].get("ueIPAddresses", [])],
                         [(str(one.ipv4) if one.V4 else None, bool(one.SD)) for one in addresses])
        yield from equal("QFIs", own["pdi"].get("qfis", []), [one.QFI for one in every(pdi, "IE_QFI")])
      for name, key in (("IE_ForwardingParameters", "forwardingParameters"),
                        ("IE_UpdateForwardingParameters", "updateForwardingParameters")):
        if (forwarding := first(other, name)) is None:
          continue
        target = {0: "access", 1: "core", 3: "cpFunction"}
        if (destination := first(forwarding, "IE_DestinationInterface")) is not None:
          yield from equal("destination interface", own[key].get("destinationInterface"), target.get(destination.interface))
        if (header := first(forwarding, "IE_OuterHeaderCreation")) is not None:
          created = own[key]["outerHeaderCreation"]
          yield from equal("outer header creation", (created.get("teid"), created.get("ipv4")), (header.TEID, str(header.ipv4)))
      if (rate := first(other, "IE_MBR")) is not None:
        mbr = own.get("maximumBitRate", {})
        yield from equal("MBR", (mbr.get("uplinkKilobitsPerSecond"), mbr.get("downlinkKilobitsPerSecond")), (rate.ul, rate.dl))


def gtpu_fields(message, value):
  teid = struct.unpack(">I", message.octets[4:8])[0]
  if value.get("teid") != teid:
    yield f"TEID: ours {value.get('teid')}, octets {teid}"


if __name__ == "__main__":
  sys.exit(main())
