import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Receives PUCCH formats 2, 3 and 4 without knowledge of channel and noise: DM-RS are smoothed (LMMSE, with the level for the ratio of
/// signal to noise that they show), antennas are combined, formats 3 and 4 are equalised, and UCI is decoded. It is made once for a
/// configuration.
public struct PUCCHPayloadReceiver: ~Copyable {
  public let configuration: PUCCHConfiguration
  public let coding: PUCCHCoding
  public let antennaCount: Int
  public let settings: PUCCHReceiverSettings
  private let codeRate: Int
  private let waveform: PUCCHWaveform
  private var estimator: PUCCHChannelEstimator
  private var first: UCIDecoder
  private var second: UCIDecoder?
  private var transform: FourierTransform?
  /// What the measure of DM-RS alone has to reach to say that something was sent, and for bits whose check holds.
  private let referenceThreshold: Float
  private let looseThreshold: Float
  /// What that of all elements with the decided bits has to reach, of few bits.
  private let decidedThreshold: Float?
  /// Σ ĥ* y of a symbol, and Σ |ĥ|².
  private var combined: [Complex]
  private var gains: [Float]

  /// - Parameters:
  ///   - sizes: of the UCI. Where only part 1 tells the size of CSI part 2, any size that fits.
  ///   - codeRate: `maxCodeRate` in hundredths.
  /// - Throws: for another format, and UCI that does not fit.
  public init(
    _ configuration: PUCCHConfiguration, _ sizes: PUCCHPayloadSizes, codeRate: Int, antennaCount: Int,
    settings: PUCCHReceiverSettings = PUCCHReceiverSettings()
  ) throws(ParameterError) {
    try settings.check()
    try PUCCHReceiverSettings.check(antennaCount)
    let coding = try PUCCHCoding(configuration, sizes, codeRate: codeRate)
    let firstDecoder = try UCIDecoder(coding.first, listSize: settings.listSize)
    let secondDecoder: UCIDecoder? = if let code = coding.second { try UCIDecoder(code, listSize: settings.listSize) } else { nil }
    self.coding = coding
    self.configuration = configuration
    self.antennaCount = antennaCount
    self.settings = settings
    self.codeRate = codeRate
    waveform = PUCCHWaveform(configuration)
    estimator = PUCCHChannelEstimator(configuration, antennaCount: antennaCount, settings: settings)
    first = firstDecoder
    second = secondDecoder
    transform = configuration.format.number > 2 ? FourierTransform(count: configuration.subcarrierCount) : nil
    combined = [Complex](repeating: .zero, count: configuration.subcarrierCount)
    gains = [Float](repeating: 0, count: configuration.subcarrierCount)
    // A delay that fits the noise best is compensated: as though four had been tried.
    let rate = settings.falseAlarm / 4
    referenceThreshold = estimator.referenceThreshold(rate)
    let bits = sizes.firstPart
    if bits <= 19, sizes.total <= 22 {
      // Any message may fit the noise best.
      decidedThreshold = estimator.decidedThreshold(rate / Double(1 << sizes.total))
      looseThreshold = 0
    } else {
      decidedThreshold = nil
      // A CRC of 6 bits lets one in 64 pass for each candidate; one of 11 bits is enough alone.
      let passing = min(1, Double(settings.listSize) / 64)
      looseThreshold = bits <= 11 ? referenceThreshold : bits <= 19 ? estimator.referenceThreshold(min(0.5, rate / passing)) : 0
    }
  }

  /// What was sent in a slot.
  /// - Parameters:
  ///   - grid: a port for each antenna.
  ///   - slot: in the frame.
  ///   - csiPart2: the bits of CSI part 2 that UCI beside it says, if they are not those of `sizes`; of 0 there is none.
  /// - Throws: for a grid of another carrier or number of antennas, and for bits of CSI part 2 that do not fit.
  public mutating func receive(
    _ grid: borrowing ResourceGrid, slot: Int, csiPart2: ((PUCCHPayload) -> Int)? = nil
  ) throws(ParameterError) -> PUCCHReception {
    try configuration.check(slot: slot)
    try configuration.check(grid, antennaCount: antennaCount)
    var references: [[Complex]?] = []
    for symbol in 0..<configuration.symbolCount { references.append(try waveform.references(slot: slot, symbol: symbol)) }
    estimator.estimate(grid, references)
    var reception = PUCCHReception(
      outcome: .discontinuous, signalPower: estimator.signalPower, noisePower: estimator.noisePower,
      timingOffset: estimator.timingOffset, statistic: estimator.referenceStatistic, threshold: referenceThreshold)
    reception.receivedPower = configuration.receivedPower(grid)
    reception.frequencyOffsetHz = estimator.frequencyOffsetHz
    guard estimator.noisePower > 0 else { return reception }
    let ratios = softBits(grid)
    let decoded = try decode(ratios, csiPart2)
    guard decoded.isFirstValid else {
      if reception.statistic > referenceThreshold { reception.outcome = .invalid }
      return reception
    }
    if let decidedThreshold, let bits = decoded.coded {
      let symbols = waveform.modulate(bits)
      var sent: [[Complex]] = []
      var next = 0
      for symbol in 0..<configuration.symbolCount {
        if let reference = references[symbol], configuration.format.number > 2 {
          sent.append(reference)
          continue
        }
        let part = symbols[next..<(next + configuration.elementsPerSymbol)]
        next += configuration.elementsPerSymbol
        if configuration.format.number == 2 {
          sent.append(PUCCHWaveform.interleaved(part, references[symbol]))
        } else {
          sent.append(waveform.precoded(part, &transform))
        }
      }
      reception.statistic = estimator.decidedStatistic(grid, sent)
      reception.threshold = decidedThreshold
    } else {
      reception.threshold = looseThreshold
    }
    guard reception.statistic > reception.threshold else { return reception }
    reception.outcome = decoded.isSecondValid ? .payload(decoded.payload) : .firstPart(decoded.payload)
    return reception
  }

  private struct Decoded {
    var payload: PUCCHPayload
    var isFirstValid: Bool
    var isSecondValid = true
    /// g of the bits as decided, where all of them are.
    var coded: BitSequence?
  }

  private mutating func decode(_ ratios: [Float], _ csiPart2: ((PUCCHPayload) -> Int)?) throws(ParameterError) -> Decoded {
    let sizes = coding.sizes
    let parts = try coding.multiplexing?.demultiplex(ratios)
    let one = try first.decode(parts?.first ?? ratios)
    var decoded = Decoded(payload: PUCCHPayload(sizes: sizes, first: one.bits), isFirstValid: sizes.firstPart <= 11 || one.isValid)
    guard decoded.isFirstValid else { return decoded }
    guard let parts else {
      if decidedThreshold != nil { decoded.coded = try coding.encode(decoded.payload) }
      return decoded
    }
    let count = csiPart2?(decoded.payload) ?? sizes.csiPart2
    func whole(_ bits: BitSequence) -> BitSequence {
      var part = BitSequence()
      part.append(bits, 0..<min(count, bits.count))
      return part
    }
    if count == sizes.csiPart2, second != nil {
      let two = try second?.decode(parts.second)
      decoded.isSecondValid = sizes.csiPart2 <= 11 || two?.isValid == true
      if decoded.isSecondValid, let two { decoded.payload.csiPart2 = whole(two.bits) }
      if decidedThreshold != nil { decoded.coded = try coding.encode(decoded.payload) }
    } else if count > 0 {
      let code = try UCICode(
        bitCount: PUCCHCoding.secondCount(count), outputCount: parts.second.count, modulationOrder: configuration.modulationOrder)
      var decoder = try UCIDecoder(code, listSize: settings.listSize)
      let two = try decoder.decode(parts.second)
      decoded.isSecondValid = count <= 11 || two.isValid
      if decoded.isSecondValid { decoded.payload.csiPart2 = whole(two.bits) }
    }
    return decoded
  }

  /// Descrambled log-likelihood ratios of all coded bits.
  private mutating func softBits(_ grid: borrowing ResourceGrid) -> [Float] {
    var ratios: [Float] = []
    ratios.reserveCapacity(configuration.bitCount)
    let noise = max(estimator.noisePower, .leastNormalMagnitude)
    let scale = 2 * Float(2).squareRoot()
    for symbol in 0..<configuration.symbolCount {
      if configuration.format.number == 2 {
        estimator.combine(grid, symbol, &combined, &gains)
        for place in combined.indices where place % 3 != 1 {
          ratios.append(scale * combined[place].real / noise)
          ratios.append(scale * combined[place].imaginary / noise)
        }
      } else if !configuration.referenceSymbols.contains(symbol) {
        estimator.combine(grid, symbol, &combined, &gains)
        let mean = equalise(noise)
        let factor = scale / max(1 - mean, 1e-6)
        for index in 0..<configuration.elementsPerSymbol {
          let value = despread(index)
          if configuration.modulationOrder == 2 {
            ratios.append(factor * value.real)
            ratios.append(factor * value.imaginary)
          } else {
            // Each second symbol is turned by a quarter.
            ratios.append(factor * (ratios.count & 1 == 1 ? value.imaginary - value.real : value.real + value.imaginary))
          }
        }
      }
    }
    for index in ratios.indices where waveform.scrambling[index] { ratios[index] = -ratios[index] }
    return ratios
  }

  /// LMMSE equalisation of a symbol of format 3 or 4, in place, back to what was precoded.
  /// - Returns: the mean gain.
  private mutating func equalise(_ noise: Float) -> Float {
    let count = configuration.subcarrierCount
    let spreading = configuration.spreading
    // A UE of format 4 has its power in each N_SF-th subcarrier.
    let comb = spreading == 1 ? 0 : waveform.comb
    let power = Float(spreading)
    var sum: Float = 0
    for place in 0..<count {
      guard place % spreading == comb else {
        combined[place] = .zero
        continue
      }
      let denominator = power * gains[place] + noise
      combined[place] = combined[place] * (power / denominator)
      sum += power * gains[place] / denominator
    }
    combined.withUnsafeMutableBufferPointer { buffer in transform?.inverse(buffer) }
    let scale = 1 / Float(count).squareRoot()
    for place in 0..<count { combined[place] = combined[place] * scale }
    return sum * power / Float(count)
  }

  private func despread(_ index: Int) -> Complex {
    let spreading = configuration.spreading
    guard spreading > 1 else { return combined[index] }
    let size = configuration.elementsPerSymbol
    var sum = Complex.zero
    for part in 0..<spreading { sum += combined[part * size + index] * waveform.spreadingCover[part * size + index].conjugate }
    return sum * (1 / Float(spreading))
  }
}
