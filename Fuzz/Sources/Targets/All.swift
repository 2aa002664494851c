import FuzzSupport

/// Every target, for the replay of the corpora in the tests.
public let allFuzzTargets: [any FuzzTarget] = [
  NGAPTarget(), XnAPTarget(), F1APTarget(), E1APTarget(), NRPPaTarget(), RRCTarget(), LPPTarget(), NASTarget(), PFCPTarget(), GTPUTarget(),
  SBITarget(),
]
