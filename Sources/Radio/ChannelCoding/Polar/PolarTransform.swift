/// The transform of polar codes: the power of the kernel [[1, 0], [1, 1]] (TS 38.212 §5.3.1.2), and what decoders make of soft values.
enum PolarTransform {
  /// The bits whose index lacks one power of two, for distances within a word.
  private static let masks: [UInt64] = [
    0xAAAA_AAAA_AAAA_AAAA, 0xCCCC_CCCC_CCCC_CCCC, 0xF0F0_F0F0_F0F0_F0F0, 0xFF00_FF00_FF00_FF00, 0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
  ]

  /// - Parameter inputs: of a power of two.
  static func applied(to inputs: BitSequence) -> BitSequence {
    var words = inputs.words
    for stage in 0..<6 where 1 << stage < inputs.count {
      for index in words.indices { words[index] ^= words[index] << UInt64(1 << stage) & masks[stage] }
    }
    var distance = 1
    while distance < words.count {
      for index in words.indices where index & distance == 0 { words[index] ^= words[index + distance] }
      distance *= 2
    }
    return BitSequence(words: words, count: inputs.count)
  }

  static let sign: UInt32 = 0x8000_0000

  /// The soft values of the sums of pairs: sign(a) · sign(b) · min(|a|, |b|).
  @inline(__always)
  static func sums(_ above: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ half: Int) {
    for place in 0..<half {
      let (first, second) = (above[place], above[half + place])
      let least = min(abs(first), abs(second))
      target[place] = Float(bitPattern: least.bitPattern | (first.bitPattern ^ second.bitPattern) & sign)
    }
  }
}

extension PolarCode {
  /// Adds up the ratios of sent bits at the bits of the mother code that they are.
  /// - Parameter channel: `count` values.
  func spread(_ received: UnsafeBufferPointer<Float>, to channel: UnsafeMutablePointer<Float>) throws(ChannelCodingError) {
    guard received.count == outputCount else {
      throw .rateMatchingOutput(received.count, "the code sends \(outputCount) (TS 38.212 §5.4.1)")
    }
    // Shortened bits are known to be 0.
    channel.update(repeating: matching == .shortening ? 1e6 : 0, count: count)
    sent.withUnsafeBufferPointer { sent in
      if matching == .shortening { for place in sent { channel[place] = 0 } }
      for index in 0..<sent.count { channel[sent[index]] += received[index] }
    }
  }
}
