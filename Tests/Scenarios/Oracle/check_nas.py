#!/usr/bin/env python3
"""5GS NAS, read by pycrate's own codec (pycrate_mobile).

  check_nas.py --asn1 FOLDER [--vitrum PROGRAM] CAPTURE-OR-TRACE...

NAS messages are taken from the NGAP messages and from the binary parts of SBI bodies. The runs use NEA0, so that ciphered messages can be
read; others are counted as unreadable. A message must be decoded without leftover and be encoded to the same octets, and so must the NAS
message containers and 5GSM messages inside it. With --vitrum the elements of ours and theirs are compared by name and value.
"""
import argparse
import json
import re
import sys

import check_ngap
import messages
import sbi

# pycrate's names of elements and the members of our JSON.
NAMES = {
    "5GSRegType": "registrationType", "NAS_KSI": "ngKSI", "5GSID": "mobileIdentity", "UESecCap": "ueSecurityCapability",
    "NASContainer": "nasMessageContainer", "5GMMCap": "fiveGMMCapability", "NSSAI": "requestedNSSAI", "TAI": "lastVisitedRegisteredTAI",
    "PDUSessStat": "pduSessionStatus", "ULDataStat": "uplinkDataStatus", "UplinkDataStat": "uplinkDataStatus",
    "AllowedPDUSessStat": "allowedPDUSessionStatus", "5GSUpdateType": "updateType", "UEStatus": "ueStatus",
    "GUTI": "fiveGGUTI", "5GSTAIList": "taiList", "AllowedNSSAI": "allowedNSSAI", "ConfiguredNSSAI": "configuredNSSAI",
    "RejectedNSSAI": "rejectedNSSAI", "5GSNetFeat": "networkFeatureSupport", "T3512": "t3512Value", "T3502": "t3502Value",
    "T3346": "t3346Value", "5GSRegResult": "registrationResult", "PDUSessReactResult": "pduSessionReactivationResult",
    "PDUSessReactResultErr": "pduSessionReactivationResultErrorCause", "ABBA": "abba", "RAND": "authenticationParameterRAND",
    "AUTN": "authenticationParameterAUTN", "RES": "authenticationResponseParameter", "AUTS": "authenticationFailureParameter",
    "NASSecAlgo": "selectedNASSecurityAlgorithms", "IMEISVReq": "imeisvRequest", "IMEISV": "imeisv",
    "Add5GSecInfo": "additionalFiveGSecurityInformation", "5GMMCause": "cause", "5GSMCause": "cause", "5GSIDType": "identityType",
    "DeregistrationType": "deregistrationType", "ServiceType": "serviceType", "PayloadContainerType": "payloadContainerType",
    "PayloadContainer": "payloadContainer", "PDUSessID": "pduSessionID", "RequestType": "requestType", "SNSSAI": "sNSSAI", "DNN": "dnn",
    "BackOffTimer": "backOffTimerValue", "PDUSessType": "pduSessionType", "SSCMode": "sscMode",
    "IntegrityProtMaxDataRate": "integrityProtectionMaximumDataRate", "ExtProtConfig": "extendedProtocolConfigurationOptions",
    "QoSRules": "authorizedQoSRules", "QoSFlowDesc": "authorizedQoSFlowDescriptions", "SessAMBR": "sessionAMBR", "PDUAddress": "pduAddress",
    "NetFullName": "fullNameForNetwork", "NetShortName": "shortNameForNetwork", "LocalTimeZone": "localTimeZone",
    "UnivTimeAndTimeZone": "universalTimeAndLocalTimeZone", "ConfigUpdateInd": "configurationUpdateIndication",
    "5GSMCap": "fiveGSMCapability", "MaxPktFilters": "maximumNumberOfSupportedPacketFilters",
    "CongestionReattemptInd": "fiveGSMCongestionReattemptIndicator",
}
# Where an element has another name in one message.
SPECIAL = {
    ("securityModeCommand", "UESecCap"): "replayedUESecurityCapabilities", ("serviceRequest", "5GSID"): "fiveGSTMSI",
    ("pduSessionEstablishmentAccept", "PDUSessType"): "selectedPDUSessionType",
    ("pduSessionEstablishmentAccept", "SSCMode"): "selectedSSCMode",
}
TYPES = {
    0x41: "registrationRequest", 0x42: "registrationAccept", 0x43: "registrationComplete", 0x44: "registrationReject",
    0x45: "deregistrationRequestUEOriginating", 0x46: "deregistrationAcceptUEOriginating", 0x47: "deregistrationRequestUETerminated",
    0x48: "deregistrationAcceptUETerminated", 0x4C: "serviceRequest", 0x4D: "serviceReject", 0x4E: "serviceAccept",
    0x54: "configurationUpdateCommand", 0x55: "configurationUpdateComplete", 0x56: "authenticationRequest", 0x57: "authenticationResponse",
    0x58: "authenticationReject", 0x59: "authenticationFailure", 0x5A: "authenticationResult", 0x5B: "identityRequest",
    0x5C: "identityResponse", 0x5D: "securityModeCommand", 0x5E: "securityModeComplete", 0x5F: "securityModeReject", 0x64: "fiveGMMStatus",
    0x65: "notification", 0x66: "notificationResponse", 0x67: "ulNASTransport", 0x68: "dlNASTransport",
    0xC1: "pduSessionEstablishmentRequest", 0xC2: "pduSessionEstablishmentAccept", 0xC3: "pduSessionEstablishmentReject",
    0xC5: "pduSessionAuthenticationCommand", 0xC6: "pduSessionAuthenticationComplete", 0xC7: "pduSessionAuthenticationResult",
    0xC9: "pduSessionModificationRequest", 0xCA: "pduSessionModificationReject", 0xCB: "pduSessionModificationCommand",
    0xCC: "pduSessionModificationComplete", 0xCD: "pduSessionModificationCommandReject", 0xD1: "pduSessionReleaseRequest",
    0xD2: "pduSessionReleaseReject", 0xD3: "pduSessionReleaseCommand", 0xD4: "pduSessionReleaseComplete", 0xD6: "fiveGSMStatus",
}


