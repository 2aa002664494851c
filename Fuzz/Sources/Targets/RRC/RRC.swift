import FuzzSupport
import RRC

#if FUZZER
  import FuzzDriver
#endif

/// NR RRC (TS 38.331): the messages of the channels and what other protocols carry of it.
#if FUZZER
  @main
#endif
public struct RRCTarget: PERFuzzTarget {
  public static let name = "RRC"
  public static let vectorFiles: [String] = []
  public static let subjects = [
    PERSubject(DLDCCHMessage.self), PERSubject(ULDCCHMessage.self), PERSubject(DLCCCHMessage.self), PERSubject(ULCCCHMessage.self),
    PERSubject(BCCHDLSCHMessage.self), PERSubject(PCCHMessage.self), PERSubject(UENRCapability.self), PERSubject(CellGroupConfig.self),
    PERSubject(HandoverPreparationInformation.self),
  ]
  public init() {}
  public var attacks: [Attack] { PERAttacks.octets }
}
