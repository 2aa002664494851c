import FuzzSupport
import XnAP

#if FUZZER
  import FuzzDriver
#endif

/// XnAP (TS 38.423).
#if FUZZER
  @main
#endif
public struct XnAPTarget: PERFuzzTarget {
  public static let name = "XnAP"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/xnap-vectors.txt"]
  public static let subjects = [PERSubject(XnAPPDU.self)]
  public init() {}
  public var attacks: [Attack] { PERAttacks.elementary() }
}