def nas_pdus(value):
  """NAS messages in the JSON of an NGAP message."""
  if isinstance(value, dict):
    if value.get("id") == 38 and isinstance(value.get("value"), str):
      yield bytes.fromhex(value["value"])
    for key, inner in value.items():
      if re.search("nas-?pdu", key, re.IGNORECASE) and isinstance(inner, str):
        yield bytes.fromhex(inner)
      else:
        yield from nas_pdus(inner)
  elif isinstance(value, list):
    for inner in value:
      yield from nas_pdus(inner)


class Element:
  """An information element of pycrate: its name, value and octets without type and length."""

  def __init__(self, element):
    self.name = element._name
    names = [one._name for one in element] if hasattr(element, "__iter__") else []
    content = [one for one in element if one._name not in ("T", "L")] if names else [element]
    self.octets = b"".join(one.to_bytes() for one in content) if not self.is_half(element) else element[-1].to_bytes()
    self.element = element
    self.value = element[-1] if names else element

  @staticmethod
  def is_half(element):
    return element.get_bl() % 8 != 0


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("--asn1", required=True)
  parser.add_argument("--vitrum")
  parser.add_argument("files", nargs="+")
  arguments = parser.parse_args()
  pdu = check_ngap.compile_modules(arguments.asn1).NGAP_PDU_Descriptions.NGAP_PDU
  report = messages.Report("NAS (pycrate)")
  kinds, plain = {}, []
  for message in messages.read(arguments.files):
    if message.interface == "N2":
      try:
        pdu.from_aper(message.octets)
      except Exception:
        continue  # check_ngap.py judges it
      found = list(nas_pdus(json.loads(pdu.to_jer())))
    elif message.interface == "SBI":
      found = list(sbi.n1_messages(message))
    else:
      continue
    for octets in found:
      report.count("messages")
      unwrap(octets, message.place, report, kinds, plain)
  if arguments.vitrum:
    compare(messages.Codec(arguments.vitrum), plain, report)
  print("kinds: " + ", ".join(f"{name} {number}" for name, number in sorted(kinds.items())))
  return report.finish()


