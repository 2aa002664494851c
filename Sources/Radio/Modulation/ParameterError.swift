/// A configuration of the physical layer that the standard does not have.
public struct ParameterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The parameter's name.
  public let parameter: String
  public let value: String
  /// What is wrong with it.
  public let reason: String
  /// The clause that decides.
  public let clause: String

  public init(_ parameter: String, _ value: some Any, _ reason: String, _ clause: String) {
    self.parameter = parameter
    self.value = "\(value)"
    self.reason = reason
    self.clause = clause
  }

  public var description: String { "\(parameter) \(value): \(reason) (\(clause))" }
}
