#!/usr/bin/env python3
"""Compares the PFCP and GTP-U codecs with scapy and tshark (pip install scapy, apt-get install tshark).

  oracle.py compare pfcp|gtpu --program vitrum [--count 200] [--seed 1] [--flips]
  oracle.py vectors pfcp|gtpu                      messages of every type, in hexadecimal, for the tests

compare: COUNT random messages of every type each way. What scapy builds is decoded and encoded by the program: the same octets, and the same
content as scapy says. What the program encodes is decoded by scapy: the same content. tshark reads all of them: nothing malformed, and every
number and address of the program's JSON is in its tree. --flips: messages with flipped bits besides; what the program accepts it must encode
and accept again with the same content, which has to be scapy's; what scapy or tshark finds well formed it has to accept, what tshark finds
malformed it has to refuse. Exit status 0: no disagreement without an explanation (FLIPS_EXPLAINED, README.md).
"""
import argparse
import collections
import ipaddress
import json
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

sys.dont_write_bytecode = True
logging.getLogger("scapy.runtime").setLevel(logging.ERROR)
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


# Disagreements about flipped bits that are no errors of the program, by how they are reported, with the clause that decides.
FLIPS_EXPLAINED = {
    r"accepted, malformed for tshark: an element that the release does not have": "TS 29.281 8.1: its length says where it ends",
    r"refused, .*: GTP-U IE N is invalid": "TS 29.281 7.2, 8: the length of the IE, or none that is known",
    r"refused, .*: GTP-U extension header with a wrong length": "TS 29.281 5.2.1, TS 38.415 5.5.2: whole units of four octets that hold the fields",
    r"refused, .*: GTP-U message shorter than its length says": "TS 29.281 5.1",
    r"refused, .*: mandatory GTP-U IE N is missing": "TS 29.281 7.2, 7.3",
    r"refused, .*: not GTP version N": "TS 29.281 5.1: version 1 and PT 1",
    r"other content than scapy's, octets behind the length": "TS 29.281 5.1, TS 29.244 7.2.2: the length ends a message; scapy reads on",
    r"other content than scapy's, in another order": "TS 29.244 8.1.1: an element is known by its type, no clause gives an order; the JSON has that of the table",
    r"accepted, malformed for tshark: an IE that its group does not have": "TS 29.244 7.6.5: what is not expected is ignored, and not read",
    r"accepted, malformed for tshark: an IE that it reads otherwise than its clause": "TSHARK_UNKNOWN in pfcp_messages.py; README.md has the clauses",
    r"refused, .*: PFCP IE N has an invalid length": "TS 29.244 7.6.4",
    r"refused, .*: PFCP IE N is incorrect": "TS 29.244 7.6.6: a value or combination that its clause does not have",
    r"refused, .*: mandatory PFCP IE N is missing": "TS 29.244 7.6.7",
    r"refused, .*: PFCP header with a SEID where none belongs, or without one": "TS 29.244 7.2.2.4",
    r"refused, .*: PFCP message shorter than its length says": "TS 29.244 7.6.2",
    r"refused, .*: PFCP version N is not supported": "TS 29.244 7.6.1",
}


class Program:
    """`vitrum decode|encode PROTOCOL --lines -`."""

    def __init__(self, path, protocol):
        self.path, self.protocol = path, protocol

    def run(self, verb, lines):
        """For each line what it becomes, or None and the error."""
        options = ["--json", "--flat"] if verb == "decode" else []
        command = [self.path, verb, self.protocol] + options + ["--lines", "-"]
        result = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True)
        errors = {}
        for line in result.stderr.splitlines():
            found = re.search(r"line (\d+): (.*)", line)
            if found:
                errors[int(found[1])] = found[2]
        output = iter(result.stdout.splitlines())
        answers = [(None, errors[n]) if n in errors else (next(output, None), "no output") for n in range(1, len(lines) + 1)]
        if result.returncode not in (0, 2) or next(output, None) is not None or any(a == (None, "no output") for a in answers):
            sys.exit("%s: exit status %d, %s" % (" ".join(command), result.returncode, result.stderr[:300]))
        return answers


