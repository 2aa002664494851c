"""Random GTP-U messages as TS 29.281, TS 38.415 and TS 38.425 write them, and their content in one form."""
import ipaddress
import struct

PORT = 2152
NAMES = ["echoRequest", "echoResponse", "errorIndication", "supportedExtensionHeadersNotification", "tunnelStatus", "endMarker", "gPDU",
         "gPDU downlink container", "gPDU uplink container", "gPDU NR DL USER DATA", "gPDU NR DL DATA DELIVERY STATUS",
         "gPDU NR ASSISTANCE INFORMATION DATA", "gPDU other extension headers"]
SCAPY_NAMES = ["echoRequest", "echoResponse", "errorIndication", "endMarker", "gPDU", "gPDU downlink container", "gPDU uplink container",
               "gPDU other extension headers"]
PACKET = bytes.fromhex("4500001c00010000400160a20a2d0002080808080800f7ff00000000")


def u(rng, octets):
    return rng.getrandbits(8 * octets).to_bytes(octets, "big")


def extension(content):
    """A header behind its type, without the next type: padded as §5.2.1 says."""
    content += b"\0" * (-(len(content) + 2) % 4)
    return bytes([(len(content) + 2) // 4]) + content


def private(rng):
    value = u(rng, 2) + u(rng, rng.randint(0, 6))
    return b"\xff" + struct.pack("!H", len(value)) + value


def downlink(rng, later=True):
    qmp, snp, msnp, ppp = (rng.random() < 0.5 for _ in range(4))
    msnp = msnp and later
    out = bytes([(8 if qmp else 0) | (4 if snp else 0) | (2 if msnp else 0), (0x80 if ppp else 0) | rng.getrandbits(7)])
    return out + (bytes([rng.getrandbits(3) << 5]) if ppp else b"") + (u(rng, 8) if qmp else b"") + (u(rng, 3) if snp else b"") + (
        u(rng, 4) if msnp else b"")


def uplink(rng, later=True):
    flags = rng.getrandbits(4)
    n3n9, new = rng.random() < 0.5, later and rng.random() < 0.4
    out = bytes([0x10 | flags, (0x80 if n3n9 else 0) | (0x40 if new else 0) | rng.getrandbits(6)])
    out += (u(rng, 24) if flags & 8 else b"") + (u(rng, 4) if flags & 4 else b"") + (u(rng, 4) if flags & 2 else b"") + (
        u(rng, 3) if flags & 1 else b"") + (u(rng, 4) if n3n9 else b"")
    if new:
        d1 = rng.random() < 0.7
        out += (b"\1" + u(rng, 4)) if d1 else b"\0"
    return out


def ranges(rng):
    count = rng.randint(0, 3)
    return bytes([count]) + b"".join(u(rng, 6) for _ in range(count))


def user_data(rng):
    blocks = rng.randint(0, 3)
    first = (4 if blocks else 0) | rng.getrandbits(2)
    second = rng.getrandbits(5)
    return bytes([first, second]) + u(rng, 3) + (u(rng, 3) if first & 2 else b"") + (
        bytes([blocks]) + b"".join(u(rng, 4) for _ in range(blocks)) if blocks else b"") + (u(rng, 3) if second & 8 else b"")


def delivery_status(rng):
    first, second = rng.getrandbits(4), rng.getrandbits(5)
    return bytes([0x10 | first, second]) + u(rng, 4) + (u(rng, 4) if second & 8 else b"") + (ranges(rng) if first & 1 else b"") + (
        u(rng, 3) if first & 4 else b"") + (u(rng, 3) if first & 8 else b"") + (bytes([rng.randint(0, 6)]) if second & 1 else b"") + (
        u(rng, 3) if second & 2 else b"") + (u(rng, 3) if second & 4 else b"") + (ranges(rng) if second & 16 else b"")


def assistance(rng):
    first = rng.getrandbits(4)
    out = bytes([0x20 | first, rng.getrandbits(1) if first & 8 else 0])
    if first & 4:
        items = [bytes([rng.randint(0, 9), 1]) + u(rng, 1) for _ in range(rng.randint(0, 3))]
        out += bytes([len(items)]) + b"".join(items)
    return out + (u(rng, 4) if first & 2 else b"") + (u(rng, 4) if first & 1 else b"")


def others(rng, names=None):
    kinds = {"pdcp": (0xC0, lambda: u(rng, 2)), "long": (0x82, lambda: struct.pack("!I", rng.getrandbits(18))[1:]),
             "sci": (0x20, lambda: u(rng, 1)), "port": (0x40, lambda: u(rng, 2)), "ran": (0x81, lambda: u(rng, 6)), "xw": (0x83, lambda: u(rng, 6))}
    chosen = rng.sample(names or sorted(kinds), rng.randint(1, 2))
    return [(kinds[name][0], extension(kinds[name][1]())) for name in chosen]


def message(name, rng, later=True):
    extensions, body, teid, sequence = [], b"", u(rng, 4), None
    kind = {"echoRequest": 1, "echoResponse": 2, "errorIndication": 26, "supportedExtensionHeadersNotification": 31, "tunnelStatus": 253,
            "endMarker": 254}.get(name, 255)
    extra = private(rng) if rng.random() < 0.3 else b""
    if kind in (1, 2, 26, 31):
        teid, sequence = b"\0\0\0\0", u(rng, 2)
    if kind == 1:
        body = extra
    elif kind == 2:
        body = b"\x0e\0" + extra
    elif kind == 26:
        body = b"\x10" + u(rng, 4) + b"\x85" + rng.choice([b"\0\4" + u(rng, 4), b"\0\x10" + u(rng, 16)])
        body += (b"\xe7\0\4" + u(rng, 4) if later and rng.random() < 0.3 else b"") + extra
        if rng.random() < 0.3 and later:
            extensions = [(0x40, extension(u(rng, 2)))]
    elif kind == 31:
        body = b"\x8d" + (lambda types: bytes([len(types)]) + types)(bytes(rng.sample([0x85, 0xC0, 0x82, 0x40, 0x20], rng.randint(1, 3))))
    elif kind == 253:
        body = b"\xe6\0\1" + bytes([rng.getrandbits(1)]) + extra
    elif kind == 254:
        body = extra
        if rng.random() < 0.5 and later:
            extensions = [(0x85, extension(downlink(rng)))]
    else:
        body = PACKET
        sequence = u(rng, 2) if rng.random() < 0.2 else None
        if "downlink" in name:
            extensions = [(0x85, extension(downlink(rng, later)))]
        elif "uplink" in name:
            extensions = [(0x85, extension(uplink(rng, later)))]
        elif "USER DATA" in name:
            extensions = [(0x84, extension(user_data(rng)))]
        elif "DELIVERY" in name:
            extensions = [(0x84, extension(delivery_status(rng)))]
        elif "ASSISTANCE" in name:
            extensions = [(0x84, extension(assistance(rng)))]
        elif "other" in name:
            extensions = others(rng, None if later else ["pdcp", "port"])
    return assemble(kind, teid, sequence, extensions, body)


def assemble(kind, teid, sequence, extensions, body):
    optional = b""
    if sequence is not None or extensions:
        optional = (sequence or b"\0\0") + b"\0" + bytes([extensions[0][0] if extensions else 0])
        for index, (_, content) in enumerate(extensions):
            optional += content + bytes([extensions[index + 1][0] if index + 1 < len(extensions) else 0])
    flags = 0x30 | (4 if extensions else 0) | (2 if sequence is not None else 0)
    return bytes([flags, kind]) + struct.pack("!H", len(optional) + len(body)) + teid + optional + body


def message_for_scapy(name, rng):
    """As `message`, of what scapy has."""
    return message(name, rng, False)


def scapy_message(name, rng):
    """What scapy builds of fields that it reads of such a message, and its content."""
    from scapy.contrib.gtp import GTP_U_Header
    for _ in range(500):
        octets = message_for_scapy(name, rng)
        packet = GTP_U_Header(octets)
        packet.clear_cache()
        if bytes(packet) == octets:
            said = scapy_content(octets)
            if said is not None:
                return octets, said
    raise SystemExit("scapy builds no " + name)


def scapy_content(octets):
    """None for what scapy does not know: its extension headers but three, padding at the end of a header, further elements."""
    from scapy.contrib import gtp
    if octets[1] not in (1, 2, 26, 254, 255):
        return None
    packet = gtp.GTP_U_Header(octets)
    out = [("header", packet.gtp_type, packet.teid, packet.seq if packet.S else None)]
    layer, kind = packet.payload, packet.next_ex if packet.E else 0
    while kind:
        name = type(layer).__name__
        if name == "GTPPDUSessionContainer":
            # scapy puts padding behind the next type; §5.2.1 before it.
            if layer.padding or (len(octets_of_container(octets)) + 2) % 4:
                return None
            # Of a later release than scapy's: MSNP, new IE flag.
            if octets[13] & 0xF2 == 2 or (octets[13] >> 4 == 1 and octets[14] & 0x40):
                return None
            fields = {f.name: layer.getfieldval(f.name) for f in layer.fields_desc if layer.getfieldval(f.name) is not None}
            names = ["QFI"] + (["PPI"] if layer.type == 0 and layer.PPP else []) + (
                ["dlSendTime"] if layer.type == 0 and layer.QMP else ["dlSendTimeRpt", "dlRecvTime", "ulSendTime"] if layer.QMP else [])
            if layer.type == 0:
                names += ["dlQFISeqNum"] if layer.SNP else []
            else:
                names += (["dlDelayRslt"] if layer.dlDelayInd else []) + (["ulDelayRslt"] if layer.ulDelayInd else []) + (
                    ["UlQFISeqNum"] if layer.SNP else []) + (["N3N9DelayRslt"] if layer.N3N9DelayInd else [])
            out.append((kind, layer.type, [int(fields[n]) for n in names]))
            kind, layer = layer.NextExtHdr, layer.payload
        elif name in ("GTP_UDPPort_ExtensionHeader", "GTP_PDCP_PDU_ExtensionHeader"):
            value = layer.udp_port if name.startswith("GTP_UDP") else layer.pdcp_pdu
            out.append((kind, None, [int(value)]))
            kind, layer = layer.next_ex, layer.payload
        else:
            return None
    if octets[1] == 255:
        out.append(("packet", bytes(layer).hex()))
    elif octets[1] in (1, 2, 26):
        if octets[1] != 1 and not hasattr(layer, "IE_list"):
            return None  # behind an extension header scapy takes the elements for a packet
        for one in getattr(layer, "IE_list", []):
            values = {"IE_Recovery": ["restart_counter"], "IE_TEIDI": ["TEIDI"], "IE_GSNAddress": ["ipv4_address"]}.get(type(one).__name__)
            if values is None or (type(one).__name__ == "IE_GSNAddress" and one.length != 4):
                return None
            out += [("element", str(one.getfieldval(v))) for v in values]
    return out


def octets_of_container(octets):
    size = octets[12] * 4
    content = octets[13:12 + size - 1]
    if content[0] >> 4 == 0:
        used = 2 + (1 if content[1] & 0x80 else 0) + (8 if content[0] & 8 else 0) + (3 if content[0] & 4 else 0) + (4 if content[0] & 2 else 0)
    else:
        used = 2 + (24 if content[0] & 8 else 0) + (4 if content[0] & 4 else 0) + (4 if content[0] & 2 else 0) + (
            3 if content[0] & 1 else 0) + (4 if content[1] & 0x80 else 0)
    return content[:used]


def canonical(value, said):
    """The program's JSON in the form of `scapy_content`."""
    kinds = {"echoRequest": 1, "echoResponse": 2, "errorIndication": 26, "endMarker": 254, "gPDU": 255}
    name = next(k for k in kinds if k in value)
    out = [("header", kinds[name], value["teid"], value.get("sequenceNumber"))]
    for one in value.get("extensionHeaders", []):
        (form, content), = one.items()
        if form == "pduSessionContainer":
            (direction, fields), = content.items()
            order = ["qfi", "pagingPolicyIndicator", "sendingTimeStamp", "qfiSequenceNumber"] if direction == "downlink" else [
                "qfi", "timeStamps", "downlinkDelayResult", "uplinkDelayResult", "qfiSequenceNumber", "n3n9DelayResult"]
            values = []
            for key in order:
                if key in fields:
                    values += list(fields[key].values()) if isinstance(fields[key], dict) else [fields[key]]
            out.append((0x85, 0 if direction == "downlink" else 1, values))
        else:
            out.append(({"udpPort": 0x40, "pdcpPDUNumber": 0xC0}[form], None, [content]))
    if name == "gPDU":
        out.append(("packet", value["gPDU"]))
    elif name == "echoResponse":
        out.append(("element", str(value[name]["restartCounter"])))
    elif name == "errorIndication":
        out += [("element", str(value[name]["teid"])), ("element", value[name]["peerAddress"])]
    return out


def vectors(rng):
    for name in NAMES:
        for _ in range(20 if "other" in name else 6):
            yield message(name, rng)
