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
  public static let vectorFiles = ["Tests/ASN1Tests/Oracle/rrc-vectors.txt"]
  public static let subjects = PERSubject.all(RRCSchema.independentTypes)
  public init() {}

  public var attacks: [Attack] {
    let nas: [UInt8] = [0x3A, 0x51, 0x94] + [UInt8](repeating: 0xFF, count: 9001) + [0x80]
    return PERAttacks.octets(subjects: Self.subjects.count) + [
      Attack("25-unknown-measurement-identity", Self.input("UL-DCCH-Message", [0x00, 0x3F, 0x00, 0x00, 0x00])),
      Attack("25-nas-container-of-9001-octets", Self.input("UL-DCCH-Message", nas)),
    ]
  }
}