def unwrap(octets, place, report, kinds, plain):
  """Reads a message, and what it contains."""
  from pycrate_mobile.NAS5G import parse_NAS5G
  if octets[:1] == b"\x7e" and len(octets) > 7 and octets[1] in (1, 2, 3, 4):
    inner = octets[7:]
    if octets[1] in (2, 4) and (inner[:2] != b"\x7e\x00" or inner[2] not in TYPES):
      report.count("ciphered")
      return
    report.count("security protected")
    octets = inner
  message, error = parse_NAS5G(octets, inner=False)
  if error or message is None:
    report.problem(f"pycrate does not read a message of type {octets[2:4].hex()}: cause {error}", place, octets)
    return
  kind = octets[2] if octets[0] == 0x7E else octets[3]
  name = TYPES.get(kind, hex(kind))
  kinds[name] = kinds.get(name, 0) + 1
  report.count("read")
  if message.to_bytes() != octets:
    report.problem(f"{name}: pycrate's octets are others ({message.to_bytes().hex()})", place, octets)
  plain.append((name, octets, place, message))
  for element in message:
    if element._name in ("NASContainer", "PayloadContainer") and not element.get_trans():
      content = element[-1].to_bytes()
      # A ciphered container of an initial message starts like one in plain with NEA0.
      if element._name == "NASContainer" and content[:1] != b"\x7e":
        report.count("ciphered")
      elif element._name == "NASContainer" or content[:1] == b"\x2e":
        report.count("nested")
        unwrap(content, place, report, kinds, plain)


def elements(message):
  for element in message:
    if element._name in ("5GMMHeader", "5GSMHeader", "spare") or element.get_trans():
      continue
    yield element


def compare(codec, plain, report):
  ours = codec.decode("nas", [one[1] for one in plain])
  again = codec.encode("nas", [one if not isinstance(one, str) else {} for one in ours])
  for (name, octets, place, message), value, encoded in zip(plain, ours, again):
    if isinstance(value, str):
      report.problem(f"only pycrate reads {name}: {value}", place, octets)
      continue
    if encoded != octets:
      report.problem(f"{name}: our encoding of our JSON differs: {encoded.hex() if isinstance(encoded, bytes) else encoded}", place, octets)
    if next(iter(value)) != name:
      report.problem(f"ours calls it {next(iter(value))}, the message type says {name}", place, octets)
      continue
    body = dict(value[name])
    if octets[0] == 0x2E:
      header = (body.pop("pduSessionIdentity", None), body.pop("procedureTransactionIdentity", None))
      if header != (octets[1], octets[2]):
        report.problem(f"{name}: PDU session identity and PTI {header}, octets say {octets[1]}, {octets[2]}", place, octets)
    for element in elements(message):
      member = SPECIAL.get((name, element._name)) or NAMES.get(element._name)
      if member is None:
        report.problem(f"{name}: element {element._name} has no name in NAMES", place, octets)
      elif member not in body:
        report.problem(f"{name}: only pycrate sees {element._name} (ours has {sorted(body)})", place, octets)
      else:
        mine = body.pop(member)
        report.count("elements")
        try:
          text = same(element._name, mine, element)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
          text = f"not comparable: {type(error).__name__} {error}: {json.dumps(mine)}"
        if text:
          report.problem(f"{name}: {element._name}: {text}", place, octets)
    for rest in sorted(body):
      report.problem(f"{name}: only ours sees {rest}", place, octets)


# Values

def child(element, name):
  """The descendant of that name."""
  if element._name == name and not hasattr(element, "_content"):
    return element
  if hasattr(element, "__iter__"):
    for inner in element:
      if inner._name == name:
        return inner
      if hasattr(inner, "_content"):
        found = child(inner, name)
        if found is not None:
          return found
  return None


def number(element, name):
  return child(element, name).get_val()


def octets_of(element):
  return b"".join(one.to_bytes() for one in element if one._name not in ("T", "L"))


def snssais(value):
  result = []
  for one in value:
    octets = bytes([one["sst"]]) + (bytes.fromhex(one["sd"]) if "sd" in one else b"")
    result.append(bytes([len(octets)]) + octets)
  return result


def plmn(octets):
  digits = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets)
  return digits[:3] + digits[4:6] + (digits[3] if digits[3] != "f" else "")


def words(value):
  """A name in lower case without what is no letter or digit, to compare camel case with prose."""
  return re.sub("[^a-z0-9]", "", value.lower())


