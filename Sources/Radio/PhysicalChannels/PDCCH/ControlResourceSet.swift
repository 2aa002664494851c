import ChannelCoding
import Modulation

/// A resource block during one symbol (REG, TS 38.211 §7.3.2.2).
public struct ResourceElementGroup: Sendable, Hashable {
  /// A common resource block.
  public var block: Int
  /// Counted from the CORESET's first.
  public var symbol: Int

  public init(block: Int, symbol: Int) {
    self.block = block
    self.symbol = symbol
  }
}

/// Where PDCCHs may be: resource blocks for one to three symbols (CORESET, TS 38.211 §7.3.2.2).
public struct ControlResourceSet: Sendable, Hashable {
  /// How control channel elements are spread over resource element groups.
  public enum Mapping: Sendable, Hashable {
    case nonInterleaved
    /// - Parameters:
    ///   - bundleSize: L, resource element groups of a bundle: 2 or 6 with one symbol, else 6 or as many as symbols.
    ///   - interleaverSize: R: 2, 3 or 6.
    ///   - shift: n_shift, 0 to 1007.
    case interleaved(bundleSize: Int, interleaverSize: Int, shift: Int)
  }
  /// precoderGranularity.
  public enum PrecoderGranularity: Sendable, Hashable, CaseIterable {
    /// A bundle has one precoder, and only the PDCCH's groups have its reference signal.
    case resourceElementGroupBundle
    /// Contiguous resource blocks have one precoder; all of those that the PDCCH touches have its reference signal.
    case allContiguousResourceBlocks
  }

  /// controlResourceSetId, 0 to 15.
  public let index: Int
  /// Common resource blocks, in ascending order.
  public let resourceBlocks: [Int]
  /// 1 to 3.
  public let symbolCount: Int
  public let mapping: Mapping
  public let precoderGranularity: PrecoderGranularity
  /// The common resource block from which reference signals are counted (TS 38.211 §7.4.1.3.2).
  public let referenceBlock: Int
  /// N_CCE.
  public let elementCount: Int
  /// Resource element groups of a bundle (L).
  public let bundleSize: Int
  /// For each bundle in the order of the elements, which one it is (f).
  private let bundles: [UInt16]

  /// The CORESET of a ControlResourceSet of RRC.
  /// - Parameters:
  ///   - index: 1 to 15.
  ///   - bandwidthPartStart: its first common resource block.
  ///   - bandwidthPartSize: its resource blocks.
  ///   - frequencyDomainResources: 45 bits, one for each six resource blocks.
  ///   - blockOffset: rb-Offset, 0 to 5, if there is.
  ///   - symbolCount: duration, 1 to 3.
  /// - Throws: for resources beyond the bandwidth part, and for a mapping that they do not allow.
  public init(
    index: Int, bandwidthPartStart: Int, bandwidthPartSize: Int, frequencyDomainResources: BitSequence, blockOffset: Int? = nil,
    symbolCount: Int, mapping: Mapping, precoderGranularity: PrecoderGranularity = .resourceElementGroupBundle
  ) throws(ParameterError) {
    guard 1...15 ~= index else {
      throw ParameterError("index", index, "controlResourceSetId is 1 to 15", "TS 38.213 §10.1")
    }
    guard 1...275 ~= bandwidthPartSize, 0...2474 ~= bandwidthPartStart else {
      throw ParameterError("bandwidthPartSize", bandwidthPartSize, "a bandwidth part has 1 to 275 resource blocks", "TS 38.211 §4.4.5")
    }
    guard frequencyDomainResources.count == 45 else {
      throw ParameterError("frequencyDomainResources", frequencyDomainResources.count, "the bitmap has 45 bits", "TS 38.331 §6.3.2")
    }
    guard 0...5 ~= blockOffset ?? 0 else {
      throw ParameterError("blockOffset", blockOffset ?? 0, "rb-Offset is 0 to 5", "TS 38.331 §6.3.2")
    }
    let first = blockOffset.map { bandwidthPartStart + $0 } ?? (bandwidthPartStart + 5) / 6 * 6
    var blocks: [Int] = []
    for group in 0..<45 where frequencyDomainResources[group] {
      let start = first + 6 * group
      guard start + 6 <= bandwidthPartStart + bandwidthPartSize else {
        throw ParameterError("frequencyDomainResources", group, "the group ends beyond the bandwidth part", "TS 38.213 §10.1")
      }
      blocks += start..<(start + 6)
    }
    try self.init(index, blocks, symbolCount, mapping, precoderGranularity, referenceBlock: 0)
  }

