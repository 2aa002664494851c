import FuzzSupport
import NRPPa

#if FUZZER
  import FuzzDriver
#endif

/// NRPPa (TS 38.455).
#if FUZZER
  @main
#endif
public struct NRPPaTarget: PERFuzzTarget {
  public static let name = "NRPPa"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/nrppa-vectors.txt"]
  public static let subjects = [PERSubject(NRPPAPDU.self)]
  public init() {}
  public var attacks: [Attack] { PERAttacks.elementary(transaction: [0x00, 0x01]) }
}