class Report:
    def __init__(self):
        self.count, self.found = collections.Counter(), collections.defaultdict(list)

    def disagree(self, what, octets, detail):
        self.found[what].append((octets.hex(), detail))

    def end(self, title):
        for name, number in sorted(self.count.items()):
            print("%-55s %6d" % (name, number))
        print("disagreements by reason, %s:" % title)
        for what, items in sorted(self.found.items()):
            print("  %s: %d\n    %s\n    %s" % (what, len(items), items[0][1], items[0][0][:400]))
        if not self.found:
            print("  none")
        sums = collections.Counter()
        for name, number in self.count.items():
            sums[name.split(": ")[0]] += number
        print("total: %s, %s" % (title, ", ".join("%s %d" % item for item in sorted(sums.items()))))
        return 1 if self.found else 0


def tshark_verdicts(messages, port):
    """A capture of the messages, and of each its number, whether it is malformed, and remarks."""
    path = os.path.join(tempfile.mkdtemp(), "messages")
    with open(path + ".hex", "w") as file:
        for octets in messages:
            file.write("000000 " + " ".join("%02x" % octet for octet in octets) + "\n")
    subprocess.run(["text2pcap", "-q", "-u", "%d,%d" % (port, port), path + ".hex", path + ".pcap"], check=True, capture_output=True)
    fields = ["-e", "frame.number", "-e", "_ws.malformed", "-e", "_ws.expert.message"]
    command = ["tshark", "-r", path + ".pcap", "-T", "fields", "-E", "separator=|"] + fields
    lines = subprocess.run(command, capture_output=True, text=True).stdout.splitlines()
    if len(lines) != len(messages):
        sys.exit("tshark read %d messages of %d" % (len(lines), len(messages)))
    return path, lines


def is_malformed(line):
    _, malformed, expert = line.split("|", 2)
    return bool(malformed or re.search("not decoded|wrongly|Malformed|beyond|encoding error", expert))


def tshark(messages, port, protocol, report, detailed):
    """All messages are well formed for tshark; the values of the first `detailed` of each type are in its tree."""
    path, lines = tshark_verdicts([octets for _, octets, _ in messages], port)
    for (name, octets, _), line in zip(messages, lines):
        report.count["tshark reads " + protocol] += 1
        if is_malformed(line):
            expert = line.split("|", 2)[2]
            problem = explained(protocol, name, octets, expert)
            if problem:
                report.disagree("tshark: " + problem, octets, line)
    seen, wanted = collections.Counter(), []
    for number, (name, _, value) in enumerate(messages, 1):
        seen[name] += 1
        if seen[name] <= detailed and value is not None:
            wanted.append(number)
    for start in range(0, len(wanted), 150):
        part = wanted[start:start + 150]
        numbers = " || ".join("frame.number == %d" % n for n in part)
        xml = subprocess.run(["tshark", "-r", path + ".pcap", "-T", "pdml", "-Y", numbers], capture_output=True, text=True).stdout
        for number, packet in zip(part, tree.fromstring(xml).iter("packet")):
            name, octets, value = messages[number - 1]
            shown = pdml_values(packet, protocol)
            report.count["tshark shows the values of " + protocol] += 1
            missing = [v for v in leaves(value) if not is_shown(v, shown)]
            if missing and not is_unshown(protocol, name, octets, missing):
                report.disagree("tshark: value not shown", octets, "%s: %s" % (name, missing[:5]))


def pdml_values(packet, protocol):
    shown = set()
    layer = {"pfcp": ("pfcp",), "gtpu": ("gtp", "nrup", "pdu_session")}[protocol]
    for proto in packet.iter("proto"):
        if proto.get("name") not in layer:
            continue
        for field in proto.iter("field"):
            for text in (field.get("value"), field.get("unmaskedvalue")):
                if text:
                    shown.add(text.lower())
                    try:
                        shown.add(int(text, 16))
                    except ValueError:
                        pass
            for text in re.findall(r"0x([0-9a-fA-F]+)", field.get("show") or ""):
                shown.add(int(text, 16))
            for text in re.findall(r"[0-9a-fA-F.:]+", field.get("show") or "") + re.findall(r"\d+", field.get("showname") or ""):
                shown.add(text.lower())
                if text.isdigit():
                    shown.add(int(text))
    return shown


def leaves(value):
    """Numbers and addresses of a JSON value."""
    if isinstance(value, dict):
        for name, member in value.items():
            if name not in ("seid", "occurrence"):
                yield from leaves(member)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member)
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        yield value
    elif isinstance(value, str):
        try:
            yield str(ipaddress.ip_address(value))
        except ValueError:
            return  # a name, text or octets


