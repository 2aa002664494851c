import DSPKernels

/// When the OFDM symbols of a numerology begin, in samples (TS 38.211 §5.3.1), for transforms of a size.
///
/// A slot is counted in its frame; slots before 0 and beyond the frame's last are those of frames before and behind it.
public struct OFDMTiming: Sendable, Hashable {
  public let numerology: Numerology
  public let cyclicPrefix: CyclicPrefix
  /// Samples of a symbol without its prefix.
  public let transformSize: Int

  /// The usual sizes: powers of two and three times these, so that sample rates are 1.92 MHz · 2^n and 2.88 MHz · 2^n at 15 kHz.
  public static let sizes = [128, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192]

  /// The least of `sizes` that has a bin for each subcarrier, with the middle of the grid at zero. It leaves nothing for the slopes of
  /// filters: a carrier as wide as the size allows wants the next one.
  /// - Returns: `nil` below 1 and above 275 resource blocks.
  public static func minimumSize(resourceBlocks: Int) -> Int? {
    1...275 ~= resourceBlocks ? sizes.first { $0 >= 12 * resourceBlocks } : nil
  }

  /// - Parameter transformSize: a multiple of 128, so that every prefix is whole samples, of factors 2, 3 and 5, up to 8192.
  /// - Throws: for another size, or an extended prefix of another spacing than 60 kHz.
  public init(numerology: Numerology, cyclicPrefix: CyclicPrefix = .normal, transformSize: Int) throws(ParameterError) {
    guard 128...8192 ~= transformSize, transformSize % 128 == 0, FourierTransform.exists(transformSize) else {
      throw ParameterError(
        "transformSize", transformSize, "a size is a multiple of 128 up to 8192 without other prime factors than 2, 3 and 5",
        "TS 38.211 §5.3.1")
    }
    guard cyclicPrefix == .normal || numerology == .kHz60 else {
      throw ParameterError("cyclicPrefix", cyclicPrefix, "only 60 kHz has an extended prefix", "TS 38.211, table 4.2-1")
    }
    self.numerology = numerology
    self.cyclicPrefix = cyclicPrefix
    self.transformSize = transformSize
  }

  /// Hz.
  public var sampleRate: Int { transformSize * numerology.subcarrierSpacing }
  public var samplesPerSubframe: Int { sampleRate / 1000 }
  public var symbolsPerSubframe: Int { cyclicPrefix.symbolsPerSlot * numerology.slotsPerSubframe }

  /// Samples of the prefix of all symbols but the first of each half of a subframe.
  public var shortPrefix: Int { cyclicPrefix == .normal ? transformSize / 128 * 9 : transformSize / 4 }
  /// What the prefix of the first symbol of each half of a subframe has beyond that: 16κ T_c.
  private var addition: Int { cyclicPrefix == .normal ? (transformSize << numerology.exponent) / 128 : 0 }

  /// A slot's place in its subframe.
  func slotInSubframe(_ slot: Int) -> Int { slot & (numerology.slotsPerSubframe - 1) }

  /// N_CP,l in samples.
  /// - Parameter symbol: in the slot, 0 to 13, or 11 with the extended prefix.
  public func prefixLength(slot: Int, symbol: Int) -> Int {
    let symbolInSubframe = slotInSubframe(slot) * cyclicPrefix.symbolsPerSlot + symbol
    return shortPrefix + (symbolInSubframe % (7 << numerology.exponent) == 0 ? addition : 0)
  }

  /// The first sample of a symbol's prefix, counted from the start of its subframe. `symbol` may be the one behind the slot's last.
  public func start(slot: Int, symbol: Int) -> Int {
    let symbolInSubframe = slotInSubframe(slot) * cyclicPrefix.symbolsPerSlot + symbol
    let half = 7 << numerology.exponent
    return symbolInSubframe * (transformSize + shortPrefix) + (symbolInSubframe + half - 1) / half * addition
  }

  /// Samples of a slot.
  public func sampleCount(slot: Int) -> Int { start(slot: slot, symbol: cyclicPrefix.symbolsPerSlot) - start(slot: slot, symbol: 0) }
}
