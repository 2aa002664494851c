import ChannelCoding
import Modulation

/// What came of a PUSCH in a slot.
public struct PUSCHReception: Sendable, Hashable {
  /// Whether nothing was sent as far as can be told: the pilots are no more alike than noise is, and no check holds.
  public var isDTX = false
  /// The transport block and its code blocks; nil without UL-SCH.
  public var sharedChannel: SharedChannelReception?
  public var harqACK: DecodedUCI?
  public var csiPart1: DecodedUCI?
  public var csiPart2: DecodedUCI?
  public var measurement = SharedChannelMeasurement()

  public init() {}

  /// Without CRC; nil unless all checks hold.
  public var transportBlock: BitSequence? { sharedChannel?.transportBlock }

  /// As in ``SharedChannelMeasurement``, and so on.
  public var layers: [LayerMeasurement] { measurement.layers }
  public var equalizedSignalToNoise: [Float] { measurement.equalizedSignalToNoise }
  public var signalToNoise: Float { measurement.signalToNoise }
  public var referencePower: Float { measurement.referencePower }
  public var receivedPower: Float { measurement.receivedPower }
  public var noisePower: Float { measurement.noisePower }
  public var delaySeconds: Double { measurement.delaySeconds }
  public var frequencyOffsetHz: Double { measurement.frequencyOffsetHz }
  public func timingAdvanceSteps(_ numerology: Numerology) -> Double { measurement.timingAdvanceSteps(numerology) }

  /// Whether no check holds. Bits of UCI without CRC count for nothing here: they always come out as some.
  var isWithoutResult: Bool {
    transportBlock == nil && sharedChannel?.isCodeBlockRight.contains(true) != true
      && ![harqACK, csiPart1, csiPart2].contains { $0.map { $0.isValid && $0.bits.count > 11 } ?? false }
  }
}
