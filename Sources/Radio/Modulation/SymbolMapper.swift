import ChannelCoding
import DSPKernels

/// Symbols of bits by a table (TS 38.211 §5.1): an octet's symbols at once, where an octet has whole ones.
public struct SymbolMapper: Sendable {
  public let constellation: Constellation
  /// Bits that an entry of the table is for.
  private let groupSize: Int
  private let table: [Complex]

  public init(_ constellation: Constellation) {
    self.constellation = constellation
    let order = constellation.order
    let groupSize = 8 % order == 0 ? 8 : order
    self.groupSize = groupSize
    table = (0..<(1 << groupSize)).flatMap { value in
      var bits = BitSequence()
      bits.append(UInt64(value), count: groupSize)
      return constellation.modulate(bits)
    }
  }

  /// The first symbols of bits, as many as there is room for.
  /// - Parameter bits: at least as many as the symbols have.
  public func map(_ bits: BitSequence, into symbols: UnsafeMutableBufferPointer<Complex>) {
    precondition(bits.count >= symbols.count * constellation.order)
    guard let target = symbols.baseAddress else { return }
    bits.words.withUnsafeBufferPointer { words in
      table.withUnsafeBufferPointer { table in
        guard let table = table.baseAddress else { return }
        switch constellation.order {
        case 8: Self.octets(words, table, target, symbols.count, as: SIMD2<Float>.self)
        case 4: Self.octets(words, table, target, symbols.count, as: SIMD4<Float>.self)
        case 2: Self.octets(words, table, target, symbols.count, as: SIMD8<Float>.self)
        case 1: Self.octets(words, table, target, symbols.count, as: SIMD16<Float>.self)
        default: groups(words, table, target, symbols.count)
        }
      }
    }
  }

  /// An octet has `Group.scalarCount / 2` symbols.
  @inline(__always)
  private static func octets<Group: SIMD>(
    _ words: UnsafeBufferPointer<UInt64>, _ table: UnsafePointer<Complex>, _ target: UnsafeMutablePointer<Complex>, _ count: Int,
    as: Group.Type
  ) where Group.Scalar == Float {
    let perOctet = Group.scalarCount / 2
    let source = UnsafeRawPointer(table)
    var place = UnsafeMutableRawPointer(target)
    let size = 8 * perOctet
    for index in 0..<(count / (8 * perOctet)) {
      let word = words[index]
      for shift in stride(from: 56, through: 0, by: -8) {
        let octet = Int(word >> UInt64(shift) & 0xFF)
        place.storeBytes(of: source.loadUnaligned(fromByteOffset: octet * size, as: Group.self), as: Group.self)
        place += size
      }
    }
    for index in (count / (8 * perOctet) * 8 * perOctet)..<count {
      let octet = index / perOctet
      target[index] = table[Int(words[octet >> 3] >> UInt64(56 - (octet & 7) * 8) & 0xFF) * perOctet + index % perOctet]
    }
  }

  private func groups(
    _ words: UnsafeBufferPointer<UInt64>, _ table: UnsafePointer<Complex>, _ target: UnsafeMutablePointer<Complex>, _ count: Int
  ) {
    let size = groupSize
    var position = 0
    for index in 0..<count {
      let shift = position & 63
      var value = words[position >> 6] << UInt64(shift)
      if shift + size > 64 { value |= words[position >> 6 + 1] >> UInt64(64 - shift) }
      target[index] = table[Int(value >> UInt64(64 - size))]
      position += size
    }
  }
}
