import Base
import Foundation
import PER
import Testing

/// Statements that hold for every protocol that the ASN.1 compiler made types for.
public struct ProtocolChecks: Sendable {
  private let types: [any PERCodable.Type]
  private let messages: [any PERCodable.Type]
  private let schema: PERSchema

  /// - Parameters:
  ///   - types: all types of the protocol.
  ///   - messages: those that are sent by themselves.
  public init<Message: PERCodable>(types: [any PERCodable.Type], messages first: Message.Type, _ others: [any PERCodable.Type] = []) {
    self.types = types
    self.messages = [first] + others
    schema = Message.asn1.module.schema
  }

  private static func size<T: PERCodable>(_ type: T.Type) -> Int { MemoryLayout<T>.size }

  /// No type is larger than 256 octets.
  public func sizes(_ location: SourceLocation = #_sourceLocation) {
    let large = types.map { ($0, Self.size($0)) }.filter { $0.1 > 256 }
    #expect(large.isEmpty, "\(large)", sourceLocation: location)
  }

  private func roundTrip<T: PERCodable>(_ type: T.Type, _ octets: [UInt8], _ location: SourceLocation) throws {
    let value = try T(decoding: octets)
    let again = try value.encode()
    let other = try T(decoding: again)
    #expect(other == value, sourceLocation: location)
    #expect(other.hashValue == value.hashValue, sourceLocation: location)
    #expect(try T(json: value.json) == value, sourceLocation: location)
  }

  /// Random valid messages, made by the schema, go to octets, values, JSON and back.
  public func randomMessages(_ count: Int, seed: UInt64, _ location: SourceLocation = #_sourceLocation) throws {
    var random = RandomValues(schema: schema, seed: seed)
    for index in 0..<count {
      let type = messages[index % messages.count]
      let json = random.value(of: "\(type.asn1.name)")
      try roundTrip(type, try schema.octets(json, type: "\(type.asn1.name)", isAligned: type.asn1.module.isAligned), location)
    }
  }

  /// Every type by itself: random valid values are encoded by schema and type alike.
  public func randomValues(_ count: Int, seed: UInt64, _ location: SourceLocation = #_sourceLocation) throws {
    var random = RandomValues(schema: schema, seed: seed)
    for type in types {
      for _ in 0..<count {
        let json = random.value(of: "\(type.asn1.name)")
        let octets = try schema.octets(json, type: "\(type.asn1.name)", isAligned: type.asn1.module.isAligned)
        try roundTrip(type, octets, location)
      }
    }
  }

  /// The deepest message of each type is read and written on a small stack.
  public func deepestMessages(atLeast depth: Int, _ location: SourceLocation = #_sourceLocation) async throws {
    var deepest = 0
    var values = DeepestValue(schema: schema)
    for type in messages {
      let (levels, json) = values.value(of: "\(type.asn1.name)")
      let octets = try schema.octets(json, type: "\(type.asn1.name)", isAligned: type.asn1.module.isAligned)
      deepest = max(deepest, levels)
      let result = await withCheckedContinuation { (done: CheckedContinuation<Result<Void, any Error>, Never>) in
        let thread = Thread { done.resume(returning: Result { try roundTrip(type, octets, location) }) }
        thread.stackSize = 512 * 1024
        thread.start()
      }
      try result.get()
    }
    #expect(deepest >= depth, sourceLocation: location)
  }

  private func survive<T: PERCodable>(_ type: T.Type, _ octets: [UInt8], _ location: SourceLocation) {
    guard let value = try? T(decoding: octets), let again = try? value.encode() else { return }
    #expect((try? T(decoding: again)) == value, "\(T.asn1.name) \(Hex.encode(octets))", sourceLocation: location)
    if let json = try? value.json {
      #expect((try? T(json: json)) == value, "\(T.asn1.name) \(Hex.encode(octets))", sourceLocation: location)
    }
  }

  private func matches<T: PERCodable>(_ type: T.Type, _ octets: [UInt8], _ json: JSON, _ line: Int, _ location: SourceLocation) throws {
    let value = try T(decoding: octets)
    #expect(try value.encode() == octets, "vector \(line)", sourceLocation: location)
    #expect(try value.json == json, "vector \(line)", sourceLocation: location)
    #expect(try T(json: json) == value, "vector \(line)", sourceLocation: location)
  }

  /// Vectors of another implementation: a line for each message, its octets, a tab and its JSON; where there are several types of
  /// messages, the name of the type and a tab come first.
  public func vectors(_ text: String, atLeast count: Int, _ location: SourceLocation = #_sourceLocation) throws {
    let lines = text.split(separator: "\n")
    #expect(lines.count >= count, sourceLocation: location)
    for (index, line) in lines.enumerated() {
      let parts = line.split(separator: "\t")
      let type = parts.count == 2 ? messages[0] : try #require(types.first { "\($0.asn1.name)" == parts[0] })
      let octets = try #require(Hex.decode(parts[parts.count - 2]))
      try matches(type, octets, try JSON(parsing: String(parts[parts.count - 1]), maximumDepth: 256), index + 1, location)
    }
  }

  /// Random octets give a value of every type, which means the same when it is encoded again, or a typed error.
  public func hostileOctets(_ count: Int, seed: UInt64, _ location: SourceLocation = #_sourceLocation) {
    var generator = SeededGenerator(state: seed)
    for type in types {
      for _ in 0..<count {
        let octets = (0..<Int.random(in: 0...60, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        survive(type, octets, location)
      }
    }
  }

  /// Valid messages that were cut or in which bits were changed give a value or a typed error.
  public func damagedMessages(_ count: Int, seed: UInt64, _ location: SourceLocation = #_sourceLocation) throws {
    var random = RandomValues(schema: schema, seed: seed)
    var generator = SeededGenerator(state: seed &+ 1)
    for index in 0..<count {
      let type = messages[index % messages.count]
      let json = random.value(of: "\(type.asn1.name)")
      var octets = try schema.octets(json, type: "\(type.asn1.name)", isAligned: type.asn1.module.isAligned)
      if Bool.random(using: &generator) { octets.removeLast(Int.random(in: 0..<octets.count, using: &generator)) }
      for _ in 0..<Int.random(in: 1...3, using: &generator) where !octets.isEmpty {
        octets[Int.random(in: 0..<octets.count, using: &generator)] ^= 0x80 >> UInt8.random(in: 0...7, using: &generator)
      }
      survive(type, octets, location)
    }
  }
}
