import Base
import SBI

/// The schemas of the OpenAPI files by name.
public struct SBISchemaName: Hashable, Sendable {
  /// The file and a JSON pointer, such as `TS29503_Nudm_UEAU.yaml#/components/schemas/AuthEvent`.
  public let place: String
  /// The number in ``SBISchema``.
  public let schema: Int

  /// All that a file names, and the bodies of all operations.
  public static let all: [SBISchemaName] = {
    var all: [SBISchemaName] = []
    for chunk in SBIServiceText.placeChunks {
      let text = String(decoding: UnsafeBufferPointer(start: chunk.utf8Start, count: chunk.utf8CodeUnitCount), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let schema = Int(words[0]) else { preconditionFailure("place text: \(line)") }
        all.append(SBISchemaName(place: String(words[1]), schema: schema))
      }
    }
    return all
  }()

  /// The schemas of that name: a whole place, or the last word of one (`AuthEvent`), which several files may have.
  public static func find(_ name: String) -> [SBISchemaName] {
    all.filter { $0.place == name || $0.place.hasSuffix("/components/schemas/" + name) }
  }
}
