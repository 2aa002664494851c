import ChannelCoding
import Foundation
import Modulation

/// UCI as a receiver decided it.
public struct DecodedUCI: Sendable, Hashable {
  public var bits: BitSequence
  /// Whether the CRCs hold. For up to 11 bits, which have none: whether noise alone would give so strong a `correlation` seldom enough.
  public var isValid: Bool
  /// The sum of the log-likelihood ratios of the coded bits as decided, divided by the root of the sum of their squares, both without those
  /// of placeholders: for the right bits
  /// near the root of their number in good conditions, for noise like the greatest of normally distributed numbers of variance 1, one for
  /// each message.
  public var correlation: Float

  public init(bits: BitSequence, isValid: Bool, correlation: Float) {
    self.bits = bits
    self.isValid = isValid
    self.correlation = correlation
  }
}

/// Decodes UCI. It is made once for a code and keeps its memory.
public struct UCIDecoder: ~Copyable {
  public let code: UCICode
  /// The least correlation of bits without CRC that are valid.
  public let threshold: Float
  private var polar: PolarDecoder?

  /// - Parameters:
  ///   - listSize: candidates of the polar decoder, 1 to 32.
  ///   - falseAlarm: how often noise alone may pass for bits without CRC. A code with few coded bits beside its messages cannot tell; then
  ///     seven tenths of the greatest correlation are asked for.
  /// - Throws: for a rate of false alarms that is not above 0 and at most 1.
  public init(_ code: UCICode, listSize: Int = 8, falseAlarm: Double = 0.01) throws(ParameterError) {
    guard falseAlarm > 0, falseAlarm <= 1 else {
      throw ParameterError("falseAlarm", falseAlarm, "a rate is above 0 and at most 1", "TS 38.104 §8.3")
    }
    self.code = code
    switch code.scheme {
    case .small(let small):
      // The messages that are compared share the rate.
      let normal = NormalDistribution.quantile(above: falseAlarm / Double(1 << small.informationCount))
      threshold = Float(max(0, min(normal, 0.7 * Double(code.informativeCount).squareRoot())))
      polar = nil
    case .polar(let code, _):
      threshold = 0
      polar = PolarDecoder(code, listSize: listSize)
    }
  }

  /// - Parameter received: log-likelihood ratios of the sent bits, positive for 0.
  /// - Throws: unless there is one for each coded bit.
  public mutating func decode(_ received: UnsafeBufferPointer<Float>) throws(ParameterError) -> DecodedUCI {
    guard received.count == code.outputCount else {
      throw ParameterError("received", received.count, "the code has \(code.outputCount) coded bits", "TS 38.212 §6.3.1.4")
    }
    switch code.scheme {
    case .small(let small):
      let decided = small.decode(received)
      let correlation = normalized(decided.correlation, received)
      return DecodedUCI(bits: decided.message, isValid: correlation >= threshold, correlation: correlation)
    case .polar(let polarCode, let crc): return try decode(received, polarCode, crc)
    }
  }

  /// Decodes an array.
  public mutating func decode(_ received: [Float]) throws(ParameterError) -> DecodedUCI {
    var result: Result<DecodedUCI, ParameterError>?
    received.withUnsafeBufferPointer { buffer in
      do throws(ParameterError) { result = .success(try decode(buffer)) } catch { result = .failure(error) }
    }
    guard let result else { throw ParameterError("received", received.count, "nothing was decoded", "TS 38.212 §6.3.1") }
    return try result.get()
  }

  private mutating func decode(
    _ received: UnsafeBufferPointer<Float>, _ polarCode: PolarCode, _ crc: CRC
  ) throws(ParameterError) -> DecodedUCI {
    let length = polarCode.outputCount
    let padding = code.paddingCount
    var bits = BitSequence()
    var isValid = true
    var sum: Float = 0
    do {
      for block in 0..<code.codeBlockCount {
        let part = UnsafeBufferPointer(rebasing: received[(block * length)..<((block + 1) * length)])
        let skipped = block == 0 ? padding : 0
        guard let decided = try polar?.decode(part, holds: { crc.holds($0) && !(skipped == 1 && $0[0]) }) else { continue }
        isValid = isValid && decided.isValid
        bits.append(decided.message, skipped..<(decided.message.count - crc.count))
        let coded = try polarCode.encode(decided.message)
        for index in 0..<length { sum += coded[index] ? -part[index] : part[index] }
      }
    } catch {
      throw ParameterError("received", received.count, "\(error)", "TS 38.212 §6.3.1.4")
    }
    return DecodedUCI(bits: bits, isValid: isValid, correlation: normalized(sum, received))
  }

  private func normalized(_ sum: Float, _ received: UnsafeBufferPointer<Float>) -> Float {
    var squares: Float = 0
    for (index, ratio) in received.enumerated() where code.isInformative(index) { squares += ratio * ratio }
    return squares > 0 && squares.isFinite ? sum / squares.squareRoot() : 0
  }
}

/// The normal distribution of mean 0 and variance 1.
enum NormalDistribution {
  /// What is exceeded with a probability.
  /// - Parameter probability: above 0 and at most 1.
  static func quantile(above probability: Double) -> Double {
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) / 2 > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
