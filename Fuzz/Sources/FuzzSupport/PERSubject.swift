import Base
import Foundation
import PER
import PERTestSupport

/// A message of an ASN.1 protocol, with the reader that its type has and the one that works from the schema alone.
public struct PERSubject: Sendable {
  private let checkOctets: @Sendable ([UInt8]) throws(FuzzFinding) -> FuzzOutcome
  private let schema: PERSchema
  /// The type's ASN.1 name.
  public let type: String
  private let isAligned: Bool

  /// - Parameter isContentError: whether an error is one of a container's contents (IEs that are missing, repeated, out of order or not
  ///   understood), which the schema's reader does not look for.
  public init<Value: PERCodable & Hashable>(
    _ type: Value.Type, schema: PERSchema, isAligned: Bool, codec: Codec<Value>, isContentError: @escaping @Sendable (any Error) -> Bool
  ) {
    let name = "\(Value.asn1.name)"
    self.type = name
    self.schema = schema
    self.isAligned = isAligned
    checkOctets = { (octets: [UInt8]) throws(FuzzFinding) in
      let (result, memory) = try codec.bounded(octets)
      let tree = Result { try schema.json(octets, type: name, isAligned: isAligned) }
      // The memory that elements of lists take depends on the type that is made of them.
      switch (result, tree) {
      case (.failure(let error), .success(let json)):
        guard isContentError(error) || MemoryBound.isReason(error) else {
          throw FuzzFinding("refused by its type (\(error)) and accepted by the schema:\n\(json)")
        }
        return FuzzOutcome(memoryPermille: memory)
      case (.failure, .failure): return FuzzOutcome(memoryPermille: memory)
      case (.success(let value), .failure(let error)):
        guard MemoryBound.isReason(error) else {
          throw FuzzFinding("accepted by its type and refused by the schema (\(error)):\n\(codec.describe(value))")
        }
        return FuzzOutcome(canonical: try codec.roundTrip(value, from: octets.count), memoryPermille: memory)
      case (.success(let value), .success(let json)):
        let canonical = try codec.roundTrip(value, from: octets.count)
        let other: Value
        do {
          other = try codec.parse(json)
        } catch {
          throw FuzzFinding("the schema's JSON is not a value (\(error)):\n\(json)")
        }
        guard other == value else { throw FuzzFinding("the schema reads another value:\n\(json)\ninstead of\n\(codec.describe(value))") }
        return FuzzOutcome(canonical: canonical, memoryPermille: memory)
      }
    }
  }

  /// A protocol's type as the ASN.1 compiler makes it.
  public init<Value: PERCodable>(_ type: Value.Type) {
    self.init(
      type, schema: Value.asn1.module.schema, isAligned: Value.asn1.module.isAligned,
      codec: Codec(
        decode: { try Value(decoding: $0) }, encode: { try $0.encode() }, json: { try $0.json }, parse: { try Value(json: $0) },
        describe: { $0.description }),
      isContentError: { if case PERError.abstractSyntax = $0 { true } else { false } })
  }

  func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome { try checkOctets(octets) }

  func mutate(_ octets: [UInt8], using generator: inout Base.SeededGenerator) -> [UInt8]? {
    guard let json = try? schema.json(octets, type: type, isAligned: isAligned) else { return nil }
    for _ in 0..<4 {
      var mutator = SchemaMutator(schema: schema, generator: generator)
      let changed = mutator.mutate(json, type: type)
      generator = mutator.generator
      if let encoded = try? schema.octets(changed, type: type, isAligned: isAligned), encoded != octets { return encoded }
    }
    return nil
  }

  func randomMessages(_ count: Int) -> [[UInt8]] {
    var random = RandomValues(schema: schema, seed: 1)
    return (0..<count).compactMap { _ in try? schema.octets(random.value(of: type), type: type, isAligned: isAligned) }
  }
}

extension PERSubject {
  /// A subject for each type.
  public static func all(_ types: [any PERCodable.Type]) -> [PERSubject] {
    func subject<Value: PERCodable>(_ type: Value.Type) -> PERSubject { PERSubject(type) }
    return types.map { subject($0) }
  }
}

/// A protocol of the ASN.1 compiler. With several subjects the first octet of an input chooses.
public protocol PERFuzzTarget: FuzzTarget {
  static var subjects: [PERSubject] { get }
  /// Files of vectors below the root of the package; with several subjects a line begins with the name of its type.
  static var vectorFiles: [String] { get }
}

extension PERFuzzTarget {
  /// The octets for the subject of this ASN.1 name.
  public static func input(_ type: String, _ octets: [UInt8]) -> [UInt8] {
    guard subjects.count > 1, let index = subjects.firstIndex(where: { $0.type == type }) else { return octets }
    return [UInt8(truncatingIfNeeded: index)] + octets
  }
}

extension PERFuzzTarget {
  private func subject(_ octets: [UInt8]) -> (subject: PERSubject, prefix: [UInt8], octets: [UInt8])? {
    let subjects = Self.subjects
    guard subjects.count > 1 else { return subjects.first.map { ($0, [], octets) } }
    guard let first = octets.first else { return nil }
    return (subjects[Int(first) % subjects.count], [first], Array(octets.dropFirst()))
  }

  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome {
    guard let (subject, _, octets) = subject(octets) else { return FuzzOutcome() }
    return try subject.check(octets)
  }

  public func mutate(_ octets: [UInt8], using generator: inout Base.SeededGenerator) -> [UInt8]? {
    guard let (subject, prefix, octets) = subject(octets) else { return nil }
    return subject.mutate(octets, using: &generator).map { prefix + $0 }
  }

  public func seeds(_ root: URL) throws -> [[UInt8]] {
    let subjects = Self.subjects
    let vectors = try Self.vectorFiles.flatMap { try Vectors.named(root.appending(path: $0)) }
    // Some of each type, and about as many of a protocol with one as of a protocol with sixty.
    let count = max(12, 100 / subjects.count)
    return vectors.map { Self.input($0.name, $0.octets) }
      + subjects.flatMap { subject in subject.randomMessages(count).map { Self.input(subject.type, $0) } }
  }
}
