import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import ReferenceSignals

/// Receives PUCCH formats 0 and 1 without knowledge of channel and noise: of all that can have been sent, the likeliest where the channels
/// of antennas and hops are independent and fade (Rayleigh), or nothing where it does not rise above the noise.
///
/// A symbol is compared with the group's sequence and transformed: each cyclic shift is one of 12 bins. The noise comes from the bins in
/// which no UE sends, so the measure of noise alone has a known distribution (Fisher's) whatever its power is. It is made once for a
/// configuration.
public struct PUCCHControlReceiver: ~Copyable {
  public let configuration: PUCCHConfiguration
  public let antennaCount: Int

  private struct Candidate {
    var control: PUCCHControl
    /// m_0 + m_cs.
    var bin: Int
    /// d(0)*, of format 1.
    var symbol: Complex
    /// Where nobody sends.
    var noiseBins: [Int]
    var threshold: Float
  }
  private let candidates: [Candidate]
  private let covers: [Complex]
  /// The bins beside a candidate's that count too, none or one on each side, and how much pairs of them count.
  private let side: Int
  private let weights: [Float]
  private let scale: Float
  private var transform: FourierTransform
  /// For each hop, antenna and kind of symbol (even or odd; format 0: one) 12 bins.
  private var sums: [Complex]
  private var energies: [Float]
  /// Symbols of each hop.
  private let counts: [Int]

  /// - Parameters:
  ///   - harqACKCount: bits of HARQ-ACK, 0 to 2; with none, a scheduling request is awaited.
  ///   - hasSchedulingRequest: whether a scheduling request can stand beside HARQ-ACK on format 0.
  ///   - otherShifts: the cyclic shifts m_0 + m_cs, 0 to 11, that other UEs use in the same resource blocks.
  /// - Throws: for another format, other numbers, and where no cyclic shift is left from which the noise could be measured.
  public init(
    _ configuration: PUCCHConfiguration, antennaCount: Int, harqACKCount: Int, hasSchedulingRequest: Bool = false,
    otherShifts: Set<Int> = [], settings: PUCCHReceiverSettings = PUCCHReceiverSettings()
  ) throws(ParameterError) {
    let initial: Int
    let covers: [Complex]
    switch configuration.format {
    case .format0(let shift): (initial, covers) = (shift, [])
    case .format1(let shift, let index):
      initial = shift
      covers = OrthogonalCover.format1(symbolCount: configuration.symbolCount, isHopping: configuration.secondHopBlock != nil, index: index)
    default: throw ParameterError("format", configuration.format.number, "it has a payload", "TS 38.211 §6.3.2")
    }
    try settings.check()
    try PUCCHReceiverSettings.check(antennaCount)
    guard 0...2 ~= harqACKCount else {
      throw ParameterError("harqACKCount", harqACKCount, "formats 0 and 1 have up to 2 bits", "TS 38.211, table 6.3.2.1-1")
    }
    guard otherShifts.allSatisfy({ 0...11 ~= $0 }) else {
      throw ParameterError("otherShifts", otherShifts.sorted(), "a cyclic shift is 0 to 11", "TS 38.211 §6.3.2.2.2")
    }
    let controls = PUCCHControl.all(
      harqACKCount: harqACKCount, hasSchedulingRequest: hasSchedulingRequest, format: configuration.format.number)
    let isSelecting = configuration.format.number == 0
    let bins = controls.map { isSelecting ? (initial + ($0.cyclicShift ?? 0)) % 12 : initial }
    // What lies beside a bin belongs to it where no other cyclic shift is in use there.
    let used = otherShifts.union(bins)
    let isAlone = bins.allSatisfy { !used.contains(($0 + 1) % 12) && !used.contains(($0 + 11) % 12) }
    let side = isAlone ? 1 : 0
    let (matrix, traces) = Self.weights(side: side, span: settings.delaySpan)
    let branches = configuration.hopCount * antennaCount
    let rate = settings.falseAlarm / Double(max(1, controls.count { $0.isPositive }))
    var candidates: [Candidate] = []
    for (control, bin) in zip(controls, bins) {
      func free(_ distance: Int) -> [Int] {
        (0..<12).filter { place in
          let away = min((place - bin + 12) % 12, (bin - place + 12) % 12)
          return away > distance && !otherShifts.contains(place)
        }
      }
      let noiseBins = free(1).isEmpty ? free(0) : free(1)
      guard !noiseBins.isEmpty else {
        throw ParameterError("otherShifts", otherShifts.sorted(), "one is left free for the noise", "TS 38.211 §6.3.2.2.2")
      }
      let values = noiseBins.count * configuration.symbolCount * antennaCount
      let threshold = FisherDistribution.threshold(above: rate, traces, branches: branches, denominator: 2 * Double(values))
      candidates.append(
        Candidate(
          control: control, bin: bin, symbol: isSelecting ? .zero : control.symbol.conjugate, noiseBins: noiseBins,
          threshold: Float(threshold)))
    }
    guard let transform = FourierTransform(count: 12) else {
      throw ParameterError("count", 12, "a resource block has 12 subcarriers", "TS 38.211 §4.4.4.1")
    }
    self.configuration = configuration
    self.antennaCount = antennaCount
    self.candidates = candidates
    self.covers = covers
    self.side = side
    weights = matrix
    scale = Float(1 / (traces[0] * Double(branches)))
    self.transform = transform
    counts = (0..<configuration.hopCount).map { hop in (0..<configuration.symbolCount).count { configuration.hop($0) == hop } }
    sums = [Complex](repeating: .zero, count: branches * 2 * 12)
    energies = [Float](repeating: 0, count: 12)
  }

