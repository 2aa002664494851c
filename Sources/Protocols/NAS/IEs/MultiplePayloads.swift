import Base

/// The contents of a payload container of type "multiple payloads" (TS 24.501 §9.11.3.39, figure 9.11.3.39.2).
public struct MultiplePayloads: InformationElement {
  public struct OptionalIE: Hashable, Sendable {
    /// 12 PDU session ID, 24 additional information, 58 5GMM cause, 37 back-off timer, 59 old PDU session ID, 80 request type,
    /// 22 S-NSSAI, 25 DNN, F0 release assistance indication, A0 MA PDU session information (hexadecimal).
    public var type: UInt8
    public var value: [UInt8]
    public init(type: UInt8, value: [UInt8]) {
      self.type = type
      self.value = value
    }
  }
  public struct Entry: Hashable, Sendable {
    public var type: PayloadContainerType
    /// At most 15.
    public var optionalIEs: [OptionalIE]
    public var contents: [UInt8]
    public init(type: PayloadContainerType, optionalIEs: [OptionalIE] = [], contents: [UInt8]) {
      self.type = type
      self.optionalIEs = optionalIEs
      self.contents = contents
    }
  }
  public var entries: [Entry]
  public init(_ entries: [Entry]) { self.entries = entries }

  public init(coding c: inout NASCoder, _ value: MultiplePayloads?) throws(NASError) {
    if c.mode == .decode || c.mode == .encode {
      let count = Int(try c.uint8("count", value.map { UInt8(truncatingIfNeeded: $0.entries.count) }))
      guard value?.entries.count ?? 0 < 256 else { throw .notEncodable(ie: "multiplePayloads") }
      entries = try c.list("", count: count, value?.entries.map(CountedEntry.init)).map(\.entry)
    } else {
      entries = try c.list("", value?.entries)
    }
  }

  private struct CountedEntry: InformationElement {
    var entry: Entry
    init(_ entry: Entry) { self.entry = entry }
    init(coding c: inout NASCoder, _ value: CountedEntry?) throws(NASError) {
      entry = try c.nestedCounted("", lengthOctets: 2, value?.entry)
    }
  }
}

extension MultiplePayloads.Entry: InformationElement {
  public init(coding c: inout NASCoder, _ value: Self?) throws(NASError) {
    var count: UInt8 = 0
    if c.mode == .decode || c.mode == .encode {
      guard value?.optionalIEs.count ?? 0 < 16 else { throw .notEncodable(ie: "optionalIEs") }
      count = try c.bits("count", 4, value.map { UInt8(truncatingIfNeeded: $0.optionalIEs.count) })
    }
    type = try c.named("type", bits: 4, value?.type)
    optionalIEs = try c.list("optionalIEs", count: Int(count), value?.optionalIEs)
    contents = try c.rest("contents", value?.contents)
  }
}

extension MultiplePayloads.OptionalIE: InformationElement {
  public init(coding c: inout NASCoder, _ value: Self?) throws(NASError) {
    type = try c.uint8("type", value?.type)
    self.value = try c.counted("value", value?.value)
  }
}
