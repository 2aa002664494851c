import DSPKernels
import Foundation

/// The phase of a transmission against its channel estimate from symbol to symbol, as PT-RS tell it (TS 38.211 §6.4.1.2 and §7.4.1.2).
struct PhaseTrack {
  private var points: [(symbol: Int, turns: Double)] = []

  /// A symbol with DM-RS, of which the estimate is made.
  mutating func addEstimated(_ symbol: Int) { points.append((symbol, 0)) }

  /// A symbol with PT-RS.
  /// - Parameter likeness: Σ x r* of what was received and sent.
  mutating func add(_ symbol: Int, likeness: Complex) {
    let turns = atan2(Double(likeness.imaginary), Double(likeness.real)) / (2 * .pi)
    guard turns.isFinite else { return }
    let difference = turns - (points.last?.turns ?? turns)
    points.append((symbol, turns - difference.rounded()))
  }

  /// Between symbols with either linearly, and beyond them as in the nearest.
  func turns(at symbol: Int) -> Double {
    guard let next = points.firstIndex(where: { $0.symbol >= symbol }) else { return points.last?.turns ?? 0 }
    guard next > 0, points[next].symbol > symbol else { return points[next].turns }
    let (a, b) = (points[next - 1], points[next])
    return a.turns + (b.turns - a.turns) * Double(symbol - a.symbol) / Double(b.symbol - a.symbol)
  }
}

extension SharedChannelDemodulator {
  /// Σ x r* of a layer's PT-RS in the last equalised symbol, by reliability.
  /// - Parameter places: subcarriers of the segments.
  func likeness(_ layer: Int, at places: some Sequence<Int>, _ values: [Complex]) -> Complex {
    let (row, noise) = (row(layer), inverseNoise(layer))
    var sum = Complex.zero
    for (place, value) in zip(places, values) { sum += row[place] * value.conjugate * noise[place] }
    return sum
  }

  /// Turns a layer's symbols back by a track.
  func turnBack(_ layer: Int, symbols: some Sequence<Int>, _ track: PhaseTrack) {
    for symbol in symbols { turns[layer * ChannelEstimate.symbolLimit + symbol] = Turn.of(-track.turns(at: symbol)) }
  }
}
