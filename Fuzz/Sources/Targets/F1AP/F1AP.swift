import F1AP
import FuzzSupport

#if FUZZER
  import FuzzDriver
#endif

/// F1AP (TS 38.473).
#if FUZZER
  @main
#endif
public struct F1APTarget: PERFuzzTarget {
  public static let name = "F1AP"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/f1ap-vectors.txt"]
  public static let subjects = [PERSubject(F1APPDU.self)]
  public init() {}
  public var attacks: [Attack] { PERAttacks.f1ap }
}
