import FuzzSupport
import LPP

#if FUZZER
  import FuzzDriver
#endif

/// LPP (TS 37.355): the message and what other protocols carry of it.
#if FUZZER
  @main
#endif
public struct LPPTarget: PERFuzzTarget {
  public static let name = "LPP"
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/lpp-vectors.txt"]
  public static let subjects = PERSubject.all(LPPSchema.independentTypes)
  public init() {}
  public var attacks: [Attack] { PERAttacks.octets(subjects: Self.subjects.count) }
}
