#!/usr/bin/env python3
"""Verdicts of an independent validator (jsonschema, OpenAPI files resolved as they are) on mutated bodies.

usage: make_verdicts.py OPENAPI-FOLDER > verdicts.json     (needs pyyaml and jsonschema)

OpenAPI 3.0 differs from JSON Schema in `nullable`, which is rewritten here; everything else is taken as it stands.
`format` and `uniqueItems` are left out on both sides, integers are bounded to 64 bits as the module does.
"""
import copy
import json
import random
import re
import sys
from urllib.parse import unquote

import jsonschema
import yaml

FOLDER = sys.argv[1]
FILES = {}


def load(name):
    if name not in FILES:
        with open(f"{FOLDER}/{name}", encoding="utf-8") as stream:
            FILES[name] = yaml.load(stream, Loader=yaml.CSafeLoader)
    return FILES[name]


DEFINITIONS = {}


def convert(name, node):
    """A node with references made local and `nullable` written as JSON Schema."""
    if isinstance(node, list):
        return [convert(name, item) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        return {"$ref": "#/definitions/" + define(name, node["$ref"])}
    result = {}
    for key, value in node.items():
        if key in ("discriminator", "example", "uniqueItems", "format", "nullable", "description", "additionalProperties") and not (
            key == "additionalProperties" and isinstance(value, dict)
        ):
            if key != "description" or isinstance(value, str):
                continue
        if key == "properties":
            result[key] = {member: convert(name, inner) for member, inner in value.items()}
        else:
            result[key] = convert(name, value)
    if isinstance(result.get("required"), list) and isinstance(node.get("properties"), dict):
        result["required"] = [member for member in result["required"] if not node["properties"].get(member, {}).get("readOnly")]
    if node.get("nullable") is True:
        result = {"anyOf": [result, {"type": "null"}]}
    return result


def define(name, reference):
    file, pointer = reference.split("#")
    file = file or name
    key = re.sub(r"[^A-Za-z0-9]", "_", file + pointer)
    if key not in DEFINITIONS:
        DEFINITIONS[key] = True
        node = load(file)
        for token in pointer.strip("/").split("/"):
            node = node[unquote(token).replace("~1", "/").replace("~0", "~")]
        DEFINITIONS[key] = convert(file, node)
    return key


NF = "4947a69a-f61b-4bc1-b9da-47c9c5d14b64"
LOCATION = {"nrLocation": {"tai": {"plmnId": {"mcc": "999", "mnc": "70"}, "tac": "000001"},
                           "ncgi": {"plmnId": {"mcc": "999", "mnc": "70"}, "nrCellId": "000000010"}}}
SAMPLES = [
    ("NFProfile", "TS29510_Nnrf_NFManagement.yaml", {
        "nfInstanceId": NF, "nfType": "AMF", "nfStatus": "REGISTERED", "plmnList": [{"mcc": "999", "mnc": "70"}],
        "ipv4Addresses": ["127.0.0.1"], "ipv6Addresses": ["2001:db8::1"], "sNssais": [{"sst": 1, "sd": "00000a"}], "capacity": 100,
        "amfInfo": {"amfSetId": "001", "amfRegionId": "02", "guamiList": [{"plmnId": {"mcc": "999", "mnc": "70"}, "amfId": "020040"}]},
        "nfServices": [{"serviceInstanceId": "1", "serviceName": "namf-comm", "versions": [{"apiVersionInUri": "v1", "apiFullVersion": "1.0.0"}],
                        "scheme": "http", "nfServiceStatus": "REGISTERED", "ipEndPoints": [{"ipv4Address": "127.0.0.1", "port": 7777}]}]}),
    ("SubscriptionData", "TS29510_Nnrf_NFManagement.yaml", {
        "nfStatusNotificationUri": "http://a/b", "subscrCond": {"nfType": "SMF"}, "reqNotifEvents": ["NF_REGISTERED"]}),
    ("SmContextCreateData", "TS29502_Nsmf_PDUSession.yaml", {
        "supi": "imsi-999700000000001", "pduSessionId": 1, "dnn": "internet", "sNssai": {"sst": 1}, "servingNfId": NF,
        "servingNetwork": {"mcc": "999", "mnc": "70"}, "anType": "3GPP_ACCESS", "smContextStatusUri": "http://a/b",
        "n1SmMsg": {"contentId": "n1"}, "ueLocation": LOCATION, "requestType": "INITIAL_REQUEST"}),
    ("SmContextUpdateData", "TS29502_Nsmf_PDUSession.yaml", {
        "upCnxState": "ACTIVATING", "n2SmInfo": {"contentId": "n2"}, "n2SmInfoType": "PDU_RES_SETUP_RSP", "ueLocation": LOCATION}),
    ("AuthenticationInfoRequest", "TS29503_Nudm_UEAU.yaml", {
        "servingNetworkName": "5G:mnc070.mcc999.3gppnetwork.org", "ausfInstanceId": NF,
        "resynchronizationInfo": {"rand": "0" * 32, "auts": "1" * 28}}),
    ("AuthenticationInfoResult", "TS29503_Nudm_UEAU.yaml", {
        "authType": "5G_AKA", "supi": "imsi-999700000000001",
        "authenticationVector": {"avType": "5G_HE_AKA", "rand": "0" * 32, "xresStar": "1" * 32, "autn": "2" * 32, "kausf": "3" * 64}}),
    ("UEAuthenticationCtx", "TS29509_Nausf_UEAuthentication.yaml", {
        "authType": "5G_AKA", "5gAuthData": {"rand": "0" * 32, "autn": "2" * 32, "hxresStar": "1" * 32},
        "_links": {"5g-aka": {"href": "http://a/b"}}, "servingNetworkName": "5G:mnc070.mcc999.3gppnetwork.org"}),
    ("Amf3GppAccessRegistration", "TS29503_Nudm_UECM.yaml", {
        "amfInstanceId": NF, "deregCallbackUri": "http://a/b", "ratType": "NR", "initialRegistrationInd": True,
        "guami": {"plmnId": {"mcc": "999", "mnc": "70"}, "amfId": "020040"}}),
    ("SmfRegistration", "TS29503_Nudm_UECM.yaml", {
        "smfInstanceId": NF, "pduSessionId": 1, "singleNssai": {"sst": 1}, "dnn": "internet", "plmnId": {"mcc": "999", "mnc": "70"}}),
    ("AccessAndMobilitySubscriptionData", "TS29503_Nudm_SDM.yaml", {
        "gpsis": ["msisdn-1234567"], "subscribedUeAmbr": {"uplink": "1 Gbps", "downlink": "2.5 Gbps"},
        "nssai": {"defaultSingleNssais": [{"sst": 1}], "singleNssais": [{"sst": 1, "sd": "000001"}]}, "ratRestrictions": ["EUTRA"]}),
    ("SessionManagementSubscriptionData", "TS29503_Nudm_SDM.yaml", {
        "singleNssai": {"sst": 1}, "dnnConfigurations": {"internet": {
            "pduSessionTypes": {"defaultSessionType": "IPV4", "allowedSessionTypes": ["IPV4V6"]}, "sscModes": {"defaultSscMode": "SSC_MODE_1"},
            "5gQosProfile": {"5qi": 9, "arp": {"priorityLevel": 8, "preemptCap": "NOT_PREEMPT", "preemptVuln": "PREEMPTABLE"}},
            "sessionAmbr": {"uplink": "1 Gbps", "downlink": "1 Gbps"}}}}),
    ("N1N2MessageTransferReqData", "TS29518_Namf_Communication.yaml", {
        "n1MessageContainer": {"n1MessageClass": "SM", "n1MessageContent": {"contentId": "n1"}}, "pduSessionId": 1,
        "n2InfoContainer": {"n2InformationClass": "SM", "smInfo": {"pduSessionId": 1, "n2InfoContent": {
            "ngapIeType": "PDU_RES_SETUP_REQ", "ngapData": {"contentId": "n2"}}}}}),
    ("SmPolicyContextData", "TS29512_Npcf_SMPolicyControl.yaml", {
        "supi": "imsi-999700000000001", "pduSessionId": 1, "pduSessionType": "IPV4", "dnn": "internet", "notificationUri": "http://a/b",
        "ipv4Address": "10.0.0.1", "sliceInfo": {"sst": 1}, "subsSessAmbr": {"uplink": "1 Gbps", "downlink": "1 Gbps"},
        "subsDefQos": {"5qi": 9, "arp": {"priorityLevel": 8, "preemptCap": "NOT_PREEMPT", "preemptVuln": "PREEMPTABLE"}}}),
    ("SmPolicyDecision", "TS29512_Npcf_SMPolicyControl.yaml", {
        "sessRules": {"1": {"sessRuleId": "1", "authSessAmbr": {"uplink": "1 Gbps", "downlink": "1 Gbps"},
                            "authDefQos": {"5qi": 9, "arp": {"priorityLevel": 8, "preemptCap": "NOT_PREEMPT", "preemptVuln": "PREEMPTABLE"}}}},
        "policyCtrlReqTriggers": ["PLMN_CH"]}),
    ("PolicyAssociationRequest", "TS29507_Npcf_AMPolicyControl.yaml", {
        "notificationUri": "http://a/b", "supi": "imsi-999700000000001", "suppFeat": "1", "accessType": "3GPP_ACCESS"}),
    ("AuthorizedNetworkSliceInfo", "TS29531_Nnssf_NSSelection.yaml", {
        "allowedNssaiList": [{"allowedSnssaiList": [{"allowedSnssai": {"sst": 1}}], "accessType": "3GPP_ACCESS"}],
        "nsiInformation": {"nrfId": "http://nrf", "nsiId": "1"}}),
]
VALUES = [None, True, 0, 1, -1, 256, 65536, 1.5, "", "x", "a b", "000001", "0x10", "ABCDEF", "imsi-1", "nai-a@b", "1 bps", "999", [], [1], ["x"], {},
          {"a": 1}, {"contentId": 5}]


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


def mutate(chance, sample, names):
    value = copy.deepcopy(sample)
    path = chance.choice(list(places(value)))
    parent = value
    for token in path[:-1]:
        parent = parent[token]
    if path and chance.random() < 0.25:
        del parent[path[-1]]
    elif path and chance.random() < 0.8:
        parent[path[-1]] = chance.choice(VALUES)
    else:
        value[chance.choice(names)] = chance.choice(VALUES)
    return value


def main():
    chance = random.Random(29500)
    cases = []
    for name, file, sample in SAMPLES:
        key = define(file, f"#/components/schemas/{name}")
        validator = jsonschema.Draft7Validator({"$ref": "#/definitions/" + key, "definitions": DEFINITIONS})
        names = list(load(file)["components"]["schemas"][name].get("properties", {"x": 0}))
        bodies = [sample] + [mutate(chance, sample, names) for _ in range(60)]
        for body in bodies:
            cases.append({"schema": name, "body": body, "valid": validator.is_valid(body)})
        assert cases[-len(bodies)]["valid"], (name, next(validator.iter_errors(sample)).message)
    print("[")
    print(",\n".join(json.dumps(case, sort_keys=True, separators=(",", ":")) for case in cases))
    print("]")


main()
