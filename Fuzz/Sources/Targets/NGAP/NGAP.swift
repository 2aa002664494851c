import FuzzSupport
import NGAP
import PER

#if FUZZER
  import FuzzDriver
#endif

/// NGAP (TS 38.413).
#if FUZZER
  @main
#endif
public struct NGAPTarget: PERFuzzTarget {
  public static let name = "NGAP"
  public static let vectorFiles = ["Tests/NGAPTests/Oracle/ngap-vectors.txt"]
  public static let subjects = [
    PERSubject(
      NGAPPDU.self, schema: NGAPSchema.schema, isAligned: true,
      codec: Codec(
        decode: { try NGAPPDU(decoding: $0) }, encode: { try $0.encode() }, json: { try $0.json }, parse: { try NGAPPDU(json: $0) },
        describe: { $0.description }),
      isContentError: { if case NGAPError.abstractSyntax = $0 { true } else { false } })
  ]
  public init() {}
  public var attacks: [Attack] { PERAttacks.ngap }
}
