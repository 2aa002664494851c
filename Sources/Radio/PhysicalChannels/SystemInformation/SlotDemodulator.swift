import DSPKernels
import Foundation
import Modulation

/// Makes grids of slots from samples of any rate and centre, in which the carrier may stand between the samples' own subcarriers.
struct SlotDemodulator: ~Copyable {
  /// Where a slot is in samples, and how the sender's clock and carrier differ from the receiver's.
  struct Timing {
    /// The sample at which the slot begins, with its first prefix.
    var start: Double
    /// By which part the sender's clock is faster.
    var clockError: Double
    /// By how much the middle of the grid is above the samples' 0 Hz, the frequency offset included, and that offset.
    var middleHz: Double
    var offsetHz: Double
  }

  let carrier: Carrier
  private let sampleRateHz: Int
  /// f_0 where symbols still have the carrier's phase, else 0.
  private let carrierHz: Double
  private var window: SampleWindow

  /// - Throws: for a rate at which a symbol has not a whole number of samples, or no transform.
  init(_ carrier: Carrier, sampleRateHz: Int, carrierHz: Double) throws(ParameterError) {
    let spacing = carrier.numerology.subcarrierSpacing
    guard sampleRateHz % spacing == 0, let window = SampleWindow(count: sampleRateHz / spacing) else {
      throw ParameterError(
        "sampleRateHz", sampleRateHz, "a symbol of \(spacing / 1000) kHz has 2^a · 3^b · 5^c samples", "TS 38.211 §5.3.1")
    }
    self.carrier = carrier
    self.sampleRateHz = sampleRateHz
    self.carrierHz = carrierHz
    self.window = window
  }

  /// Symbols with a longer prefix, the first ones of each half of a subframe, in front of a symbol that is counted from the frame's first.
  private func longPrefixCount(_ symbol: Int) -> Int {
    let half = 7 << carrier.numerology.exponent
    return (symbol + half - 1) / half
  }

  /// Seconds of so many symbols with their prefixes (TS 38.211 §5.3.1).
  private func seconds(symbols: Int, longPrefixes: Int, prefixes: Int = 0) -> Double {
    let ticks = symbols * (2048 + 144) + prefixes * 144 + longPrefixes * 16 << carrier.numerology.exponent
    return Double(ticks) / Double(2048 * carrier.numerology.subcarrierSpacing)
  }

  /// Seconds from a frame's beginning to a slot's. Slots with a longer prefix are longer than others.
  func slotStart(_ slot: Int) -> Double {
    let first = slot * carrier.symbolsPerSlot
    return seconds(symbols: first, longPrefixes: longPrefixCount(first))
  }

  /// Seconds from a slot's beginning to a symbol's behind its prefix.
  /// - Parameter slot: of the frame.
  private func usefulStart(slot: Int, symbol: Int) -> Double {
    let first = slot * carrier.symbolsPerSlot
    return seconds(symbols: symbol, longPrefixes: longPrefixCount(first + symbol + 1) - longPrefixCount(first), prefixes: 1)
  }

  private var prefixSeconds: Double { 144 / Double(2048 * carrier.numerology.subcarrierSpacing) }

  /// The sample at which a symbol's window begins, and the part of a sample that it is late.
  private func place(_ timing: Timing, slot: Int, symbol: Int) -> (start: Double, late: Double) {
    let useful = timing.start + usefulStart(slot: slot, symbol: symbol) * Double(sampleRateHz) * (1 - timing.clockError)
    let start = (useful - 0.4 * prefixSeconds * Double(sampleRateHz)).rounded(.down)
    return (start, useful - start)
  }

  /// Whether there are samples of all of a slot's symbols.
  func isWhole(_ timing: Timing, slot: Int, count: Int) -> Bool {
    place(timing, slot: slot, symbol: 0).start >= 0
      && place(timing, slot: slot, symbol: carrier.symbolsPerSlot - 1).start + Double(window.count) <= Double(count)
  }

  /// The elements of a slot that is whole; a subcarrier of amplitude 1 in the samples is an element of amplitude 1.
  /// - Parameter slot: of the frame.
  mutating func demodulate(_ samples: UnsafeBufferPointer<Complex>, _ timing: Timing, slot: Int, into grid: inout ResourceGrid) {
    let (rate, length) = (Double(sampleRateHz), Double(window.count))
    let middle = carrier.subcarrierCount / 2
    let step = -timing.middleHz / rate
    for symbol in 0..<carrier.symbolsPerSlot {
      let seconds = usefulStart(slot: slot, symbol: symbol)
      let (start, late) = place(timing, slot: slot, symbol: symbol)
      // The sender's subcarriers begin anew with each symbol; the frequency offset goes on.
      let turns = carrierHz * seconds - timing.offsetHz * seconds
      window.transform(samples, from: Int(start), first: turns - turns.rounded() - step * late, step: step)
      let scale = 1 / Float(window.count)
      let offset = grid.offset(port: 0, symbol: symbol)
      grid.withMutableElements { elements in
        for place in 0..<carrier.subcarrierCount {
          let subcarrier = place - middle
          elements[offset + place] =
            window[subcarrier] * PrimarySynchronizationSearch.rotation(late * Double(subcarrier) / length) * scale
        }
      }
    }
  }
}
