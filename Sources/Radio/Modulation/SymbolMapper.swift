import ChannelCoding
import DSPKernels

/// Symbols of bits by tables (TS 38.211 §5.1): of the levels of an axis in vectors, or of an octet's symbols, where an octet has whole ones.
public struct SymbolMapper: Sendable, Hashable {
  public let constellation: Constellation
  /// What symbols are multiplied with.
  public let amplitude: Float
  public let instructionSet: InstructionSet
  private let levels: SymbolLevels
  /// Bits that an entry of the table is for.
  private let groupSize: Int
  private let table: [Complex]

  public init(_ constellation: Constellation, amplitude: Float = 1, instructionSet: InstructionSet = .fastest) {
    self.constellation = constellation
    self.amplitude = amplitude
    self.instructionSet = instructionSet
    let order = constellation.order
    levels = SymbolLevels(
      order: order, isTurning: constellation == .piHalfBPSK,
      levels: (0..<(1 << max(1, order / 2))).map { constellation.axisLevel($0) * amplitude })
    let groupSize = 8 % order == 0 ? 8 : order
    self.groupSize = groupSize
    table = (0..<(1 << groupSize)).flatMap { value in
      (0..<(groupSize / order)).map { constellation.symbol(value >> (groupSize - order * ($0 + 1)), at: $0) * amplitude }
    }
  }

  /// The first symbols of bits, as many as there is room for.
  /// - Parameter bits: at least as many as the symbols have.
  public func map(_ bits: BitSequence, into symbols: UnsafeMutableBufferPointer<Complex>) {
    precondition(bits.count >= symbols.count * constellation.order)
    bits.words.withUnsafeBufferPointer { map($0, into: symbols) }
  }

  /// The first symbols of the bits in words, as many as there is room for.
  /// - Parameter words: at least as many as the symbols have, the first bit in the most significant place of the first.
  public func map(_ words: UnsafeBufferPointer<UInt64>, into symbols: UnsafeMutableBufferPointer<Complex>) {
    precondition(words.count * 64 >= symbols.count * constellation.order)
    guard let target = symbols.baseAddress, let source = words.baseAddress else { return }
    if levels.map(source, into: target, count: symbols.count, instructionSet: instructionSet) { return }
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