def is_shown(value, shown):
    if isinstance(value, int):
        # A traffic class and its mask are two values for tshark.
        return value in shown or (0 <= value < 65536 and value >> 8 in shown and value & 255 in shown) or (value < 0 and value + 2 ** 64 in shown) or (value < 0 and value + 2 ** 32 in shown)
    return ipaddress.ip_address(value).exploded.replace(":", "").lower() in shown or \
        "".join("%02x" % octet for octet in ipaddress.ip_address(value).packed) in shown


# What tshark 4.0 does not read as the clause says; README.md has the reasons.
def explained(protocol, name, octets, expert):
    if protocol == "pfcp":
        import pfcp_messages
        types = set(pfcp_messages.types(octets))
        if types & pfcp_messages.TSHARK_UNKNOWN:
            return None
    return "%s: %s" % (name, expert[:80] or "malformed")


def is_unshown(protocol, name, octets, missing):
    if protocol == "pfcp":
        import pfcp_messages
        return bool(set(pfcp_messages.types(octets)) & pfcp_messages.TSHARK_UNSHOWN)
    # tshark 4.0 reads of the PDU session container what stands before the time stamps, of Tunnel Status nothing, of a delivery status no ranges.
    return "container" in name or name in ("tunnelStatus", "gPDU NR DL DATA DELIVERY STATUS") or (name == "endMarker" and octets[0] & 4 != 0)


def compare(arguments):
    protocol = arguments.protocol
    module = __import__({"pfcp": "pfcp_messages", "gtpu": "gtpu_messages"}[protocol])
    program, report, rng = Program(arguments.program, protocol), Report(), random.Random(arguments.seed)
    everything = []
    # What scapy builds.
    built = [(name, octets, said) for name in module.SCAPY_NAMES for octets, said in
             (module.scapy_message(name, rng) for _ in range(arguments.count))]
    everything += check(program, module, report, built, "scapy to vitrum")
    # What the program encodes.
    made = [(name, module.message(name, rng), None) for name in module.NAMES for _ in range(arguments.count)]
    # ... and as many that scapy reads to their end.
    made += [(name, readable_by_scapy(module, name, rng), None) for name in module.SCAPY_NAMES for _ in range(arguments.count)]
    values = check(program, module, report, made, "random to vitrum")
    for name, octets, value in values:
        said = module.scapy_content(octets)
        if said is not None:
            report.count["vitrum to scapy: " + name] += 1
            ours = module.canonical(value, said)
            if ours != said:
                report.disagree("vitrum to scapy: content of " + name, octets, difference(ours, said))
    for name in module.SCAPY_NAMES:
        compared = report.count["vitrum to scapy: " + name]
        if compared < arguments.count:
            report.disagree("vitrum to scapy: too few compared", b"", "%d of %s" % (compared, name))
    everything += values
    tshark(everything, module.PORT, protocol, report, 20)
    if arguments.flips:
        flips(program, module, report, [octets for _, octets, _ in everything], rng)
    return report.end(protocol)


def readable_by_scapy(module, name, rng):
    for _ in range(1000):
        octets = module.message_for_scapy(name, rng)
        if module.scapy_content(octets) is not None:
            return octets
    sys.exit("scapy reads no " + name)


def difference(ours, theirs):
    for one, other in zip(ours, theirs):
        if one != other:
            return "ours %s, theirs %s" % (one, other)
    return "ours %d parts, theirs %d" % (len(ours), len(theirs))


def check(program, module, report, messages, title):
    decoded = program.run("decode", [octets.hex() for _, octets, _ in messages])
    accepted = []
    for (name, octets, said), (text, error) in zip(messages, decoded):
        report.count[title + ": " + name] += 1
        if text is None:
            report.disagree("%s: refused, %s" % (title, error[:60]), octets, error)
            continue
        value = json.loads(text)
        if "unknownElements" in text or '"extensions"' in text:
            report.disagree(title + ": not typed in " + name, octets, text[:300])
        if said is not None:
            ours = module.canonical(value, said)
            if ours != said:
                report.disagree(title + ": content of " + name, octets, difference(ours, said))
        accepted.append((name, octets, value, text))
    for (name, octets, _, text), (again, error) in zip(accepted, program.run("encode", [text for _, _, _, text in accepted])):
        if again != octets.hex():
            report.disagree(title + ": octets of " + name, octets, error if again is None else again[:400])
    return [(name, octets, value) for name, octets, value, _ in accepted]


