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
      guard (1...100).contains(c.remaining) else { throw .malformed(ie: "dnn") }
      self.init(labels: [])
      while let length = c.peek() {
        c.position += 1
        guard (1...63).contains(length), let label = c.take(Int(length)) else { throw .malformed(ie: "dnn") }
        labels.append(label)
      }
    case .encode:
      guard let value, !value.labels.isEmpty else { throw .notEncodable(ie: "dnn") }
      let start = c.output.count
      for label in value.labels {
        guard (1...63).contains(label.count), c.output.count - start + label.count + 1 <= 100 else { throw .notEncodable(ie: "dnn") }
        c.output.append(UInt8(truncatingIfNeeded: label.count))
        c.output.append(contentsOf: label)
      }
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
