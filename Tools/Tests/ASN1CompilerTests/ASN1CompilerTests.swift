import Testing

@testable import ASN1Compiler

@Suite struct ASN1CompilerTests {
  private static let module = """
    Sample-Module { itu-t (0) sample (1) } DEFINITIONS AUTOMATIC TAGS ::= BEGIN
    IMPORTS Criticality, Presence, ID FROM Sample-Common maxItems FROM Sample-Common;
    IES ::= CLASS { &id ID UNIQUE, &criticality Criticality, &Value, &presence Presence }
    WITH SYNTAX { ID &id CRITICALITY &criticality TYPE &Value PRESENCE &presence }
    Container {IES : Set} ::= SEQUENCE (SIZE (0..maxItems)) OF Field {{Set}}
    Field {IES : Set} ::= SEQUENCE {
      id IES.&id ({Set}), criticality IES.&criticality ({Set}{@id}), value IES.&Value ({Set}{@id}) }
    Message ::= SEQUENCE { ies Container {{Message-IEs}}, ... }
    Message-IEs IES ::= {
      { ID id-UE-Name CRITICALITY reject TYPE Name PRESENCE mandatory }| -- first
      { ID id-Level CRITICALITY ignore TYPE INTEGER (-5..10, ...) PRESENCE optional }, ... }
    Name ::= PrintableString (SIZE (1..maxItems, ...))
    Choice ::= CHOICE { one NULL, two SetupRelease { Inner }, ..., three BOOLEAN }
    SetupRelease { Element } ::= CHOICE { release NULL, setup Element }
    Inner ::= SEQUENCE { a INTEGER (0..255) DEFAULT 7, b ENUMERATED { x, y-z, ... }, ..., [[ c BOOLEAN OPTIONAL, d NULL ]] }
    END
    """

  private static let common = """
    Sample-Common DEFINITIONS AUTOMATIC TAGS ::= BEGIN
    Criticality ::= ENUMERATED { reject, ignore, notify }
    Presence ::= ENUMERATED { optional, conditional, mandatory }
    ID ::= INTEGER (0..65535)
    id-UE-Name ID ::= 7
    id-Level ID ::= 8
    maxItems INTEGER ::= 40
    END
    """

  private func generated() throws -> String {
    var compiler = Compiler()
    try compiler.add(text: Self.module.replacing("ID FROM", with: "ID, id-UE-Name, id-Level FROM"), file: "sample.asn")
    try compiler.add(text: Self.common, file: "common.asn")
    return try compiler.generate(name: "Sample", clauses: [:], shape: nil).sources.map(\.text).joined()
  }

  @Test("Containers of IEs are flattened, with presence and criticality of the object set (X.681)")
  func container() throws {
    let text = try generated()
    #expect(text.contains("public struct Message: SampleCodable"))
    #expect(text.contains("/// IE 7, reject.\n  public var ueName: Name\n"))
    #expect(text.contains("/// IE 8, ignore.\n  public var level: Int64?\n"))
    #expect(text.contains("var c = r.container(\n      [113, 130], 0, 40)"))
    #expect(text.contains("r.extensible(-5, 10)"))
  }

  @Test("Parameterised types, addition groups and defaults (X.683, X.680 §25)")
  func constructs() throws {
    let text = try generated()
    #expect(text.contains("public enum SetupRelease<Value: SampleCodable>: SampleCodable"))
    #expect(text.contains("case two(SetupRelease<Inner>)"))
    #expect(text.contains("public var a: UInt8\n"))
    // No component has the name of what the initialiser reads with.
    #expect(text.contains("let aValue: UInt8 = p.has(0) ? r.uint8(0, 255) : 7"))
    #expect(text.contains("let g0 = a.group(0, 1, &r)"))
    #expect(text.contains("case yZ"))
  }

  @Test("A generic type takes a type with a name of its own; every SEQUENCE {} without a name is one type")
  func genericAndEmpty() throws {
    var compiler = Compiler()
    try compiler.add(
      text: """
        M DEFINITIONS AUTOMATIC TAGS ::= BEGIN
        S { E } ::= CHOICE { release NULL, setup E }
        Inner ::= SEQUENCE { a BOOLEAN }
        Alias ::= Inner
        Text ::= OCTET STRING
        EmptySequence ::= BOOLEAN
        A ::= SEQUENCE { a S { Inner }, b S { Alias }, c S { Text }, d S { S { Inner } }, e SEQUENCE {}, f SEQUENCE {} }
        END
        """, file: "m.asn")
    let text = try compiler.generate(name: "Sample", clauses: [:], shape: nil).sources.map(\.text).joined()
    #expect(text.contains("public var a: S<Inner>\n"))
    #expect(text.contains("public var b: SAlias\n"))
    #expect(text.contains("public var c: SText\n"))
    #expect(text.contains("public var d: SSInner\n"))
    #expect(text.contains("public var e: EmptySequenceValue\n"))
    #expect(text.contains("public var f: EmptySequenceValue\n"))
  }

  @Test("Enumerations without names are one type where their values are the same; a type that holds itself is refused")
  func sharedAndRecursive() throws {
    var compiler = Compiler()
    try compiler.add(
      text: """
        M DEFINITIONS AUTOMATIC TAGS ::= BEGIN
        A ::= SEQUENCE { a ENUMERATED { n1, n2 }, b ENUMERATED { n1, n2 }, c ENUMERATED { n1, n2, ... } }
        END
        """, file: "m.asn")
    let text = try compiler.generate(name: "Sample", clauses: [:], shape: nil).sources.map(\.text).joined()
    #expect(text.contains("public var a: N1N2\n"))
    #expect(text.contains("public var b: N1N2\n"))
    #expect(text.contains("public var c: AC\n"))
    var recursive = Compiler()
    try recursive.add(text: "M DEFINITIONS AUTOMATIC TAGS ::= BEGIN\nA ::= SEQUENCE { a A OPTIONAL }\nEND", file: "m.asn")
    #expect(throws: CompilerError.self) { _ = try recursive.generate(name: "Sample", clauses: [:], shape: nil) }
  }

  @Test("Mistakes name file and line")
  func mistakes() {
    var compiler = Compiler()
    #expect {
      try compiler.add(text: "M DEFINITIONS AUTOMATIC TAGS ::= BEGIN\nA ::= SEQUENCE {\n a ? }\nEND", file: "m.asn")
    } throws: { "\($0)".hasPrefix("m.asn:3:") }
    var other = Compiler()
    #expect {
      try other.add(text: "M DEFINITIONS AUTOMATIC TAGS ::= BEGIN\nA ::= Missing\nEND", file: "m.asn")
      _ = try other.summary()
    } throws: { "\($0)" == "m.asn:2: unknown type Missing" }
  }

  @Test(
    "Swift names of ASN.1 names",
    arguments: [
      ("RAN-UE-NGAP-ID", "ranUENGAPID"), ("pLMNIdentity", "plmnIdentity"), ("nR-CGI", "nrCGI"), ("FiveG-S-TMSI", "fiveGSTMSI"),
      ("tAI", "tai"), ("qosFlowIdentifier", "qosFlowIdentifier"), ("true", "`true`"),
    ])
  func naming(asn1: String, swift: String) {
    #expect(Naming.member(asn1) == swift)
  }
}