def flips(program, module, report, messages, rng):
    changed = []
    for octets in messages:
        copy = bytearray(octets)
        for _ in range(rng.randint(1, 4)):
            copy[rng.randrange(len(copy))] ^= 1 << rng.randrange(8)
        changed.append(bytes(copy))
    decoded = program.run("decode", [octets.hex() for octets in changed])
    texts = [(octets, text) for octets, (text, _) in zip(changed, decoded) if text]
    encoded = program.run("encode", [text for _, text in texts])
    again = program.run("decode", [one or "" for one, _ in encoded])
    for (octets, text), (one, error), (second, _) in zip(texts, encoded, again):
        report.count["flipped bits, accepted"] += 1
        if one is None:
            report.disagree("flipped bits: accepted, not encoded", octets, error)
        elif second is None or json.loads(second) != json.loads(text):
            report.disagree("flipped bits: not stable", octets, "%s\n%s" % (text[:300], (second or "refused")[:300]))
    report.count["flipped bits, all"] += len(changed)
    _, lines = tshark_verdicts(changed, module.PORT)
    for octets, (text, error), line in zip(changed, decoded, lines):
        for reason, detail in flip_reasons(module, octets, text, error, line):
            if any(re.fullmatch(one, reason) for one in FLIPS_EXPLAINED):
                report.count["flipped bits, explained: " + reason] += 1
            else:
                report.disagree("flipped bits: " + reason, octets, detail)


def is_malformed_here(octets, line, protocol):
    """Whether the protocol's own octets are malformed for tshark: what a G-PDU carries is not GTP-U's (TS 29.281 5.1), messages of types
    that the standard does not have are octets for the program, and what follows a PFCP message is another (FO, TS 29.244 7.2.2.1)."""
    if protocol == "gtpu":
        return "[Malformed Packet: GTP" in line and octets[1] in (1, 2, 26, 31, 253, 254, 255)
    return "[Malformed Packet: PFCP" in line and not octets[0] & 4 and octets[1] in (*range(1, 17), *range(50, 58))


def flip_reasons(module, octets, text, error, line):
    """In what the program disagrees with scapy and tshark; an error without what differs from case to case."""
    general = re.sub(r"\d+", "N", error or "")[:80]
    try:
        said = module.scapy_content(octets)
    except Exception:
        said = None  # scapy has no errors of its own: it fails in many ways
    if said is not None and text is None:
        yield "refused, scapy accepts: " + general, error
    elif said is not None and "unknownElements" not in text and '"extensions"' not in text:
        try:
            ours = module.canonical(json.loads(text), said)
        except (StopIteration, ValueError, KeyError, TypeError):
            ours = said  # a type of message, element or extension header that is octets for the program
        if ours != said:
            length = int.from_bytes(octets[2:4], "big") + (8 if module.PORT == 2152 else 4)
            where = ", octets behind the length" if length < len(octets) else ", in another order" if sorted(map(repr, ours)) == sorted(map(repr, said)) else ""
            yield "other content than scapy's" + where, difference(ours, said)
    protocol = "gtpu" if module.PORT == 2152 else "pfcp"
    if text is None and not is_malformed_here(octets, line, protocol):
        yield "refused, well formed for tshark: " + general, error
    if text is not None and is_malformed_here(octets, line, protocol):
        reason = re.sub(r"\d+", "N", line.split("|", 2)[2])[:80]
        if "unknownElements" in text:
            reason = "an IE that its group does not have"
        elif protocol == "gtpu" and '"elements":[' in text:
            reason = "an element that the release does not have"
        elif protocol == "pfcp" and set(module.types(octets)) & module.TSHARK_UNKNOWN:
            reason = "an IE that it reads otherwise than its clause"
        yield "accepted, malformed for tshark: " + reason, line


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["compare", "vectors"])
    parser.add_argument("protocol", choices=["pfcp", "gtpu"])
    parser.add_argument("--program", default="vitrum")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--flips", action="store_true")
    arguments = parser.parse_args()
    if arguments.command == "compare":
        sys.exit(compare(arguments))
    module = __import__({"pfcp": "pfcp_messages", "gtpu": "gtpu_messages"}[arguments.protocol])
    rng = random.Random(arguments.seed)
    for octets in module.vectors(rng):
        print(octets.hex())


if __name__ == "__main__":
    main()
