import E1AP
import FuzzSupport

#if FUZZER
  import FuzzDriver
#endif

/// E1AP (TS 37.483).
#if FUZZER
  @main
#endif
public struct E1APTarget: PERFuzzTarget {
  public static let name = "E1AP"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/e1ap-vectors.txt"]
  public static let subjects = [PERSubject(E1APPDU.self)]
  public init() {}
  public var attacks: [Attack] { PERAttacks.elementary() }
}
