"""Random PFCP messages from the tables in Tools/PFCP, as octets and as scapy packets, and their content in one form."""
import importlib.machinery
import importlib.util
import ipaddress
import os
import re
import struct

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))
_loader = importlib.machinery.SourceFileLoader("tables", os.path.join(ROOT, "scripts/generate-pfcp"))
tables = importlib.util.module_from_spec(importlib.util.spec_from_loader("tables", _loader))
_loader.exec_module(tables)

PORT = 8805
GROUPS = {t: g for g in tables.GROUPS if not g.is_message for t in g.types}
MESSAGES = {g.name: g for g in tables.MESSAGES}
NAMES = list(MESSAGES)
RECORDS = {r.name: r for r in tables.RECORDS}
FLAGS = {name: items for name, _, _, _, items in tables.FLAGS}
FLAG_OCTETS = {name: octets for name, octets, _, _, _ in tables.FLAGS}
CODES = {name: (int(mask, 16), int(first), names) for name, mask, first, _, _, names in tables.CODES}
# Types that tshark 4.0 has no dissector for, reads by an earlier release or not to their end; README.md.
TSHARK_UNKNOWN = {94, 103, 192, 193, 198, 229, 230, 285, 286, 297, 305, 306, 320, 321}
TSHARK_UNSHOWN = TSHARK_UNKNOWN | {61, 65, 84, 75, 76, 96, 152, 156, 163, 164, 33, 69, 70}


# MARK: Octets

def u(rng, octets):
    return rng.getrandbits(8 * octets).to_bytes(octets, "big")


def text(rng, limit=16):
    return bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz0123456789 -.") for _ in range(rng.randint(1, limit)))


