/// A value whose content never reaches a log, an error text, a debugger description or a mirror by accident.
///
/// Wrap permanent identities (`Redacted<SUPI>`) and everything else that TS 33.117 §4.2.3.2.3 keeps out of traces. The description is
/// constant for a type; to correlate records of one subscriber use a keyed pseudonym instead.
public struct Redacted<Value> {
  /// The value itself; every use of this member is a deliberate disclosure.
  public let revealed: Value

  public init(_ value: Value) { revealed = value }
}

extension Redacted: Sendable where Value: Sendable {}
extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "<redacted \(Value.self)>" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
