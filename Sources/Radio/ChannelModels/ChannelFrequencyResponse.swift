import DSPKernels
import Foundation
import Modulation

/// The channel of each resource element of a carrier (TS 38.211 §5.3.1: the middle of the grid lies at the carrier frequency).
///
/// The response is the one in the middle of a symbol's useful part, as though the channel stood still during the symbol.
public struct ChannelFrequencyResponse: ~Copyable {
  private let realization: ChannelRealization
  private let carrier: Carrier
  /// exp(-2πj f τ): of eight subcarriers each tap's real parts, then its imaginary ones.
  private let turns: [Float]
  /// Of the gains of a symbol.
  private let real: UnsafeMutablePointer<Float>
  private let imaginary: UnsafeMutablePointer<Float>
  /// Of the last eight subcarriers, which may be four.
  private let rest: UnsafeMutablePointer<Complex>

  /// Elements of a slot's response.
  public var count: Int { realization.linkCount * carrier.symbolsPerSlot * carrier.subcarrierCount }

  /// - Throws: for a carrier that is wider than the realization's sample rate.
  public init(_ realization: ChannelRealization, _ carrier: Carrier) throws(ParameterError) {
    guard Double(carrier.subcarrierCount * carrier.numerology.subcarrierSpacing) <= realization.sampleRateHz else {
      throw ParameterError(
        "gridSize", carrier.gridSize, "the carrier is wider than \(realization.sampleRateHz) Hz", "TS 38.211 §5.3.1")
    }
    self.realization = realization
    self.carrier = carrier
    var turns: [Float] = []
    let blocks = (carrier.subcarrierCount + 7) / 8
    turns.reserveCapacity(16 * blocks * realization.tapCount)
    let lanes = SIMD8<Double>(0, 1, 2, 3, 4, 5, 6, 7)
    for block in 0..<blocks {
      let subcarriers = lanes + Double(8 * block - carrier.subcarrierCount / 2)
      for delay in realization.delays {
        let (x, y) = Phasor.of(subcarriers * (-delay * Double(carrier.numerology.subcarrierSpacing)))
        for lane in 0..<8 { turns.append(Float(x[lane])) }
        for lane in 0..<8 { turns.append(Float(y[lane])) }
      }
    }
    self.turns = turns
    let gains = realization.tapCount * realization.linkCount
    real = .allocate(capacity: gains)
    imaginary = .allocate(capacity: gains)
    real.initialize(repeating: 0, count: gains)
    imaginary.initialize(repeating: 0, count: gains)
    rest = .allocate(capacity: 8)
    rest.initialize(repeating: .zero, count: 8)
  }

  deinit {
    real.deallocate()
    imaginary.deallocate()
    rest.deallocate()
  }

  /// The middle of a symbol's useful part in seconds (TS 38.211 §5.3.1).
  /// - Parameters:
  ///   - slot: counted from the realization's zero, of either sign.
  ///   - symbol: 0 to 13, or 11 with the extended prefix.
  static func symbolSeconds(_ carrier: Carrier, slot: Int, symbol: Int) -> Double {
    let slots = carrier.numerology.slotsPerSubframe
    let slotInSubframe = (slot % slots + slots) % slots
    let index = slotInSubframe * carrier.symbolsPerSlot + symbol
    // In samples of 30.72 MHz.
    let scale = Double(slots)
    var start: Double
    if carrier.cyclicPrefix == .extended {
      start = Double(index) * (2048 + 512) / scale + 512 / scale
    } else {
      // The first symbol of each half subframe has a longer prefix.
      start = Double(index) * (2048 + 144) / scale + 144 / scale + 16 * Double(index / (7 * slots) + 1)
    }
    start += 1024 / scale
    return (Double(slot) - Double(slotInSubframe)) / scale * 1e-3 + start / 30.72e6
  }

  /// The response in a slot.
  /// - Parameters:
  ///   - slot: counted from the realization's zero, of either sign.
  ///   - response: [receive antenna][transmit antenna][symbol][subcarrier], `count` elements.
  public mutating func evaluate(slot: Int, into response: UnsafeMutableBufferPointer<Complex>) {
    precondition(response.count == count)
    guard let target = response.baseAddress else { return }
    let symbols = carrier.symbolsPerSlot
    for symbol in 0..<symbols {
      if symbol == 0 || realization.maximumDopplerHz > 0 {
        realization.gains(Self.symbolSeconds(carrier, slot: slot, symbol: symbol), real, imaginary)
      }
      fill(target + symbol * carrier.subcarrierCount, stride: symbols * carrier.subcarrierCount)
    }
  }

  /// One symbol of all pairs of antennas, which stand `stride` elements apart.
  private func fill(_ target: UnsafeMutablePointer<Complex>, stride: Int) {
    let (taps, links, subcarriers) = (realization.tapCount, realization.linkCount, carrier.subcarrierCount)
    turns.withUnsafeBytes { turns in
      for first in Swift.stride(from: 0, to: subcarriers, by: 8) {
        for link in 0..<links {
          var sum = (real: SIMD8<Float>.zero, imaginary: SIMD8<Float>.zero)
          for tap in 0..<taps {
            let offset = 64 * (first / 8 * taps + tap)
            let x = turns.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            let y = turns.loadUnaligned(fromByteOffset: offset + 32, as: SIMD8<Float>.self)
            let (a, b) = (real[tap * links + link], imaginary[tap * links + link])
            sum.real += a * x - b * y
            sum.imaginary += a * y + b * x
          }
          var pairs = SIMD16<Float>.zero
          pairs.evenHalf = sum.real
          pairs.oddHalf = sum.imaginary
          let place = target + link * stride + first
          if first + 8 <= subcarriers {
            UnsafeMutableRawPointer(place).storeBytes(of: pairs, as: SIMD16<Float>.self)
          } else {
            UnsafeMutableRawPointer(rest).storeBytes(of: pairs, as: SIMD16<Float>.self)
            place.update(from: rest, count: subcarriers - first)
          }
        }
      }
    }
  }
}
