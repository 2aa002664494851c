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
  public static let vectorFiles: [String] = []
  public static let subjects = [PERSubject(LPPMessage.self)]
  public init() {}
  public var attacks: [Attack] { PERAttacks.octets }
}
