import Base

/// Data network name (TS 24.501 §9.11.2.1B, TS 23.003 §9A): labels with a length octet each, as in DNS.
public struct DNN: InformationElement {
  /// Each label of 1 to 63 octets, in order.
  public var labels: [[UInt8]]

  /// From text such as `internet` or `internet.mnc070.mcc999.gprs`.
  public init(_ text: String) { labels = text.utf8.split(separator: 0x2E).map { Array($0) } }
  public init(labels: [[UInt8]]) { self.labels = labels }

  /// The labels with dots between them; octets that are not UTF-8 become U+FFFD.
  public var text: String { labels.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".") }

  public init(coding c: inout NASCoder, _ value: DNN?) throws(NASError) {
    switch c.mode {
    case .decode:
      var read: [[UInt8]] = []
      var reader = ByteReader(try c.rest("", nil))
      while !reader.isAtEnd {
        guard let length = reader.readUInt8(), (1...63).contains(length), let label = reader.readBytes(Int(length)) else {
          throw .malformed(ie: "dnn")
        }
        read.append(label)
      }
      guard !read.isEmpty, read.reduce(0, { $0 + $1.count + 1 }) <= 100 else { throw .malformed(ie: "dnn") }
      self.init(labels: read)
    case .encode:
      guard let value, !value.labels.isEmpty, value.labels.allSatisfy({ (1...63).contains($0.count) }),
        value.labels.reduce(0, { $0 + $1.count + 1 }) <= 100
      else { throw .notEncodable(ie: "dnn") }
      _ = try c.rest("", value.labels.flatMap { [UInt8($0.count)] + $0 })
      self = value
    case .toJSON:
      guard let value else { throw .notEncodable(ie: "dnn") }
      if value == DNN(value.text) {
        c.put("", .string(value.text))
      } else {
        c.put("labels", .array(value.labels.map { .string(Hex.encode($0)) }))
      }
      self = value
    case .fromJSON:
      if let text = c.member("")?.stringValue {
        self.init(text)
        return
      }
      self.init(labels: try c.list("labels", nil))
    }
  }
}
