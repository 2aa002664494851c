import Modulation

/// Resource allocation of type 1 (TS 38.214 §5.1.2.2.2, §6.1.2.2.2): contiguous resource blocks as one number, the RIV.
public enum ResourceIndicationValue {
  /// The bits of a value for a bandwidth part of `size` resource blocks (TS 38.212 §7.3.1).
  public static func width(size: Int) -> Int { bitsToDistinguish(max(0, size) * (max(0, size) + 1) / 2) }

  /// - Parameters:
  ///   - blocks: counted from the bandwidth part's first.
  ///   - size: resource blocks of the bandwidth part, at most 275.
  /// - Throws: unless the blocks are at least one and within the bandwidth part.
  public static func value(_ blocks: Range<Int>, size: Int) throws(ParameterError) -> Int {
    guard 1...275 ~= size else {
      throw ParameterError("size", size, "a bandwidth part has 1 to 275 resource blocks", "TS 38.211 §4.4.5")
    }
    guard !blocks.isEmpty, blocks.lowerBound >= 0, blocks.upperBound <= size else {
      throw ParameterError("blocks", blocks, "there are \(size)", "TS 38.214 §5.1.2.2.2")
    }
    let length = blocks.count
    return length - 1 <= size / 2
      ? size * (length - 1) + blocks.lowerBound : size * (size - length + 1) + (size - 1 - blocks.lowerBound)
  }

  /// The resource blocks of a value.
  /// - Throws: for a value that no allocation has.
  public static func blocks(_ value: Int, size: Int) throws(ParameterError) -> Range<Int> {
    guard 1...275 ~= size else {
      throw ParameterError("size", size, "a bandwidth part has 1 to 275 resource blocks", "TS 38.211 §4.4.5")
    }
    guard 0..<(size * (size + 1) / 2) ~= value else {
      throw ParameterError("value", value, "\(size) resource blocks have \(size * (size + 1) / 2) values", "TS 38.214 §5.1.2.2.2")
    }
    let (row, column) = value.quotientAndRemainder(dividingBy: size)
    return column + row + 1 <= size ? column..<(column + row + 1) : (size - 1 - column)..<(2 * size - column - row)
  }

  /// By what the blocks of a DCI format of a size from the initial bandwidth part are multiplied for a larger active one (K).
  public static func scale(initialSize: Int, activeSize: Int) -> Int {
    guard initialSize > 0, activeSize > initialSize else { return 1 }
    return [8, 4, 2].first { $0 <= activeSize / initialSize } ?? 1
  }

  /// The value of resource blocks of the active bandwidth part in a field whose width comes from the initial one.
  /// - Throws: unless the blocks begin and end at multiples of the scale, within the initial bandwidth part.
  public static func value(_ blocks: Range<Int>, initialSize: Int, activeSize: Int) throws(ParameterError) -> Int {
    let scale = scale(initialSize: initialSize, activeSize: activeSize)
    guard blocks.lowerBound % scale == 0, blocks.upperBound % scale == 0 else {
      throw ParameterError("blocks", blocks, "they are multiples of \(scale)", "TS 38.214 §5.1.2.2.2")
    }
    return try value((blocks.lowerBound / scale)..<(blocks.upperBound / scale), size: initialSize)
  }

  /// The resource blocks of the active bandwidth part that a value means whose width comes from the initial one.
  /// - Throws: for a value that no allocation has.
  public static func blocks(_ value: Int, initialSize: Int, activeSize: Int) throws(ParameterError) -> Range<Int> {
    let blocks = try blocks(value, size: initialSize)
    let scale = scale(initialSize: initialSize, activeSize: activeSize)
    return (blocks.lowerBound * scale)..<(blocks.upperBound * scale)
  }
}

/// Resource block groups of allocation type 0 (TS 38.214 §5.1.2.2.1, §6.1.2.2.1).
public struct ResourceBlockGroups: Sendable, Hashable {
  /// rbg-Size
  public enum Configuration: Sendable, Hashable, CaseIterable {
    case configuration1
    case configuration2
  }

  /// N_RBG
  public let count: Int
  /// P: resource blocks of a group; the first and the last may have fewer.
  public let nominalSize: Int
  private let start: Int
  private let size: Int

  /// - Parameters:
  ///   - start: the bandwidth part's first common resource block.
  ///   - size: its resource blocks, 1 to 275.
  public init(start: Int, size: Int, configuration: Configuration) throws(ParameterError) {
    guard 1...275 ~= size, 0...2474 ~= start else {
      throw ParameterError("size", size, "a bandwidth part has 1 to 275 resource blocks of a carrier", "TS 38.211 §4.4.5")
    }
    let isFirst = configuration == .configuration1
    switch size {
    case ...36: nominalSize = isFirst ? 2 : 4
    case ...72: nominalSize = isFirst ? 4 : 8
    case ...144: nominalSize = isFirst ? 8 : 16
    default: nominalSize = 16
    }
    count = (size + start % nominalSize + nominalSize - 1) / nominalSize
    self.start = start
    self.size = size
  }

