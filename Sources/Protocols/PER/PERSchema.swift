public struct PERSchema: Sendable {
  public init(_ texts: [StaticString]) {}
}
