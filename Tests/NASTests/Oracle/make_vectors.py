#!/usr/bin/env python3
"""Writes messages.tsv: NAS messages built by pycrate (https://pypi.org/project/pycrate/, 0.8.1), one a line.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install pycrate==0.8.1
    /tmp/venv/bin/python Tests/NASTests/Oracle/make_vectors.py > Tests/NASTests/Oracle/messages.tsv
    /tmp/venv/bin/python Tests/NASTests/Oracle/differential.py --program - --vectors 3 >> Tests/NASTests/Oracle/messages.tsv

Columns: pycrate's name of the message, its octets in hexadecimal. For each message type there is the smallest message, and one for
each of its optional IEs (with the default value that pycrate gives it), and one with all of them.
"""
import sys

from pycrate_mobile.TS24501_FGMM import FGMMTypeClasses
from pycrate_mobile.TS24501_FGSM import FGSMTypeClasses
from pycrate_mobile.NAS5G import parse_NAS5G

# pycrate's default value of these is not a valid one: the value written here has the form of the standard.
VALID = {
    "5GSID": bytes.fromhex("0199f907f0ff000000000010"),
    "5GSID_service": bytes.fromhex("f4004300000001"),
    "GUTI": bytes.fromhex("f299f907020043c0000001"),
    "AddGUTI": bytes.fromhex("f299f907020043c0000001"),
    "IMEISV": bytes.fromhex("4570080010325476f8"),
    "PEI": bytes.fromhex("06020000000001"),
    "UESecCap": bytes.fromhex("f0f0f0f0"),
    "NSSAI": bytes.fromhex("01010401010203"),
    "AllowedNSSAI": bytes.fromhex("0501010203040801010203040a0b0c"),
    "ConfiguredNSSAI": bytes.fromhex("01010202030401aabbcc"),
    "PendingNSSAI": bytes.fromhex("0101"),
    "MappedNSSAI": bytes.fromhex("0101"),
    "RejectedNSSAI": bytes.fromhex("1001410a0b0c0d"),
    "5GSTAIList": bytes.fromhex("0199f90700000100000220 99f907000005 40 99f907000007".replace(" ", "")),
    "ForbiddenTAIListRoaming": bytes.fromhex("0099f907000001"),
    "ForbiddenTAIListRegional": bytes.fromhex("0099f907000001"),
    "TAI": bytes.fromhex("99f907000001"),
    "EquivPLMNList": bytes.fromhex("99f90799f917"),
    "MSDetPLMNDistasterCond": bytes.fromhex("99f907"),
    "SAList": bytes.fromhex("e099f907"),
    "LADNInd": bytes.fromhex("0908696e7465726e6574"),
    "LADNInfo": bytes.fromhex("0908696e7465726e6574070099f907000001"),
    "DNN": bytes.fromhex("08696e7465726e6574"),
    "SNSSAI": bytes.fromhex("01010203"),
    "5GMMCap": bytes.fromhex("0740"),
    "5GSNetFeat": bytes.fromhex("0100"),
    "PDUSessReactResultErr": bytes.fromhex("052b"),
    "EmergNumList": bytes.fromhex("031f1112"),
    "OperatorAccessCatDefs": bytes.fromhex("07 0101 04 02010101".replace(" ", "")),
    "NetFullName": bytes.fromhex("8256bb4d7803"),
    "NetShortName": bytes.fromhex("9000560069"),
    "UnivTimeAndTimeZone": bytes.fromhex("62111302436504"),
    "ABBA": b"\0\0",
    "AUTN": bytes(range(16)),
    "RAND": bytes(range(16)),
    "AUTS": bytes(range(14)),
    "QoSRules": bytes.fromhex("01 0006 31 31 01 01 ff 09 02 0013 21 32 0e 10 0a000000ff000000 30 11 50 1388 01 05".replace(" ", "")),
    "QoSFlowDesc": bytes.fromhex("09 20 42 010109 060207d0 0a 40 00".replace(" ", "")),
    "SessAMBR": bytes.fromhex("06006406000a"),
    "PDUAddress": bytes.fromhex("010a2d0002"),
    "SuggestedInterfaceID": bytes.fromhex("020000000000000001"),
    "MaxPktFilters": bytes.fromhex("0220"),
    "ExtProtConfig": bytes.fromhex("80 8021 10 01000010 8106 00000000 8306 00000000 000d 00 0010 02 0578".replace(" ", "")),
    "MappedEPSBearerCtxt": bytes.fromhex("50 0004 51 01 01 09".replace(" ", "")),
    "PagingRestriction": b"\x01",
    "ServiceLevelAAContainer": bytes.fromhex("400101"),
    "ExtEmergNumList": bytes.fromhex("0102110100"),
    "SORTransContainer": b"\1" + bytes(16),
    "CipheringKeyData": bytes(29),
    "ExtRejectedNSSAI": bytes.fromhex("001001"),
    "NSSRGInfo": bytes.fromhex("03010105"),
    "CAGInfoList": bytes.fromhex("0499f90700"),
    "ExtCAGInfoList": bytes.fromhex("000499f90700"),
    "NSAGInfo": bytes.fromhex("050102010103"),
    "RequestedMBSContainer": bytes.fromhex("0503010203"),
    "ReceivedMBSContainer": bytes.fromhex("000003010203"),
    "RemoteUECtxtCon": bytes.fromhex("00"),
    "RemoteUECtxtDiscon": bytes.fromhex("00"),
}


# IEs whose IEI or format in pycrate 0.8.1 is not that of TS 24.501 Release 17.
ERRATA = {
    ("5GMMRegistrationRequest", "N5GCInd"),  # a type 1 IE with IEI A-
    ("5GMMRegistrationAccept", "PEIPSAssistInfo"),  # IEI 33
    ("5GMMRegistrationAccept", "5GSAddReqResult"),  # IEI 35
    ("5GSMPDUSessionEstabReject", "ReattemptInd"),  # IEI 1D
    ("5GSMPDUSessionModifReject", "ReattemptInd"),  # IEI 1D
}


def build(cls, wanted):
    """The octets of a message with the optional IEs `wanted`; what pycrate cannot read back is reported on stderr."""
    message = cls()
    for part in message._content[1:]:
        name = part._name
        fields = getattr(part, "_by_name", [])
        if "T" in fields:
            part.set_trans(name not in wanted)
            if name not in wanted:
                continue
        value = VALID.get("5GSID_service" if name == "5GSID" and "ServiceRequest" in message._name else name)
        if value is not None and "V" in fields :
            part.set_val({"V": value})
    octets = message.to_bytes()
    try:
        parsed, error = parse_NAS5G(octets)
        same = error == 0 and parsed.to_bytes() == octets
    except Exception:
        same = False
    if not same:
        print("pycrate does not read back", message._name, wanted, octets.hex(), file=sys.stderr)
    return octets


def optional_names(cls):
    parts = [p._name for p in cls()._content[1:] if "T" in getattr(p, "_by_name", [])]
    return [name for name in parts if (cls._name, name) not in ERRATA]


for number, cls in sorted({**FGMMTypeClasses, **FGSMTypeClasses}.items()):
    names = optional_names(cls)
    for wanted in [[]] + [[n] for n in names] + ([names] if len(names) > 1 else []):
        print(cls._name + ("" if not wanted else ":" + (wanted[0] if len(wanted) == 1 else "all")), build(cls, wanted).hex(), sep="\t")