DIGITS = {"zero": 0, "one": 1, "two": 2, "five": 5}
UNITS3 = {"tenMinutes": 0, "oneHour": 1, "tenHours": 2, "twoSeconds": 3, "thirtySeconds": 4, "oneMinute": 5, "deactivated": 7}
UNITS2 = {"twoSeconds": 0, "oneMinute": 1, "sixMinutes": 2, "deactivated": 7}
CODES = {
    "registrationType": {"initialRegistration": 1, "mobilityRegistrationUpdating": 2, "periodicRegistrationUpdating": 3,
                         "emergencyRegistration": 4},
    "serviceType": {"signalling": 0, "data": 1, "mobileTerminatedServices": 2, "emergencyServices": 3},
    "requestType": {"initialRequest": 1, "existingPDUSession": 2, "initialEmergencyRequest": 3, "existingEmergencyPDUSession": 4},
    "pduSessionType": {"ipv4": 1, "ipv6": 2, "ipv4v6": 3, "unstructured": 4, "ethernet": 5},
    "identityType": {"noIdentity": 0, "suci": 1, "fiveGGUTI": 2, "imei": 3, "fiveGSTMSI": 4, "imeisv": 5},
    "causes": {
        "illegalUE": 3, "illegalME": 6, "fiveGSServicesNotAllowed": 7, "ueIdentityCannotBeDerivedByTheNetwork": 9,
        "implicitlyDeregistered": 10,
        "plmnNotAllowed": 11, "trackingAreaNotAllowed": 12, "noSuitableCellsInTrackingArea": 15, "macFailure": 20, "synchFailure": 21,
        "congestion": 22, "noNetworkSlicesAvailable": 62, "nonFiveGAuthenticationUnacceptable": 26, "insufficientResources": 26,
        "missingOrUnknownDNN": 27, "regularDeactivation": 36, "protocolErrorUnspecified": 111, "payloadWasNotForwarded": 90,
        "dnnNotSupportedOrNotSubscribedInTheSlice": 91, "insufficientResourcesForSpecificSliceAndDNN": 67,
        "insufficientResourcesForSpecificSlice": 69, "pduSessionTypeIPv4OnlyAllowed": 50, "pduSessionTypeIPv6OnlyAllowed": 51,
        "messageTypeNonExistentOrNotImplemented": 97, "invalidMandatoryInformation": 96, "networkFailure": 38,
        "userAuthenticationOrAuthorizationFailed": 29, "requestRejectedUnspecified": 31, "serviceOptionNotSupported": 32,
        "requestedServiceOptionNotSubscribed": 33, "messageNotCompatibleWithTheProtocolState": 101, "ngKSIAlreadyInUse": 71,
        "insufficientUserPlaneResourcesForThePDUSession": 82, "unknownPDUSessionType": 28, "maximumNumberOfPDUSessionsReached": 65,
    },
}


