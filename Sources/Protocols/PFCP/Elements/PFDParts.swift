import Base

/// Flow descriptions or URLs of a packet flow description beyond the first (TS 29.244 §8.2.39).
public struct PFDTexts: Hashable, Sendable, LeafElement, ExpressibleByArrayLiteral {
  /// Each at most 65,535 octets.
  public var texts: [PFCPText]

  public init(_ texts: [PFCPText]) { self.texts = texts }
  public init(arrayLiteral texts: PFCPText...) { self.init(texts) }

  /// Octets behind the length of the whole.
  private var octetCount: Int { texts.reduce(0) { $0 + 2 + $1.octets.count } }
  var fits: Bool { octetCount <= 0xFFFF }

  init?(reading reader: inout ElementReader) {
    guard let count = reader.readUInt16(), var part = reader.readSlice(Int(count)) else { return nil }
    texts = []
    while !part.isAtEnd {
      guard let octets = part.readOctets16() else { return nil }
      texts.append(PFCPText(octets: octets))
    }
  }

  func write(to writer: inout ElementWriter) {
    writer.writeUInt16(UInt16(truncatingIfNeeded: octetCount))
    for text in texts { writer.writeOctets16(text.octets) }
  }

  init?(fromJSON json: JSON) {
    guard let array = json.arrayValue else { return nil }
    texts = array.compactMap(PFCPText.init(fromJSON:))
    if texts.count != array.count { return nil }
  }

  func writeJSON() -> JSON { .array(texts.map { $0.writeJSON() }) }
}

/// Domain names of a packet flow description beyond the first, each with its protocol (TS 29.244 §8.2.39).
public struct PFDDomainNames: Hashable, Sendable, LeafElement {
  public struct Entry: Hashable, Sendable {
    public var domainName: PFCPText
    public var domainNameProtocol: PFCPText

    public init(domainName: PFCPText, domainNameProtocol: PFCPText) {
      self.domainName = domainName
      self.domainNameProtocol = domainNameProtocol
    }
  }

  public var entries: [Entry]

  public init(_ entries: [Entry]) { self.entries = entries }

  /// On the wire they are texts, two for each.
  private var texts: PFDTexts { PFDTexts(entries.flatMap { [$0.domainName, $0.domainNameProtocol] }) }
  var fits: Bool { texts.fits }

  init?(reading reader: inout ElementReader) {
    guard let texts = PFDTexts(reading: &reader)?.texts, texts.count.isMultiple(of: 2) else { return nil }
    entries = stride(from: 0, to: texts.count, by: 2).map { Entry(domainName: texts[$0], domainNameProtocol: texts[$0 + 1]) }
  }

  func write(to writer: inout ElementWriter) { texts.write(to: &writer) }

  init?(fromJSON json: JSON) {
    guard let array = json.arrayValue else { return nil }
    entries = array.compactMap { json in
      guard let object = json.objectValue, let name = object.require("domainName", PFCPText.self),
        let domainNameProtocol = object.require("domainNameProtocol", PFCPText.self)
      else { return nil }
      return Entry(domainName: name, domainNameProtocol: domainNameProtocol)
    }
    if entries.count != array.count { return nil }
  }

  func writeJSON() -> JSON {
    .array(entries.map { ["domainName": $0.domainName.writeJSON(), "domainNameProtocol": $0.domainNameProtocol.writeJSON()] })
  }
}
