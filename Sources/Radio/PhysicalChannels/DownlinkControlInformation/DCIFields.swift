import ChannelCoding
import Modulation

/// What goes through the fields of a DCI format in their order (TS 38.212 §7.3.1): one writes them, one reads them, one counts their bits.
protocol DCIFieldVisitor {
  /// - Parameters:
  ///   - value: in the low `width` bits.
  ///   - width: 0 where the configuration has no such field.
  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError)
}

extension DCIFieldVisitor {
  mutating func flag(_ name: StaticString, _ value: inout Bool, _ width: Int = 1) throws(ParameterError) {
    var number = value ? 1 : 0
    try field(name, &number, width)
    value = number != 0
  }

  /// A field whose value the format prescribes.
  mutating func constant(_ name: StaticString, _ value: Int, _ width: Int) throws(ParameterError) {
    var number = value
    try field(name, &number, width)
    guard number == value else {
      throw ParameterError("\(name)", number, "the format has \(value) there", "TS 38.212 §7.3.1")
    }
  }
}

/// A DCI format whose fields have an order and, from a configuration, widths.
protocol DCIFieldSequence {
  associatedtype Layout
  init()
  mutating func visit(_ visitor: inout some DCIFieldVisitor, _ layout: Layout) throws(ParameterError)
}

extension DCIFieldSequence {
  /// The fields' bits, without padding.
  func fieldBits(_ layout: Layout) throws(ParameterError) -> BitSequence {
    var writer = DCIFieldWriter()
    var fields = self
    try fields.visit(&writer, layout)
    return writer.bits
  }

  /// The fields of a format whose bits come first in `bits`; padding behind them is left out.
  init(fields bits: BitSequence, _ layout: Layout) throws(ParameterError) {
    self.init()
    var reader = DCIFieldReader(bits: bits)
    try visit(&reader, layout)
  }

  /// How many bits the fields have.
  static func fieldCount(_ layout: Layout) throws(ParameterError) -> Int {
    var counter = DCIFieldCounter()
    var fields = Self()
    try fields.visit(&counter, layout)
    return counter.count
  }
}

struct DCIFieldWriter: DCIFieldVisitor {
  private(set) var bits = BitSequence()

  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) {
    guard value >= 0, value >> width == 0 else {
      throw ParameterError(
        "\(name)", value, width == 0 ? "the configuration has no such field" : "the field has \(width) bits", "TS 38.212 §7.3.1")
    }
    bits.append(UInt64(value), count: width)
  }
}

struct DCIFieldReader: DCIFieldVisitor {
  let bits: BitSequence
  private(set) var position = 0

  init(bits: BitSequence) { self.bits = bits }

  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) {
    guard position + width <= bits.count else {
      throw ParameterError("\(name)", bits.count, "the payload ends in front of this field's last bit", "TS 38.212 §7.3.1")
    }
    value = Int(bits.bits(from: position, count: width))
    position += width
  }
}

/// Keeps the least significant bits of each field.
private struct DCIFieldMask: DCIFieldVisitor {
  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) { value &= 1 << width - 1 }
}

extension DCIFieldSequence {
  /// The fields as they are meant for another bandwidth part: wider ones have zeros in front, of narrower ones the last bits count.
  func fields(for layout: Layout) throws(ParameterError) -> Self {
    var mask = DCIFieldMask()
    var fields = self
    try fields.visit(&mask, layout)
    return fields
  }
}

struct DCIFieldCounter: DCIFieldVisitor {
  private(set) var count = 0

  mutating func field(_ name: StaticString, _ value: inout Int, _ width: Int) throws(ParameterError) { count += width }
}

extension BitSequence {
  /// Puts zeros behind the last bit.
  /// - Throws: if there are more bits than `size` already.
  mutating func pad(to size: Int) throws(ParameterError) {
    guard count <= size else {
      throw ParameterError("size", size, "the fields alone have \(count) bits", "TS 38.212 §7.3.1.0")
    }
    while count < size { append(0, count: min(64, size - count)) }
  }
}

/// ⌈log2 count⌉: the bits that tell so many things apart.
func bitsToDistinguish(_ count: Int) -> Int { count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount }
