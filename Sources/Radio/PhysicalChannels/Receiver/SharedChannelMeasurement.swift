import Foundation
import Modulation

/// What was measured of a PUSCH or PDSCH in a slot. Powers are in the scale of the grid.
public struct SharedChannelMeasurement: Sendable, Hashable {
  /// Of each layer; with hopping in the slot, of the last hop.
  public var layers: [LayerMeasurement] = []
  /// Of each layer behind the equaliser: mean power of its symbols to their noise; with hopping in the slot, of the last hop.
  public var equalizedSignalToNoise: [Float] = []
  /// The power of all layers that an antenna receives to that of noise and interference.
  public var signalToNoise: Float = 0
  /// RSRP: the mean power of a resource element of a layer's DM-RS at an antenna, over layers (TS 38.215 §5.1.9).
  public var referencePower: Float = 0
  /// RSSI: the mean power of a symbol with DM-RS in the channel's resource blocks at an antenna.
  public var receivedPower: Float = 0
  /// The mean power of noise and interference in a resource element at an antenna.
  public var noisePower: Float = 0
  /// The mean delay to the receiver's symbol timing, of layers by their power; positive where the signal came late.
  public var delaySeconds = 0.0
  public var frequencyOffsetHz = 0.0

  public init() {}

  /// The delay in steps of a timing advance command (TS 38.213 §4.2).
  public func timingAdvanceSteps(_ numerology: Numerology) -> Double { LayerMeasurement.timingAdvanceSteps(delaySeconds, numerology) }

  /// Takes what was measured of a part of the slot.
  /// - Parameter share: of all parts.
  mutating func add(_ estimate: borrowing ChannelEstimate, share: Double) {
    layers = (0..<estimate.layerCount).map { estimate.measurement(layer: $0) }
    let power = layers.reduce(0) { $0 + $1.channelPower }
    var (noise, received): (Float, Float) = (0, 0)
    for antenna in 0..<estimate.antennaCount {
      noise += estimate.noisePower(antenna: antenna) / Float(estimate.antennaCount)
      received += estimate.receivedPower(antenna: antenna) / Float(estimate.antennaCount)
    }
    signalToNoise += Float(share) * (noise > 0 ? power / noise : power > 0 ? .infinity : 0)
    noisePower += Float(share) * noise
    receivedPower += Float(share) * received
    for layer in layers {
      referencePower += Float(share) * layer.referencePower / Float(layers.count)
      let part = share * (power > 0 ? Double(layer.channelPower / power) : 1 / Double(layers.count))
      delaySeconds += part * layer.delaySeconds
      frequencyOffsetHz += part * layer.frequencyOffsetHz
    }
  }

  /// Whether noise alone would make the pilots of all layers so alike in less than one of a thousand slots.
  var arePilotsThere: Bool {
    let sum = layers.reduce(0.0) { $0 + Double($1.likeness) }
    let count = layers.reduce(0) { $0 + $1.likenessCount }
    // A sum of exponentially distributed numbers is above x with the probability Σ x^k e^-x / k!.
    var (term, probability) = (exp(-min(sum, 600)), 0.0)
    for index in 0..<count {
      probability += term
      term *= sum / Double(index + 1)
    }
    return probability < 1e-3
  }
}
