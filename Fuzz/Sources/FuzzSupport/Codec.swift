import Base
import CFuzz

/// How a type is read and written, and what has to hold of it.
public struct Codec<Value: Hashable>: Sendable {
  public let decode: @Sendable ([UInt8]) throws -> Value
  public let encode: @Sendable (Value) throws -> [UInt8]
  public let json: @Sendable (Value) throws -> JSON
  public let parse: @Sendable (JSON) throws -> Value
  public let describe: @Sendable (Value) -> String

  public init(
    decode: @escaping @Sendable ([UInt8]) throws -> Value, encode: @escaping @Sendable (Value) throws -> [UInt8],
    json: @escaping @Sendable (Value) throws -> JSON, parse: @escaping @Sendable (JSON) throws -> Value,
    describe: @escaping @Sendable (Value) -> String
  ) {
    self.decode = decode
    self.encode = encode
    self.json = json
    self.parse = parse
    self.describe = describe
  }

  /// Decodes within the bound of memory.
  public func bounded(_ octets: [UInt8]) throws(FuzzFinding) -> (result: Result<Value, any Error>, memoryPermille: Int) {
    try MemoryBound.check(octets.count) { Result { try decode(octets) } }
  }

  /// A decoded value is encoded; what that gives is decoded to the same value and encoded to the same octets; its JSON, as text too,
  /// is the same value; it has a description.
  /// - Parameter count: the octets that it was decoded from. Some of them may be padding, without which what is left does not account for
  ///   the memory of the value: then, and only then, its encoding may be refused for that.
  /// - Returns: the encoding.
  public func roundTrip(_ value: Value, from count: Int) throws(FuzzFinding) -> [UInt8] {
    let first: [UInt8]
    do { first = try encode(value) } catch { throw FuzzFinding("decoded, but cannot be encoded: \(error)") }
    do {
      let again = try decode(first)
      guard again == value, again.hashValue == value.hashValue else {
        throw FuzzFinding("its encoding \(Hex.encode(first)) is another value:\n\(describe(again))\ninstead of\n\(describe(value))")
      }
      guard let second = try? encode(again), second == first else {
        throw FuzzFinding("the second encoding differs from \(Hex.encode(first))")
      }
    } catch let finding as FuzzFinding {
      throw finding
    } catch {
      guard first.count < count, MemoryBound.isReason(error) else {
        throw FuzzFinding("its encoding \(Hex.encode(first)) cannot be decoded: \(error)")
      }
    }
    let tree: JSON
    do { tree = try json(value) } catch { throw FuzzFinding("no JSON: \(error)") }
    let parsed: Value
    do {
      parsed = try parse(try JSON(parsing: tree.text(), maximumDepth: 256))
    } catch {
      throw FuzzFinding("its JSON cannot be read: \(error)\n\(tree)")
    }
    guard parsed == value else { throw FuzzFinding("its JSON is another value:\n\(describe(parsed))\ninstead of\n\(describe(value))") }
    guard !describe(value).isEmpty else { throw FuzzFinding("no description") }
    return first
  }

  /// ``bounded(_:)`` and ``roundTrip(_:)``.
  public func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome {
    let (result, memory) = try bounded(octets)
    guard case .success(let value) = result else { return FuzzOutcome(memoryPermille: memory) }
    return FuzzOutcome(canonical: try roundTrip(value, from: octets.count), memoryPermille: memory)
  }

  /// Changes the JSON of the value that the octets are.
  public func mutateJSON(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]? {
    guard let value = try? decode(octets), let tree = try? json(value) else { return nil }
    for _ in 0..<4 {
      var mutator = JSONMutator(generator: generator)
      let changed = mutator.mutate(tree)
      generator = mutator.generator
      if let value = try? parse(changed), let encoded = try? encode(value), encoded != octets { return encoded }
    }
    return nil
  }
}

/// Decoding may have at most 64 octets alive for each octet of the input, and 64 kB.
public enum MemoryBound {
  public static func allowed(_ count: Int) -> Int { 64 * count + 64 * 1024 }

  /// Whether a decoder refused octets because their value would take more.
  static func isReason(_ error: any Error) -> Bool { "\(error)".contains("more memory than its octets account for") }

  /// Runs `decode` and counts what this thread has alive meanwhile.
  public static func check<Value>(
    _ count: Int, _ decode: () -> Value
  ) throws(FuzzFinding) -> (result: Value, memoryPermille: Int) {
    try check(count, prepare: {}, decode: { _ in decode() })
  }

  /// ... with what `prepare` makes, which does not count.
  public static func check<State, Value>(
    _ count: Int, prepare: () -> State, decode: (State) -> Value
  ) throws(FuzzFinding) -> (result: Value, memoryPermille: Int) {
    var (value, peak) = account(prepare(), decode)
    // Tables and metadata that are made at first use belong to the process.
    if peak > allowed(count) { (value, peak) = account(prepare(), decode) }
    guard peak <= allowed(count) else {
      throw FuzzFinding("\(peak) octets alive while \(count) octets were decoded; \(allowed(count)) are allowed")
    }
    return (value, peak * 1000 / allowed(count))
  }

  private static func account<State, Value>(_ state: State, _ decode: (State) -> Value) -> (Value, Int) {
    vitrum_account_begin()
    let value = decode(state)
    return (value, Int(vitrum_account_end()))
  }
}
