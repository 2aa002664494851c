import DSPKernels
import Modulation

/// Codewords on layers (TS 38.211 §7.3.1.3 and §6.3.1.3).
public struct LayerMapping: Sendable, Hashable {
  /// υ.
  public let layerCount: Int

  /// 2 for more than four layers, otherwise 1.
  public var codewordCount: Int { layerCount > 4 ? 2 : 1 }

  /// - Throws: for other than 1 to 8 layers.
  public init(layerCount: Int) throws(ParameterError) {
    guard 1...8 ~= layerCount else {
      throw ParameterError("layerCount", layerCount, "there are 1 to 8 layers", "TS 38.211, table 7.3.1.3-1")
    }
    self.layerCount = layerCount
  }

  /// The layers of codeword 0 or 1; symbol i of the codeword is on its layer i mod their number, as that layer's symbol i / their number.
  public func layers(codeword: Int) -> Range<Int> {
    guard layerCount > 4 else { return codeword == 0 ? 0..<layerCount : layerCount..<layerCount }
    return codeword == 0 ? 0..<(layerCount / 2) : (layerCount / 2)..<layerCount
  }

  /// The symbols of each layer.
  /// - Throws: unless there are as many codewords as the layers have, with whole symbols and as many of them on each layer.
  public func layers(_ codewords: [[Complex]]) throws(ParameterError) -> [[Complex]] {
    guard codewords.count == codewordCount else {
      throw ParameterError("codewords", codewords.count, "\(layerCount) layers have \(codewordCount)", "TS 38.211, table 7.3.1.3-1")
    }
    let count = codewords[0].count / layers(codeword: 0).count
    for (index, codeword) in codewords.enumerated() where codeword.count != count * layers(codeword: index).count {
      throw ParameterError("codewords", codeword.count, "each layer has as many symbols", "TS 38.211, table 7.3.1.3-1")
    }
    return codewords.enumerated().flatMap { index, codeword in
      let width = layers(codeword: index).count
      return (0..<width).map { layer in (0..<count).map { codeword[$0 * width + layer] } }
    }
  }

  /// Puts symbols of a codeword on its layers, which are `pitch` elements apart.
  /// - Parameter count: of each layer.
  static func spread(
    _ symbols: UnsafePointer<Complex>, count: Int, layers: Int, into rows: UnsafeMutablePointer<Complex>, pitch: Int
  ) {
    let (source, target) = (UnsafeRawPointer(symbols), UnsafeMutableRawPointer(rows))
    let row = 8 * pitch
    var index = 0
    if layers == 2 {
      while index + 4 <= count {
        let eight = source.loadUnaligned(fromByteOffset: 16 * index, as: SIMD8<UInt64>.self)
        target.storeBytes(of: eight.evenHalf, toByteOffset: 8 * index, as: SIMD4<UInt64>.self)
        target.storeBytes(of: eight.oddHalf, toByteOffset: row + 8 * index, as: SIMD4<UInt64>.self)
        index += 4
      }
    } else if layers == 4 {
      while index + 4 <= count {
        let sixteen = source.loadUnaligned(fromByteOffset: 32 * index, as: SIMD16<UInt64>.self)
        let (even, odd) = (sixteen.evenHalf, sixteen.oddHalf)
        target.storeBytes(of: even.evenHalf, toByteOffset: 8 * index, as: SIMD4<UInt64>.self)
        target.storeBytes(of: odd.evenHalf, toByteOffset: row + 8 * index, as: SIMD4<UInt64>.self)
        target.storeBytes(of: even.oddHalf, toByteOffset: 2 * row + 8 * index, as: SIMD4<UInt64>.self)
        target.storeBytes(of: odd.oddHalf, toByteOffset: 3 * row + 8 * index, as: SIMD4<UInt64>.self)
        index += 4
      }
    }
    while index < count {
      for layer in 0..<layers { rows[layer * pitch + index] = symbols[index * layers + layer] }
      index += 1
    }
  }

  /// The symbols of each codeword, from those of its layers.
  /// - Throws: for another number of layers, and for layers of different lengths.
  public func codewords<Element>(_ layers: [[Element]]) throws(ParameterError) -> [[Element]] {
    guard layers.count == layerCount, layers.allSatisfy({ $0.count == layers[0].count }) else {
      throw ParameterError("layers", layers.count, "there are \(layerCount) of one length", "TS 38.211, table 7.3.1.3-1")
    }
    return (0..<codewordCount).map { codeword in
      let range = self.layers(codeword: codeword)
      var symbols: [Element] = []
      symbols.reserveCapacity(range.count * layers[0].count)
      for index in layers[0].indices { for layer in range { symbols.append(layers[layer][index]) } }
      return symbols
    }
  }
}