def same(name, mine, element):
  """`None` when our value says what pycrate's element says, otherwise how they differ."""
  octets = octets_of(element) if hasattr(element, "__iter__") else element.to_bytes()

  def equal(left, right):
    return None if left == right else f"ours {left}, theirs {right}"

  if name in ("ABBA", "RAND", "RES", "AUTS", "AUTN", "NASContainer", "PayloadContainer"):
    return equal(mine, octets.hex())
  if name in ("5GMMCause", "5GSMCause"):
    code = mine if isinstance(mine, int) else CODES["causes"].get(mine)
    return equal(code, octets[0])
  if name == "NAS_KSI":
    return equal((mine["isMapped"], mine["value"]), (bool(number(element, "TSC")), number(element, "Value")))
  if name == "5GSRegType":
    return equal((mine["followOnRequestPending"], CODES["registrationType"].get(mine["type"])),
                 (bool(number(element, "FOR")), number(element, "Value")))
  if name in ("5GSID", "GUTI", "IMEISV"):
    return identity(mine, octets, equal)
  if name == "UESecCap":
    bits = [f"{kind}{index}" for kind in ("ea", "ia") for index in range(8)]
    text = equal([mine[bit] for bit in bits], [bool(octets[index // 8] >> (7 - index % 8) & 1) for index in range(16)])
    return text or equal(mine["octetCount"], len(octets))
  if name in ("AllowedNSSAI", "ConfiguredNSSAI", "NSSAI"):
    return equal(b"".join(snssais(mine)).hex(), octets.hex())
  if name == "SNSSAI":
    return equal(snssais([mine])[0][1:].hex(), octets.hex())
  if name == "TAI":
    return equal(mine["plmn"]["mcc"] + mine["plmn"]["mnc"] + f"{mine['tac']:06x}", plmn(octets[:3]) + octets[3:].hex())
  if name == "5GSTAIList":
    if len(mine) != 1 or mine[0]["type"] != 0:
      return "a TAI list of a kind that is not compared: " + json.dumps(mine)
    return equal([octets[0] & 31] + [mine[0]["plmn"]["mcc"] + mine[0]["plmn"]["mnc"]] + mine[0]["tacs"],
                 [len(mine[0]["tacs"]) - 1, plmn(octets[1:4])] +
                 [int.from_bytes(octets[at:at + 3], "big") for at in range(4, len(octets), 3)])
  if name in ("PDUSessStat", "ULDataStat", "UplinkDataStat", "AllowedPDUSessStat", "PDUSessReactResult"):
    return equal(mine, [index for index in range(16) if octets[index // 8] >> index % 8 & 1])
  if name in ("T3512", "BackOffTimer"):
    return equal((UNITS3.get(mine["unit"]), mine["value"]), (octets[0] >> 5, octets[0] & 31))
  if name in ("T3502", "T3346"):
    return equal((UNITS2.get(mine["unit"]), mine["value"]), (octets[0] >> 5, octets[0] & 31))
  if name == "5GSRegResult":
    access = {"threeGPPAccess": 1, "nonThreeGPPAccess": 2, "threeGPPAccessAndNonThreeGPPAccess": 3}.get(mine["value"])
    return equal((access, mine["smsAllowed"]), (number(element, "Value"), bool(number(element, "SMSAllowed"))))
  if name == "5GSNetFeat":
    return equal((mine["imsVoPS3GPP"], mine["emc"], mine["emf"], mine["iwkN26"], mine["octetCount"]),
                 (bool(octets[0] & 1), octets[0] >> 2 & 3, octets[0] >> 4 & 3, bool(octets[0] >> 6 & 1), len(octets)))
  if name == "NASSecAlgo":
    return equal((mine["ciphering"], mine["integrity"]), (f"ea{number(element, 'CiphAlgo')}", f"ia{number(element, 'IntegAlgo')}"))
  if name == "Add5GSecInfo":
    return equal((mine["rinmr"], mine["hdp"]), (bool(number(element, "RINMR")), bool(number(element, "HDP"))))
  if name == "IMEISVReq":
    return equal(mine == "requested", number(element, "Value") == 1)
  if name == "5GSIDType":
    return equal(CODES["identityType"].get(mine), number(element, "Value"))
  if name == "DeregistrationType":
    access = {"threeGPPAccess": 1, "nonThreeGPPAccess": 2, "threeGPPAccessAndNonThreeGPPAccess": 3}.get(mine["accessType"])
    return equal((mine["switchOff"], mine["reregistrationRequired"], access),
                 (bool(number(element, "SwitchOff")), bool(number(element, "ReregistrationRequired")), number(element, "AccessType")))
  if name == "ServiceType":
    return equal(CODES["serviceType"].get(mine), element["V"].get_val())
  if name == "PayloadContainerType":
    return equal({"n1SMInformation": 1}.get(mine), element["V"].get_val())
  if name == "PDUSessID":
    return equal(mine, octets[0])
  if name == "RequestType":
    return equal(CODES["requestType"].get(mine), number(element, "Value"))
  if name == "PDUSessType":
    return equal(CODES["pduSessionType"].get(mine), number(element, "Value"))
  if name == "SSCMode":
    return equal(mine, f"sscMode{number(element, 'Value')}")
  if name == "DNN":
    labels = mine.split(".")
    return equal(b"".join(bytes([len(label)]) + label.encode() for label in labels).hex(), octets.hex())
  if name == "IntegrityProtMaxDataRate":
    code = {"fullDataRate": 255, "kbps64": 0}
    return equal((code.get(mine["uplink"]), code.get(mine["downlink"])), (number(element, "UPUL"), number(element, "UPDL")))
  if name == "ExtProtConfig":
    content = bytes([0x80 | mine["configurationProtocol"]])
    for one in mine["containers"]:
      inner = bytes.fromhex(one["contents"])
      content += one["identifier"].to_bytes(2, "big") + bytes([len(inner)]) + inner
    return equal(content.hex(), octets.hex())
  if name == "SessAMBR":
    def rate(one):
      found = re.fullmatch("([kmgtp]bps)(\\d+)", one["unit"])
      base = {"kbps": 1, "mbps": 6, "gbps": 11, "tbps": 16, "pbps": 21}[found[1]]
      return base + {"1": 0, "4": 1, "16": 2, "64": 3, "256": 4}[found[2]], one["value"]
    return equal((rate(mine["downlink"]), rate(mine["uplink"])),
                 ((number(element, "DLUnit"), number(element, "DL")), (number(element, "ULUnit"), number(element, "UL"))))
  if name == "PDUAddress":
    import ipaddress
    kind = octets[0] & 7
    theirs = {}
    if kind in (2, 3):
      theirs["interfaceIdentifier"] = octets[1:9].hex()
    if kind in (1, 3):
      theirs["ipv4"] = str(ipaddress.IPv4Address(octets[-4:] if kind == 1 else octets[9:13]))
    return equal(mine, theirs)
  if name == "QoSRules":
    theirs = [(one["ID"].get_val(), one["OpCode"].get_val(), bool(one["DQR"].get_val()), one["NumPktFilters"].get_val(),
               one["Precedence"].get_val(), number(one["Flow"], "QFI")) for one in element[-1]]
    operations = {"createNewQoSRule": 1, "deleteExistingQoSRule": 2}
    return equal([(one["identifier"], operations.get(one["rule"]["operation"]), one["rule"]["isDefault"], len(one["rule"]["packetFilters"]),
                   one["rule"]["precedence"], one["rule"]["flow"]["qosFlowIdentifier"]) for one in mine], theirs)
  if name == "QoSFlowDesc":
    content = b""
    operations = {"createNewQoSFlowDescription": 1, "deleteExistingQoSFlowDescription": 2, "modifyExistingQoSFlowDescription": 3}
    for one in mine:
      content += bytes([one["qosFlowIdentifier"], operations[one["operation"]] << 5])
      content += bytes([one["parametersIncluded"] << 6 | len(one["parameters"])])
      for parameter in one["parameters"]:
        inner = bytes.fromhex(parameter["contents"])
        content += bytes([parameter["identifier"], len(inner)]) + inner
    return equal(content.hex(), octets.hex())
  return None


def identity(mine, octets, equal):
  kind = octets[0] & 7
  if kind == 1 and octets[0] >> 4 & 7 == 0:
    routing = "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets[4:6]).rstrip("f")
    return equal((mine["type"], mine["plmn"]["mcc"] + mine["plmn"]["mnc"], mine["routingIndicator"], mine["protectionSchemeID"],
                  mine["homeNetworkPublicKeyID"], mine["schemeOutput"]),
                 ("suci", plmn(octets[1:4]), routing, octets[6] & 15, octets[7], octets[8:].hex()))
  if kind == 2:
    ours = (mine["type"], mine["plmn"]["mcc"] + mine["plmn"]["mnc"], mine["amfRegionID"], mine["amfSetID"], mine["amfPointer"],
            mine["fiveGTMSI"])
    amf_set, pointer = octets[5] << 2 | octets[6] >> 6, octets[6] & 63
    return equal(ours, ("fiveGGUTI", plmn(octets[1:4]), octets[4], amf_set, pointer, int.from_bytes(octets[7:], "big")))
  if kind == 4:
    return equal((mine["type"], mine["amfSetID"], mine["amfPointer"], mine["fiveGTMSI"]),
                 ("fiveGSTMSI", octets[1] << 2 | octets[2] >> 6, octets[2] & 63, int.from_bytes(octets[3:], "big")))
  if kind in (3, 5):
    digits = f"{octets[0] >> 4:x}" + "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets[1:])
    return equal((mine["type"], mine["digits"]), ("imei" if kind == 3 else "imeisv", digits.rstrip("f")))
  return equal(mine, octets.hex())


if __name__ == "__main__":
  sys.exit(main())
