import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// The physical broadcast channel: its coding (TS 38.212 §7.1.3 to §7.1.5), scrambling, modulation and elements (TS 38.211 §7.3.3, §7.4.3.1).
public enum PBCH {
  /// Coded bits of a block (E).
  public static let bitCount = 864
  /// Symbols of a block.
  public static let symbolCount = 432

  /// K = 56: the payload and its CRC.
  static func code() throws(ChannelCodingError) -> PolarCode {
    try PolarCode(.downlink, informationCount: 32 + CRC.crc24C.count, outputCount: bitCount)
  }

  /// The coded bits of a payload.
  /// - Parameter scrambledPayload: ``PBCHPayload/scrambledBits(cellIdentity:maximumCount:)``.
  public static func encode(scrambledPayload: UInt32) throws(ChannelCodingError) -> BitSequence {
    var message = BitSequence()
    message.append(UInt64(scrambledPayload), count: 32)
    CRC.crc24C.append(to: &message)
    return try code().encode(message)
  }

  /// The scrambling sequence of a block (TS 38.211 §7.3.3.1).
  /// - Parameters:
  ///   - cellIdentity: N_ID^cell, 0 to 1007.
  ///   - index: of the block within the half-frame.
  ///   - maximumCount: L_max.
  public static func scrambling(cellIdentity: Int, index: Int, maximumCount: Int) -> BitSequence {
    let part = maximumCount == 4 ? index & 3 : index & 7
    let bits = GoldSequence.bits(UInt32(truncatingIfNeeded: cellIdentity), count: (part + 1) * bitCount)
    var scrambling = BitSequence()
    scrambling.append(bits, (part * bitCount)..<((part + 1) * bitCount))
    return scrambling
  }

  /// The symbols of coded bits, as many as ``symbolCount`` for ``bitCount`` bits.
  public static func modulate(_ coded: BitSequence, scrambling: BitSequence) -> [Complex] {
    var scrambled = BitSequence()
    let count = min(coded.count, scrambling.count)
    for start in stride(from: 0, to: count, by: 64) {
      let taken = min(64, count - start)
      scrambled.append(coded.bits(from: start, count: taken) ^ scrambling.bits(from: start, count: taken), count: taken)
    }
    return Constellation.qpsk.modulate(scrambled)
  }

  /// Where the symbols are: 240 · symbol + subcarrier of the block, ascending; those of the demodulation reference signal are left out
  /// (TS 38.211, table 7.4.3.1-1).
  /// - Throws: for a cell identity beyond 0 to 1007.
  public static func elements(cellIdentity: Int) throws(ParameterError) -> [Int] {
    let reference = Set(try PBCHDemodulationReferenceSignal.elements(cellIdentity: cellIdentity))
    return (240..<960).filter { !(528..<672).contains($0) && !reference.contains($0) }
  }
}

/// Decodes PBCH's coded bits.
struct PBCHDecoder: ~Copyable {
  private var decoder: PolarDecoder

  /// - Parameter listSize: candidates of the polar decoder, 1 to 32.
  init(listSize: Int = 8) throws(ChannelCodingError) { decoder = PolarDecoder(try PBCH.code(), listSize: listSize) }

  /// - Parameter ratios: log-likelihood ratios of the coded bits, positive for 0.
  /// - Returns: the scrambled payload; `nil` where the CRC does not hold.
  mutating func decode(_ ratios: [Float]) throws(ChannelCodingError) -> UInt32? {
    let (message, isValid) = try ratios.withUnsafeBufferPointer { (ratios) throws(ChannelCodingError) in
      try decoder.decode(ratios) { CRC.crc24C.holds($0) }
    }
    return isValid ? UInt32(message.bits(from: 0, count: 32)) : nil
  }
}