  /// The resource blocks of a group, counted from the bandwidth part's first; empty beyond the last group.
  public subscript(group: Int) -> Range<Int> {
    guard 0..<count ~= group else { return 0..<0 }
    let first = nominalSize * group - start % nominalSize
    return max(0, first)..<min(size, first + nominalSize)
  }

  /// The resource blocks of a bitmap, whose most significant bit of `count` is group 0.
  public func blocks(_ bitmap: Int) -> [Int] {
    (0..<count).filter { bitmap >> (count - 1 - $0) & 1 == 1 }.flatMap { Array(self[$0]) }
  }
}

/// The frequency domain resource assignment of DCI formats 0_1 and 1_1 (TS 38.212 §7.3.1.1.2, §7.3.1.2.2).
public struct FrequencyDomainAssignment: Sendable, Hashable {
  /// resourceAllocation
  public enum Kind: Sendable, Hashable, CaseIterable {
    case type0
    case type1
    /// dynamicSwitch: the field's first bit says which.
    case dynamicSwitch
  }
  /// What a field says.
  public enum Allocation: Sendable, Hashable {
    /// Group 0 is the most significant of as many bits as there are groups.
    case groups(bitmap: Int)
    case contiguous(Range<Int>)
  }

  public let kind: Kind
  public let groups: ResourceBlockGroups
  /// Resource blocks of the bandwidth part.
  public let size: Int
  /// Bits of the field.
  public let width: Int

  /// - Parameters:
  ///   - start: the bandwidth part's first common resource block.
  ///   - size: its resource blocks, 1 to 275.
  public init(
    kind: Kind, start: Int, size: Int, groupConfiguration: ResourceBlockGroups.Configuration = .configuration1
  ) throws(ParameterError) {
    groups = try ResourceBlockGroups(start: start, size: size, configuration: groupConfiguration)
    self.kind = kind
    self.size = size
    let contiguous = ResourceIndicationValue.width(size: size)
    switch kind {
    case .type0: width = groups.count
    case .type1: width = contiguous
    case .dynamicSwitch: width = max(groups.count, contiguous) + 1
    }
  }

  /// The field's value.
  /// - Parameters:
  ///   - hoppingOffset: which frequency offset of frequency hopping is in the first bits (TS 38.214 §6.3), and how many bits these are.
  /// - Throws: for an allocation of another type, or one that does not fit.
  public func value(_ allocation: Allocation, hoppingOffset: (index: Int, width: Int)? = nil) throws(ParameterError) -> Int {
    switch allocation {
    case .groups(let bitmap):
      guard kind != .type1, bitmap >= 0, bitmap >> groups.count == 0 else {
        throw ParameterError("bitmap", bitmap, "there are \(groups.count) groups of \(kind)", "TS 38.214 §5.1.2.2.1")
      }
      return bitmap
    case .contiguous(let blocks):
      guard kind != .type0 else { throw ParameterError("allocation", allocation, "the field has bitmaps alone", "TS 38.214 §5.1.2.2") }
      let contiguous = ResourceIndicationValue.width(size: size)
      var value = try ResourceIndicationValue.value(blocks, size: size)
      if let hoppingOffset {
        guard 1...2 ~= hoppingOffset.width, 0..<(1 << hoppingOffset.width) ~= hoppingOffset.index, contiguous > hoppingOffset.width,
          value >> (contiguous - hoppingOffset.width) == 0
        else {
          throw ParameterError("hoppingOffset", hoppingOffset, "the allocation needs the bits of the offset", "TS 38.212 §7.3.1.1.1")
        }
        value |= hoppingOffset.index << (contiguous - hoppingOffset.width)
      }
      return kind == .dynamicSwitch ? value | 1 << (width - 1) : value
    }
  }

  /// What a field's value says.
  /// - Parameter hoppingWidth: the bits in front that are an offset of frequency hopping, 0 without hopping.
  /// - Throws: for a value that no allocation has.
  public func allocation(_ value: Int, hoppingWidth: Int = 0) throws(ParameterError) -> (Allocation, hoppingOffset: Int) {
    guard value >= 0, value >> width == 0, 0...2 ~= hoppingWidth else {
      throw ParameterError("value", value, "the field has \(width) bits", "TS 38.212 §7.3.1")
    }
    if kind == .type0 || kind == .dynamicSwitch && value >> (width - 1) == 0 {
      return (.groups(bitmap: value & (1 << groups.count - 1)), 0)
    }
    let contiguous = ResourceIndicationValue.width(size: size)
    let number = value & (1 << contiguous - 1)
    let bits = max(0, contiguous - hoppingWidth)
    return (.contiguous(try ResourceIndicationValue.blocks(number & (1 << bits - 1), size: size)), number >> bits)
  }
}
