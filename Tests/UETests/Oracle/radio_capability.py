"""Writes the UE radio capability of the simulated UE (UERadioAccessCapabilityInformation, TS 38.331 §11.2.2) with pycrate.

A single NR container: release 15, RLC and MAC without options, band n78. Run: python3 radio_capability.py > radio_capability.hex
"""
from pycrate_asn1dir import RRCNR

nr = RRCNR.NR_RRC_Definitions.UE_NR_Capability
nr.set_val({
    'accessStratumRelease': 'rel15',
    'pdcp-Parameters': {
        'supportedROHC-Profiles': {
            'profile0x0000': False, 'profile0x0001': False, 'profile0x0002': False, 'profile0x0003': False,
            'profile0x0004': False, 'profile0x0006': False, 'profile0x0101': False, 'profile0x0102': False,
            'profile0x0103': False, 'profile0x0104': False},
        'maxNumberROHC-ContextSessions': 'cs2'},
    'phy-Parameters': {},
    'rf-Parameters': {'supportedBandListNR': [{'bandNR': 78}]},
})
containers = RRCNR.NR_RRC_Definitions.UE_CapabilityRAT_ContainerList
containers.set_val([{'rat-Type': 'nr', 'ue-CapabilityRAT-Container': nr.to_uper()}])
message = RRCNR.NR_InterNodeDefinitions.UERadioAccessCapabilityInformation
message.set_val({'criticalExtensions': ('c1', ('ueRadioAccessCapabilityInformation', {
    'ue-RadioAccessCapabilityInfo': containers.to_uper()}))})
print(message.to_uper().hex())