  /// How much the bins around a candidate's count (R (R + 1)⁻¹ with the covariance R of delays spread evenly), and the traces of the first
  /// three powers of that matrix.
  private static func weights(side: Int, span: Double) -> ([Float], [Double]) {
    let size = 2 * side + 1
    var covariance = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0..<size {
        var sum = 0.0
        for n in 0..<12 {
          for m in 0..<12 {
            let x = Double.pi * span * Double(n - m)
            let angle = 2 * Double.pi * (Double(column - side) * (Double(m) - 5.5) - Double(row - side) * (Double(n) - 5.5)) / 12
            sum += (x == 0 ? 1 : sin(x) / x) * cos(angle) / 12
          }
        }
        covariance[row * size + column] = sum
      }
    }
    var system = covariance
    for index in 0..<size { system[index * (size + 1)] += 1 }
    let solver = SymmetricSystem(system, size: size)
    var matrix = [Double](repeating: 0, count: size * size)
    for column in 0..<size {
      let solved = solver.solve((0..<size).map { covariance[$0 * size + column] })
      for row in 0..<size { matrix[row * size + column] = solved[row] }
    }
    var power = matrix
    var traces: [Double] = []
    for _ in 0..<3 {
      traces.append((0..<size).reduce(0) { $0 + power[$1 * (size + 1)] })
      power = (0..<size * size).map { place in
        (0..<size).reduce(0) { $0 + power[place / size * size + $1] * matrix[$1 * size + place % size] }
      }
    }
    return (matrix.map { Float($0) }, traces)
  }

  /// What was sent in a slot.
  /// - Parameters:
  ///   - grid: a port for each antenna.
  ///   - slot: in the frame.
  /// - Throws: for a grid of another carrier or number of antennas.
  public mutating func receive(_ grid: borrowing ResourceGrid, slot: Int) throws(ParameterError) -> PUCCHReception {
    try configuration.check(slot: slot)
    try configuration.check(grid, antennaCount: antennaCount)
    for index in sums.indices { sums[index] = .zero }
    for index in energies.indices { energies[index] = 0 }
    for symbol in 0..<configuration.symbolCount { accumulate(grid, slot, symbol) }
    var best = (candidate: 0, measure: -Float.infinity)
    for index in candidates.indices {
      let measure = measure(candidates[index])
      if measure > best.measure { best = (index, measure) }
    }
    let candidate = candidates[best.candidate]
    let values = Float(candidate.noiseBins.count * configuration.symbolCount * antennaCount)
    let noise = candidate.noiseBins.reduce(0) { $0 + energies[$1] } / values
    let statistic = noise > 0 ? best.measure * scale / noise : 0
    let (power, delay) = signal(candidate, noise)
    let spacing = Double(configuration.carrier.numerology.subcarrierSpacing)
    var reception = PUCCHReception(
      outcome: statistic > candidate.threshold ? .control(candidate.control) : .discontinuous, signalPower: power, noisePower: noise,
      timingOffset: delay.map { $0 / (12 * spacing) }, statistic: statistic, threshold: candidate.threshold)
    reception.receivedPower = energies.reduce(0, +) / Float(12 * configuration.symbolCount * antennaCount)
    return reception
  }

  private mutating func accumulate(_ grid: borrowing ResourceGrid, _ slot: Int, _ symbol: Int) {
    let hop = configuration.hop(symbol)
    let place = configuration.firstSymbol + symbol
    let sequence = configuration.hopping.sequence(slot: slot, symbol: place, hop: hop, shift: 0)
    let cover = covers.isEmpty ? Complex(1, 0) : covers[symbol].conjugate
    let kind = covers.isEmpty ? 0 : symbol & 1
    withUnsafeTemporaryAllocation(of: Complex.self, capacity: 12) { bins in
      for antenna in 0..<antennaCount {
        let start = grid.offset(port: antenna, symbol: place) + configuration.subcarrier(symbol)
        grid.withElements { elements in
          for index in 0..<12 { bins.initializeElement(at: index, to: elements[start + index] * sequence[index].conjugate) }
        }
        transform.forward(bins)
        let target = ((hop * antennaCount + antenna) * 2 + kind) * 12
        for index in 0..<12 {
          // So that noise has in each bin the power that it has in a resource element.
          let value = bins[index] * 0.288_675_13
          energies[index] += value.power
          sums[target + index] += value * cover
        }
      }
    }
  }

  /// exp(2πj · 5.5 / 12): bins beside a candidate's turned to the middle of the resource block.
  private static let turn = Complex(Float(cos(11 * Double.pi / 12)), Float(sin(11 * Double.pi / 12)))

  /// The bins around a candidate's in a hop at an antenna, coherently added over symbols, with the power of noise as in one element.
  private func bins(_ candidate: Candidate, _ hop: Int, _ antenna: Int) -> (below: Complex, own: Complex, above: Complex) {
    let start = (hop * antennaCount + antenna) * 24
    let scale = 1 / Float(counts[hop]).squareRoot()
    func bin(_ index: Int) -> Complex { (sums[start + index] + candidate.symbol * sums[start + 12 + index]) * scale }
    let own = bin(candidate.bin)
    guard side == 1 else { return (.zero, own, .zero) }
    return (bin((candidate.bin + 11) % 12) * Self.turn.conjugate, own, bin((candidate.bin + 1) % 12) * Self.turn)
  }

  private func measure(_ candidate: Candidate) -> Float {
    var sum: Float = 0
    for hop in 0..<configuration.hopCount {
      for antenna in 0..<antennaCount {
        let (below, own, above) = bins(candidate, hop, antenna)
        if side == 0 {
          sum += weights[0] * own.power
        } else {
          sum += weights[0] * below.power + weights[4] * own.power + weights[8] * above.power
          sum += 2 * (weights[1] * product(below, own) + weights[2] * product(below, above) + weights[5] * product(own, above))
        }
      }
    }
    return sum
  }

  private func product(_ a: Complex, _ b: Complex) -> Float { a.real * b.real + a.imaginary * b.imaginary }

  /// The power of a resource element, and the delay in twelfths of a symbol: where between the bins the signal lies.
  private func signal(_ candidate: Candidate, _ noise: Float) -> (power: Float, delay: Double?) {
    var (power, numerator, denominator): (Float, Float, Float) = (0, 0, 0)
    for hop in 0..<configuration.hopCount {
      for antenna in 0..<antennaCount {
        let (below, own, above) = bins(candidate, hop, antenna)
        let total = below.power + own.power + above.power
        power += (total - Float(2 * side + 1) * noise) / Float(12 * counts[hop])
        let (first, last) = (below * Self.turn, above * Self.turn.conjugate)
        let middle = own * 2 - first - last
        numerator += product(middle, first - last)
        denominator += middle.power
      }
    }
    let branches = Float(configuration.hopCount * antennaCount)
    let delay = side == 1 && denominator > 0 ? -Double(numerator / denominator) * tan(.pi / 12) / (.pi / 12) : nil
    return (max(0, power / branches), delay)
  }
}