def labels(rng):
    return b"".join(bytes([len(one)]) + one for one in
                    (bytes(rng.choice(b"abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(rng.randint(1, 9))) for _ in range(rng.randint(1, 3))))


def sized16(octets):
    return struct.pack("!H", len(octets)) + octets


def sized8(octets):
    return bytes([len(octets)]) + octets


def mbs_address(rng):
    return bytes([4]) + u(rng, 4) if rng.random() < 0.5 else bytes([0x50]) + u(rng, 16)


def hand_fteid(rng):
    flags = rng.choice([1, 2, 3])
    if rng.random() < 0.3:
        chosen = rng.random() < 0.5
        return bytes([flags | 4 | (8 if chosen else 0)]) + (u(rng, 1) if chosen else b"")
    return bytes([flags]) + u(rng, 4) + (u(rng, 4) if flags & 1 else b"") + (u(rng, 16) if flags & 2 else b"")


def hand_node(rng):
    return rng.choice([b"\0" + u(rng, 4), b"\1" + u(rng, 16), b"\2" + labels(rng)])


def hand_creation(rng):
    kind = rng.choice([0x01, 0x02, 0x03, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xC0])
    out = bytes([kind, rng.choice([0, 1, 2]) if kind < 4 else 0])
    if kind & 3:
        out += u(rng, 4)
    if kind & 0x15:
        out += u(rng, 4)
    if kind & 0x2A:
        out += u(rng, 16)
    if kind & 0x0C:
        out += u(rng, 2)
    return out + (u(rng, 3) if kind & 0x40 else b"") + (u(rng, 3) if kind & 0x80 else b"")


def hand_redirect(rng):
    kind = rng.choice([0, 1, 2, 3, 4])
    values = {0: [b"10.1.2.3"], 1: [b"2001:db8::1"], 2: [b"http://example.org"], 3: [b"sip:a@example.org"], 4: [b"10.1.2.3", b"2001:db8::1"]}[kind]
    return bytes([kind]) + b"".join(sized16(value) for value in values)


def hand_fqcsid(rng):
    kind, count = rng.choice([0, 1, 2]), rng.randint(1, 3)
    return bytes([kind << 4 | count]) + u(rng, (4, 16, 4)[kind]) + b"".join(u(rng, 2) for _ in range(count)) + bytes([rng.randint(0, 5)])


def hand_multicast(rng):
    flags = rng.choice([1, 2, 1 | 4, 2 | 4, 8])
    size = 0 if flags & 8 else (16 if flags & 1 else 4) * (2 if flags & 4 else 1)
    return bytes([flags]) + u(rng, size)


def hand_rate_status(rng):
    flags = rng.choice([1, 2, 3, 5, 6, 7])
    count = bin(flags & 3).count("1") * (2 if flags & 4 else 1)
    return bytes([flags]) + u(rng, 2 * count) + u(rng, 8)


def hand_pmf(rng):
    flags = rng.choice([1, 2, 3, 4, 5, 7])
    return bytes([flags]) + (u(rng, 4) if flags & 1 else b"") + (u(rng, 16) if flags & 2 else b"") + (u(rng, 4) if flags & 3 else b"") + (
        u(rng, 12) if flags & 4 else b"")


def hand_mbs_session(rng):
    flags = rng.choice([1, 2, 3, 5, 7])
    return bytes([flags]) + (u(rng, 6) if flags & 1 else b"") + (mbs_address(rng) + mbs_address(rng) if flags & 2 else b"") + (
        u(rng, 6) if flags & 4 else b"")


def hand_ingress(rng):
    flags = rng.choice([1, 2, 3, 5, 6])
    return bytes([flags]) + (b"" if flags & 4 else u(rng, 2) + (u(rng, 4) if flags & 1 else b"") + (u(rng, 16) if flags & 2 else b""))


def hand_vlan(rng):
    flags = rng.choice([1, 2, 3, 4, 5, 6, 7])
    first = (rng.getrandbits(3) if flags & 1 else 0) | (rng.getrandbits(1) << 3 if flags & 2 else 0) | (rng.getrandbits(4) << 4 if flags & 4 else 0)
    return bytes([flags, first]) + (u(rng, 1) if flags & 4 else b"\0")


def hand_failed(rng):
    kind = rng.randint(0, 6)
    return bytes([kind]) + u(rng, {0: 2, 5: 2, 4: 1, 6: 1}.get(kind, 4))


HAND = {
    "UInt8": lambda r: u(r, 1), "UInt16": lambda r: u(r, 2), "UInt32": lambda r: u(r, 4), "UInt64": lambda r: u(r, 8), "Int64": lambda r: u(r, 8),
    "PFCPText": text, "[UInt8]": lambda r: u(r, r.randint(1, 12)), "DomainName": labels,
    "PFCPCause": lambda r: bytes([r.choice([1, 2, 3] + list(range(64, 82)))]), "PFCPInterface": lambda r: bytes([r.randint(0, 3)]),
    "FTEID": hand_fteid, "NodeID": hand_node, "GateStatus": lambda r: bytes([r.choice([0, 1, 4, 5])]), "PFCPBitRate": lambda r: u(r, 10),
    "UnitTimer": lambda r: bytes([r.choice([0, 1, 2, 3, 4, 7]) << 5 | r.getrandbits(5)]),
    "PacketCount": lambda r: u(r, 1) if r.random() < 0.5 else struct.pack("!H", r.randint(256, 65535)),
    "OuterHeaderCreation": hand_creation, "OuterHeaderRemoval": lambda r: bytes([r.randint(0, 8)]) + r.choice([b"", b"\0", b"\1"]),
    "RedirectInformation": hand_redirect, "FQCSID": hand_fqcsid, "PDNType": lambda r: bytes([r.randint(1, 5)]), "FailedRuleID": hand_failed,
    "QoSFlowIdentifier": lambda r: bytes([r.getrandbits(6)]), "AdditionalUsageReports": lambda r: u(r, 2), "VLANTag": hand_vlan,
    "ThreeGPPInterfaceType": lambda r: bytes([r.randint(0, 31)]), "IPMulticastAddress": hand_multicast, "PacketRateStatus": hand_rate_status,
    "PMFAddress": hand_pmf, "NFInstanceID": lambda r: u(r, 16), "SNSSAI": lambda r: u(r, 4), "IPAddress": lambda r: u(r, r.choice([4, 16])),
    "MBSSessionIdentifier": hand_mbs_session, "MulticastTransportInformation": lambda r: b"\0" + u(r, 4) + mbs_address(r) + mbs_address(r),
    "LocalIngressTunnel": hand_ingress, "IPv4Address": lambda r: u(r, 4), "IPv6Address": lambda r: u(r, 16), "EthernetAddress": lambda r: u(r, 6),
    "PLMNIdentity": lambda r: bytes([0x21, r.choice([0xF3, 0x43]), 0x65]),
}


def field_octets(field, rng):
    if field.name == "flowLabel":
        return bytes([rng.getrandbits(4)]) + u(rng, 2)  # 20 bits
    if field.name in ("imsi", "imei", "msisdn"):
        return sized8(bytes(rng.randint(1, 9) << 4 | rng.randint(1, 9) for _ in range(7)))
    if field.name in ("additionalFlowDescriptions", "additionalURLs"):
        return sized16(b"".join(sized16(text(rng)) for _ in range(rng.randint(1, 2))))
    if field.name == "additionalDomainNames":
        return sized16(sized16(text(rng)) + sized16(text(rng)))
    sizes = {"u8": 1, "u16": 2, "u24": 3, "u32": 4, "u40": 5, "u64": 8, "i32": 4, "i64": 8}
    if field.base in sizes:
        return u(rng, sizes[field.base])
    if field.base == "b6":
        return bytes([rng.getrandbits(6)])
    if field.base in ("text8", "octets8"):
        return sized8(text(rng))
    if field.base in ("text16", "octets16"):
        return sized16(text(rng, 40))
    if field.base in ("text", "octets"):
        return u(rng, rng.randint(1, 8))
    if field.base == "list8":
        count = rng.randint(1, 3)
        return bytes([count]) + b"".join(leaf_octets(field.inner, rng) for _ in range(count))
    if field.base == "list":
        return b"".join(bytes([rng.getrandbits(6)]) for _ in range(rng.randint(1, 4)))
    if field.base == "sized8":
        return sized8(leaf_octets(field.inner, rng)) if rng.random() < 0.5 else b"\0"
    if field.base == "sized16":
        return sized16(leaf_octets(field.inner, rng))
    return leaf_octets(field.kind, rng)


def record_octets(record, rng):
    for _ in range(100):
        out, flags, choose = b"", 0, None
        for kind, part in record.parts:
            if kind == "flags":
                flags = 0
                for bit, word in enumerate(part):
                    if word != "-" and rng.random() < 0.6:
                        flags |= 1 << bit
                out += bytes([flags])
            elif kind == "bits":
                octet, shift = 0, 0
                for name, width in part:
                    if name != "-":
                        octet |= rng.getrandbits(width) << shift
                    shift += width
                out += bytes([octet])
            elif kind == "spare":
                out += b"\0"
            elif part.flag is None or flags & part.mask == part.mask:
                out += field_octets(part, rng)
        if is_sensible(record.name, out):
            return out
    raise SystemExit("no value of " + record.name)


def is_sensible(name, octets):
    """What the clause demands of the whole record."""
    flags = octets[0]
    if name == "UEIPAddress":
        return flags & 0x33 and not (flags & 1 and flags & 32) and not (flags & 2 and flags & 16) and not (
            flags & 64 and (not flags & 1 or not 1 <= octets[-1] <= 128)) and not (flags & 8 and not flags & 1)
    if name == "FSEID":
        return flags & 3
    if name == "PacketRate":
        return flags & 3 or not flags & 4
    if name == "RemoteGTPUPeer":
        return flags & 3 in (1, 2)
    if name == "PFCPMultiplier":
        return True
    return True


def leaf_octets(type_, rng):
    if type_ in RECORDS:
        return record_octets(RECORDS[type_], rng)
    if type_ in FLAGS:
        known = [bit for bit, item in enumerate(FLAGS[type_]) if item != "-"]
        value = sum(1 << bit for bit in known if rng.random() < 0.4)
        count = FLAG_OCTETS[type_] if rng.random() < 0.8 else max(1, rng.randint(1, FLAG_OCTETS[type_]))
        count = max(count, (value.bit_length() + 7) // 8)
        return value.to_bytes(count, "little")
    if type_ in CODES:
        mask, first, names = CODES[type_]
        return bytes([first + rng.randrange(len(names))]) if names else bytes([rng.getrandbits(8) & mask])
    return HAND[type_](rng)


def element(type_, octets):
    return struct.pack("!HH", type_, len(octets)) + octets


def value_octets(type_, rng, depth, density):
    if type_ in (31, 34, 73, 121):  # no packet counts
        flags = rng.randint(1, 7)
        return bytes([flags]) + u(rng, 8 * bin(flags).count("1"))
    if type_ in GROUPS:
        return group_octets(GROUPS[type_], rng, depth + 1, density)
    return leaf_octets(tables.ELEMENT_TYPE[type_], rng)


def group_octets(group, rng, depth=0, density=0.4, only=None):
    """The members of a group; the rarer, the deeper."""
    out = b""
    main = [m for m in group.members if not m.is_rare] + [m for m in group.members if m.is_rare]
    first_there = set()
    for member in main:
        if only is not None and member.presence not in ("M", "LM") and member.name not in only:
            continue
        if member.second and member.type not in first_there:
            continue
        optional = member.presence in ("O", "L")
        if optional and only is None and rng.random() > density / (depth + 1):
            continue
        first_there.add(member.type)
        count = rng.choice([1, 1, 2]) if member.presence in ("L", "LM") and depth < 2 else 1
        for _ in range(count):
            out += element(member.type, value_octets(member.type, rng, depth, density))
    return out


def header(message, rng, body):
    kind = message.types[0]
    priority = rng.getrandbits(4) if rng.random() < 0.2 else None
    rest = (u(rng, 8) if kind >= 50 else b"") + u(rng, 3) + bytes([0 if priority is None else priority << 4]) + body
    return bytes([0x20 | (0 if priority is None else 2) | (1 if kind >= 50 else 0), kind]) + struct.pack("!H", len(rest)) + rest


def message(name, rng, density=0.4, only=None):
    return header(MESSAGES[name], rng, group_octets(MESSAGES[name], rng, 0, density, only))


def types(octets):
    """The IE types of a message at every depth."""
    start = 16 if octets[0] & 1 else 8

    def walk(part):
        index = 0
        while index + 4 <= len(part):
            type_, length = struct.unpack("!HH", part[index:index + 4])
            yield type_
            if type_ in GROUPS:
                yield from walk(part[index + 4:index + 4 + length])
            index += 4 + length
    return walk(octets[start:])


def vectors(rng):
    """Messages that together have every member of every group, then random ones."""
    containers = {}

    def path(group):
        """A message, and the members that lead to a group."""
        for outer in tables.GROUPS:
            for member in outer.members:
                if GROUPS.get(member.type) is group:
                    if outer.is_message:
                        return outer, [member.name]
                    if outer is not group:
                        top, names = path(outer)
                        return top, names + [member.name]
        raise SystemExit("no message has " + group.name)
    for group in tables.GROUPS:
        top, names = (group, []) if group.is_message else path(group)
        members = [m.name for m in group.members]
        for start in range(0, max(1, len(members)), 12):
            part = set(members[start:start + 12])
            if any(m.second and m.name in part for m in group.members):
                part |= {m.name for m in group.members}
            yield header(top, rng, only_path(top, names, part, rng))
    for name in NAMES:
        for _ in range(3):
            yield message(name, rng, 0.3)


def only_path(group, names, members, rng):
    if not names:
        return group_octets(group, rng, 1, 0, members)
    out = b""
    for member in [m for m in group.members if not m.is_rare] + [m for m in group.members if m.is_rare]:
        if member.name == names[0]:
            out += element(member.type, only_path(GROUPS[member.type], names[1:], members, rng))
        elif member.presence in ("M", "LM"):
            out += element(member.type, value_octets(member.type, rng, 2, 0))
    return out


# MARK: scapy

_scapy = None


def scapy():
    global _scapy
    if _scapy is None:
        from scapy.contrib import pfcp
        _scapy = pfcp
    return _scapy


def is_known_to_scapy(type_):
    return type_ in scapy().ietypecls


SCAPY_CLASSES = {
    "HeartbeatRequest": "PFCPHeartbeatRequest", "HeartbeatResponse": "PFCPHeartbeatResponse", "PFDManagementRequest": "PFCPPFDManagementRequest",
    "PFDManagementResponse": "PFCPPFDManagementResponse", "SessionSetDeletionRequest": "PFCPSessionSetDeletionRequest",
}
SCAPY_NAMES = [name for name in NAMES if not name.startswith("SessionSetModification")]


def leaf_fields(packet):
    """The fields of a scapy element behind type and length that are there: name, width in bits or None, value."""
    from scapy.fields import BitField, ConditionalField
    for field in packet.fields_desc[2:]:
        inner = field
        if isinstance(field, ConditionalField):
            if not field._evalcond(packet):
                continue
            inner = field.fld
        yield inner.name, inner.size if isinstance(inner, BitField) else None, packet.getfieldval(inner.name)


def scapy_message(name, rng):
    """A message that scapy encodes from fields of its own, and its content."""
    for _ in range(200):
        octets = message_for_scapy(name, rng)
        try:
            packet = scapy().PFCP(octets)
            packet.clear_cache()
            built = bytes(packet)
        except (struct.error, IndexError, ValueError):
            continue
        if built == octets:
            said = scapy_content(built)
            if said is not None:
                return built, said
    raise SystemExit("scapy builds no " + name)


def message_for_scapy(name, rng):
    """As `message`, of the IE types that scapy has."""
    def members(group, depth):
        out = b""
        for member in [m for m in group.members if not m.is_rare] + [m for m in group.members if m.is_rare]:
            if not is_known_to_scapy(member.type) or member.second or (member.presence in "OL" and rng.random() > 0.5 / (depth + 1)):
                continue
            for _ in range(rng.choice([1, 1, 2]) if member.presence in ("L", "LM") and depth < 2 else 1):
                if member.type in GROUPS:
                    out += element(member.type, members(GROUPS[member.type], depth + 1))
                else:
                    out += element(member.type, scapy_leaf(member.type, rng))
        return out
    return header(MESSAGES[name], rng, members(MESSAGES[name], 0))


def scapy_leaf(type_, rng):
    """A value that scapy reads to its end, with fields of its own release."""
    for _ in range(60):
        octets = value_octets(type_, rng, 0, 0)
        try:
            packet = scapy().ietypecls[type_](element(type_, octets))
        except (struct.error, ValueError):
            continue  # of a later release than scapy's
        extra = getattr(packet, "extra_data", b"")
        if not extra and bytes(packet)[:4 + len(octets)] == element(type_, octets):
            return octets
    return value_octets(type_, rng, 0, 0)


# MARK: One form of content: for each element (type, values)

def scapy_content(octets):
    """None where scapy has no class for an element, leaves some of it unread, or fails."""
    try:
        packet = scapy().PFCP(octets)
    except (struct.error, IndexError, ValueError):
        return None
    out = [("header", packet.message_type, packet.seid if packet.S else None, packet.seq)]

    def walk(elements):
        for one in elements:
            if not hasattr(one, "ietype") or type(one).__name__ in ("IE_NotImplemented", "IE_EnterpriseSpecific"):
                return False
            if one.ietype in (134, 135):
                out.append((one.ietype, "tag"))
                continue
            if hasattr(one, "IE_list"):
                out.append((one.ietype, "group"))
                if not walk(one.IE_list):
                    return False
                continue
            if getattr(one, "extra_data", b"") or (one.ietype == 103 and one.DI):
                return False  # of a later release; a length of one octet instead of two
            values, bit, bits = [], 0, []
            is_flags = tables.ELEMENT_TYPE.get(one.ietype) in FLAGS
            for name, width, value in leaf_fields(one):
                if is_flags and width is not None:
                    for offset in range(width):
                        if (value or 0) >> (width - 1 - offset) & 1:
                            position = bit + offset
                            bits.append(8 * (position // 8) + 7 - position % 8)
                    bit += width
                    continue
                if name.startswith("spare") or name.endswith("length") or name in ("extra_data", "num_csids") or (width == 1 and (name.upper() == name or name in ("v4", "v6"))):
                    continue
                values.append(normal(value))
            values = flatten(values)
            out.append((one.ietype, "flags", sorted(bits)) if is_flags else (one.ietype, values))
        return True
    payload = packet.payload
    if not hasattr(payload, "IE_list") and len(octets) > (16 if octets[0] & 1 else 8):
        return None
    elements = payload.IE_list if hasattr(payload, "IE_list") else []
    return out if walk(elements) else None


def flatten(values):
    return [v for one in values for v in (one if isinstance(one, list) else [one])]


def normal(value):
    if isinstance(value, list):
        return [normal(one) for one in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str):
        try:
            return ipaddress.ip_address(value).exploded
        except ValueError:
            return value.replace(":", "").lower() if re.fullmatch(r"([0-9a-f]{2}:){5}[0-9a-f]{2}", value) else value
    return int(value) if value is not None else 0


def canonical(value, said):
    """The program's JSON in the form of `scapy_content`."""
    (name, body), = [(k, v) for k, v in value.items() if k not in ("seid", "sequenceNumber", "messagePriority")]
    group = next(g for g in tables.MESSAGES if g.name[0].lower() + g.name[1:] == name or "pfd" + g.name[3:] == name)
    out = [("header", group.types[0], value.get("seid"), value["sequenceNumber"])]

    def walk(group, members):
        for member in [m for m in group.members if not m.is_rare] + [m for m in group.members if m.is_rare]:
            if member.name not in members:
                continue
            for one in members[member.name] if member.presence in ("L", "LM") else [members[member.name]]:
                if member.type in GROUPS:
                    out.append((member.type, "group"))
                    walk(GROUPS[member.type], one)
                else:
                    out.append(leaf(member.type, one))
    walk(group, body)
    return out


def code_names():
    source = open(os.path.join(ROOT, "Sources/Protocols/PFCP/Elements/Codes.swift")).read()
    found = {}
    for name, body in re.findall(r"struct (\w+): RawRepresentable.*?\{(.*?)\n\}", source, re.S):
        names = re.search(r'names: StaticString \{\s*"+(.*?)"+\s*\}', body, re.S)
        first = re.search(r"firstNamed: UInt8 \{ (\d+) \}", body)
        if names:
            words = names[1].replace("\\\n", " ").split()
            found[name] = {word: index + int(first[1] if first else 0) for index, word in enumerate(words)}
    for name, (_, first, words) in CODES.items():
        found[name] = {word: index + first for index, word in enumerate(words)}
    return found


CODE_VALUES = code_names()


def apn(octets):
    """What scapy makes of octets that it reads as labels behind their lengths."""
    labels = []
    while octets:
        labels.append(octets[1:1 + octets[0]])
        octets = octets[1 + octets[0]:]
    return b".".join(labels).hex()


def leaf(type_, value):
    kind = tables.ELEMENT_TYPE[type_]
    if type_ == 22:  # an octet string (TS 29.244 8.2.4), an access point name for scapy
        return (type_, [apn(value.encode() if isinstance(value, str) else bytes.fromhex(value["octets"]))])
    if kind in FLAGS:
        flags = value["flags"] if isinstance(value, dict) else value
        names = [item.split("=")[0] for item in FLAGS[kind]]
        return (type_, "flags", sorted(names.index(flag) if isinstance(flag, str) else flag for flag in flags))
    if type_ == 30:
        return (type_, [value >> 8, value & 255])
    if type_ == 38:
        return (type_, [value["addressType"]] + [value[f].encode().hex() for f in ("serverAddress", "otherServerAddress") if f in value])
    if type_ in (134, 135):
        return (type_, "tag")  # its bit fields are compared as octets
    if type_ == 154:
        return (type_, ["%08x" % value])  # Framed-Routing is octets for scapy
    return (type_, flatten([plain(kind, value)]))


def plain(kind, value):
    """The values of a leaf in the order of its octets, without what only says which are there."""
    if kind in CODE_VALUES:
        code = CODE_VALUES[kind].get(value, value)
        return [code >> 5, code & 31] if kind == "UnitTimer" else code
    if kind == "UnitTimer":
        return [value >> 5, value & 31]
    if kind == "PFCPText":
        return value.encode().hex() if isinstance(value, str) else value["octets"]
    if kind == "DomainName":
        return value.encode().hex() if isinstance(value, str) else apn(bytes.fromhex(value["octets"]))
    if kind == "GateStatus":
        return [0 if value["isUplinkOpen"] else 1, 0 if value["isDownlinkOpen"] else 1]
    if kind == "NodeID":
        (form, one), = value.items()
        return [{"ipv4": 0, "ipv6": 1, "fqdn": 2}[form], plain("DomainName", one) if form == "fqdn" else ipaddress.ip_address(one).exploded]
    if kind == "FTEID":
        if "choose" in value:
            return [value["choose"]["chooseID"]] if "chooseID" in value["choose"] else []
        return [value["teid"]] + [ipaddress.ip_address(value[f]).exploded for f in ("ipv4", "ipv6") if f in value]
    if kind == "OuterHeaderCreation":
        return [value[f] if f not in ("ipv4", "ipv6") else ipaddress.ip_address(value[f]).exploded
                for f in ("teid", "ipv4", "ipv6", "port", "cTag", "sTag") if f in value]
    if kind == "OuterHeaderRemoval":
        return [value["description"]] + ([value["extensionHeaderDeletion"]] if "extensionHeaderDeletion" in value else [])
    if kind == "FQCSID":
        if "mccMNC" in value:
            return [2, value["mccMNC"], value["identifier"]] + value["csids"] + ([value["nodeType"]] if "nodeType" in value else [])
        family = "ipv4" if "ipv4" in value else "ipv6"
        return [0 if family == "ipv4" else 1, ipaddress.ip_address(value[family]).exploded] + value["csids"] + (
            [value["nodeType"]] if "nodeType" in value else [])
    if kind == "AdditionalUsageReports":
        return value["number"]
    if kind in ("PFDTexts", "PFDDomainNames"):  # octets for scapy
        texts = value if kind == "PFDTexts" else [one[name] for one in value for name in ("domainName", "domainNameProtocol")]
        return b"".join(sized16(bytes.fromhex(plain("PFCPText", one))) for one in texts).hex()
    if kind == "PLMNIdentity":
        mcc, mnc = [int(d) for d in value["mcc"]], [int(d) for d in value["mnc"]] + [15] * (3 - len(value["mnc"]))
        return [mcc[1], mcc[0], mnc[2], mcc[2], mnc[1], mnc[0]]
    if kind in RECORDS:
        record, out = RECORDS[kind], []
        for part_kind, part in record.parts:
            if part_kind == "bits":
                out += [value[name] for name, _ in reversed(part) if name != "-"]
            elif part_kind == "field" and part.name in value:
                one = value[part.name]
                if part.name == "networkInstance":
                    out.append(apn(one.encode() if isinstance(one, str) else bytes.fromhex(one["octets"])))
                elif part.base in ("text8", "text16", "text"):
                    out.append(one.encode().hex() if isinstance(one, str) else one["octets"])
                elif part.inner and isinstance(one, list):
                    out += [plain(part.inner, item) for item in one]
                elif part.name == "tosTrafficClass":
                    out += [one >> 8, one & 255]
                elif part.name == "serviceClassIndicator":
                    out.append(one >> 8)  # its second octet is spare (TS 29.281 §5.2.2.3)
                else:
                    out.append(plain(part.inner or part.kind, one))
        return flatten(out)
    if isinstance(value, dict):
        return flatten([plain("", one) for one in value.values()])
    if isinstance(value, list):
        return flatten([plain("", one) for one in value])
    if isinstance(value, str):
        return normal(value)
    return value
