import ChannelCoding
import Modulation

/// Goes through the fields of a report in their order, writing or reading each.
struct CSIFields {
  private(set) var bits: BitSequence
  private let isReading: Bool
  private var position = 0

  init() {
    bits = BitSequence()
    isReading = false
  }

  init(reading bits: BitSequence) {
    self.bits = bits
    isReading = true
  }

  var left: Int { bits.count - position }

  /// - Parameter width: bits, 0 where the configuration has no such field.
  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) {
    guard isReading else {
      guard value >= 0, value >> width == 0 else {
        throw ParameterError("\(name)", value, "the field has \(width) bits", "TS 38.212 §6.3.1.1.2")
      }
      bits.append(UInt64(value), count: width)
      return
    }
    guard width <= left else {
      throw ParameterError("\(name)", bits.count, "the report ends in front of this field's last bit", "TS 38.212 §6.3.1.1.2")
    }
    value = Int(bits.bits(from: position, count: width))
    position += width
  }

  /// One of an ascending list of values, as its place.
  mutating func choice(_ name: StaticString, _ value: inout Int, of values: [Int], _ width: Int) throws(ParameterError) {
    var place = isReading ? 0 : values.firstIndex(of: value) ?? -1
    guard place >= 0 else { throw ParameterError("\(name)", value, "it is one of \(values)", "TS 38.214 §5.2.2.2") }
    try field(name, &place, width)
    guard values.indices ~= place else {
      throw ParameterError("\(name)", place, "there are \(values.count) values", "TS 38.214 §5.2.2.2")
    }
    value = values[place]
  }

  /// Zeros.
  mutating func padding(_ width: Int) throws(ParameterError) {
    var left = width
    while left > 0 {
      var value = 0
      try field("padding", &value, min(32, left))
      left -= 32
    }
  }

  /// - Throws: if there are bits behind the last field.
  func end() throws(ParameterError) {
    guard !isReading || left == 0 else {
      throw ParameterError("bits", bits.count, "the report has \(bits.count - left)", "TS 38.212 §6.3.1.1.2")
    }
  }
}