  /// CORESET 0: interleaved bundles of six, counted from its own first resource block.
  /// - Parameters:
  ///   - firstBlock: a common resource block.
  ///   - blockCount: 24, 48 or 96.
  public init(zeroFrom firstBlock: Int, blockCount: Int, symbolCount: Int, cellIdentity: Int) throws(ParameterError) {
    guard [24, 48, 96].contains(blockCount) else {
      throw ParameterError("blockCount", blockCount, "CORESET 0 has 24, 48 or 96 resource blocks", "TS 38.213 §13")
    }
    guard 0...2474 ~= firstBlock, firstBlock + blockCount <= 2475 else {
      throw ParameterError("firstBlock", firstBlock, "common resource blocks go from 0 to 2474", "TS 38.211 §4.4.4.3")
    }
    guard 0...1007 ~= cellIdentity else {
      throw ParameterError("cellIdentity", cellIdentity, "a cell identity is 0 to 1007", "TS 38.211 §7.4.2.1")
    }
    try self.init(
      0, Array(firstBlock..<(firstBlock + blockCount)), symbolCount,
      .interleaved(bundleSize: 6, interleaverSize: 2, shift: cellIdentity), .resourceElementGroupBundle, referenceBlock: firstBlock)
  }

  private init(
    _ index: Int, _ blocks: [Int], _ symbolCount: Int, _ mapping: Mapping, _ granularity: PrecoderGranularity, referenceBlock: Int
  ) throws(ParameterError) {
    guard !blocks.isEmpty else {
      throw ParameterError("frequencyDomainResources", 0, "a CORESET has at least six resource blocks", "TS 38.211 §7.3.2.2")
    }
    guard 1...3 ~= symbolCount else {
      throw ParameterError("symbolCount", symbolCount, "a CORESET has 1 to 3 symbols", "TS 38.211 §7.3.2.2")
    }
    let groupCount = blocks.count * symbolCount
    switch mapping {
    case .nonInterleaved:
      bundleSize = 6
      bundles = (0..<(groupCount / 6)).map { UInt16($0) }
    case .interleaved(let size, let rows, let shift):
      guard size == 6 || size == (symbolCount == 1 ? 2 : symbolCount) else {
        throw ParameterError("bundleSize", size, "bundles for \(symbolCount) symbols are of another size", "TS 38.211 §7.3.2.2")
      }
      guard [2, 3, 6].contains(rows) else {
        throw ParameterError("interleaverSize", rows, "the interleaver has 2, 3 or 6 rows", "TS 38.211 §7.3.2.2")
      }
      guard 0...1007 ~= shift else {
        throw ParameterError("shift", shift, "n_shift is at most 274, or the cell's identity", "TS 38.211 §7.3.2.2")
      }
      guard groupCount % (size * rows) == 0 else {
        throw ParameterError("interleaverSize", rows, "\(groupCount / size) bundles do not fill its rows", "TS 38.211 §7.3.2.2")
      }
      let count = groupCount / size
      bundleSize = size
      bundles = (0..<count).map { UInt16(($0 % rows * (count / rows) + $0 / rows + shift) % count) }
    }
    let gaps = zip(blocks, blocks.dropFirst()).count { $0 + 1 != $1 }
    guard granularity == .resourceElementGroupBundle || gaps <= 3 else {
      throw ParameterError("precoderGranularity", granularity, "there are more than four sets of contiguous blocks", "TS 38.213 §10.1")
    }
    self.index = index
    resourceBlocks = blocks
    self.symbolCount = symbolCount
    self.mapping = mapping
    precoderGranularity = granularity
    self.referenceBlock = referenceBlock
    elementCount = groupCount / 6
  }

  /// The bundles of a control channel element.
  func bundles(ofElement element: Int) -> ArraySlice<UInt16> {
    let count = 6 / bundleSize
    return bundles[(element * count)..<((element + 1) * count)]
  }

  /// The resource element groups of a bundle, which are numbered time first.
  func groups(ofBundle bundle: Int) -> [ResourceElementGroup] {
    (bundle * bundleSize..<(bundle + 1) * bundleSize).map {
      ResourceElementGroup(block: resourceBlocks[$0 / symbolCount], symbol: $0 % symbolCount)
    }
  }

  /// The resource element groups of a control channel element, bundle after bundle.
  /// - Parameter element: below `elementCount`.
  public func groups(ofElement element: Int) throws(ParameterError) -> [ResourceElementGroup] {
    guard 0..<elementCount ~= element else {
      throw ParameterError("element", element, "there are \(elementCount)", "TS 38.211 §7.3.2.2")
    }
    return bundles(ofElement: element).flatMap { groups(ofBundle: Int($0)) }
  }

  /// The CORESET's sets of contiguous resource blocks.
  var contiguousBlocks: [Range<Int>] {
    var runs: [Range<Int>] = []
    for block in resourceBlocks {
      if let last = runs.last, last.upperBound == block {
        runs[runs.count - 1] = last.lowerBound..<(block + 1)
      } else {
        runs.append(block..<(block + 1))
      }
    }
    return runs
  }
}
