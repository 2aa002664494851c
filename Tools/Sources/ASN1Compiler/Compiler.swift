/// Compiles ASN.1 modules into Swift: add every module of a protocol, then generate.
public struct Compiler {
  /// A Swift file to be written.
  public struct OutputFile: Sendable {
    public var name: String
    public var text: String
  }

  /// How the messages of a protocol are encoded, and the standard that defines them.
  public struct Shape: Sendable {
    var standard: String
    var isAligned: Bool

    public init(standard: String, isAligned: Bool) {
      self.standard = standard
      self.isAligned = isAligned
    }
  }

  private var modules: [ModuleSyntax] = []

  public init() {}

  /// Parses all modules of a text.
  public mutating func add(text: String, file: String) throws(CompilerError) {
    var parser = try Parser(text: text, file: file)
    modules += try parser.modules()
  }

  private func plain() throws(CompilerError) -> ResolvedProtocol {
    var resolver = Resolver(modules)
    return try resolver.resolve()
  }

  private func resolved() throws(CompilerError) -> ResolvedProtocol { try plain().lifted() }

  /// One line: modules, types and object sets that were found and resolved.
  public func summary() throws(CompilerError) -> String {
    let result = try resolved()
    return "\(modules.count) modules, \(result.definitions.count) types, \(result.sets.count) object sets"
  }

  public func coverage() throws(CompilerError) -> Coverage { Coverage(try resolved(), named: try plain().definitions.map(\.key)) }

  /// The Swift files of the protocol, and the list of its types that a test may use.
  /// - Parameters:
  ///   - name: prefix of files and of the schema (`NGAP`).
  ///   - clauses: where the standard prints each module, for documentation.
  ///   - shape: what the protocol of all types says of them; `nil` for a protocol whose `<NAME>Codable` is written by hand.
  public func generate(
    name: String, clauses: [String: String], shape: Shape?
  ) throws(CompilerError) -> (sources: [OutputFile], typeList: OutputFile) {
    var generator = SwiftGenerator(source: try resolved(), name: name, clauses: clauses, shape: shape)
    let sources = try generator.files()
    return (sources, generator.typeList())
  }
}
