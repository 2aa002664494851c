import FuzzSupport
import LPP

#if FUZZER
  import FuzzDriver
#endif

/// LPP (TS 37.355).
#if FUZZER
  @main
#endif
public struct LPPTarget: PERFuzzTarget {
  public static let name = "LPP"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/lpp-vectors.txt"]
  public static let subjects = [PERSubject(LPPMessage.self)]
  public init() {}
  public var attacks: [Attack] { [] }
}
