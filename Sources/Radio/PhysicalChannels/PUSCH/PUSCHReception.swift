import ChannelCoding
import Modulation

/// What came of a PUSCH in a slot, and what was measured. Powers are in the scale of the grid.
public struct PUSCHReception: Sendable, Hashable {
  /// Whether nothing was sent as far as can be told: the pilots are no more alike than noise is, and no check holds.
  public var isDTX = false
  /// The transport block and its code blocks; nil without UL-SCH.
  public var sharedChannel: SharedChannelReception?
  public var harqACK: DecodedUCI?
  public var csiPart1: DecodedUCI?
  public var csiPart2: DecodedUCI?

  /// Of each layer; with hopping in the slot, of the last hop.
  public var layers: [LayerMeasurement] = []
  /// Of each layer behind the equaliser: mean power of its symbols to their noise; with hopping in the slot, of the last hop.
  public var equalizedSignalToNoise: [Float] = []
  /// The power of all layers that an antenna receives to that of noise and interference.
  public var signalToNoise: Float = 0
  /// RSRP: the mean power of a resource element of a layer's DM-RS at an antenna, over layers (TS 38.215 §5.1.9).
  public var referencePower: Float = 0
  /// RSSI: the mean power of a symbol with DM-RS in the PUSCH's resource blocks at an antenna.
  public var receivedPower: Float = 0
  /// The mean power of noise and interference in a resource element at an antenna.
  public var noisePower: Float = 0
  /// The mean delay to the receiver's symbol timing, of layers by their power; positive where the signal came late.
  public var delaySeconds = 0.0
  public var frequencyOffsetHz = 0.0

  public init() {}

  /// Without CRC; nil unless all checks hold.
  public var transportBlock: BitSequence? { sharedChannel?.transportBlock }

  /// The delay in steps of a timing advance command (TS 38.213 §4.2).
  public func timingAdvanceSteps(_ numerology: Numerology) -> Double {
    LayerMeasurement.timingAdvanceSteps(delaySeconds, numerology)
  }

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
}
