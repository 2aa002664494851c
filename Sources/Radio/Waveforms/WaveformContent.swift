/// What a waveform has. In JSON it is an object with one member, whose name is the kind.
public enum WaveformContent: Sendable, Hashable, Codable {
  case ssb(SynchronizationWaveform)
  case uplink(UplinkWaveform)
  case downlink(DownlinkWaveform)

  private enum Kind: String, CodingKey {
    case ssb
    case uplink
    case downlink
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Kind.self)
    switch members.allKeys.first {
    case .ssb: self = .ssb(try members.decode(SynchronizationWaveform.self, forKey: .ssb))
    case .uplink: self = .uplink(try members.decode(UplinkWaveform.self, forKey: .uplink))
    case .downlink: self = .downlink(try members.decode(DownlinkWaveform.self, forKey: .downlink))
    case nil:
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "ssb, uplink or downlink is missing"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Kind.self)
    switch self {
    case .ssb(let waveform): try members.encode(waveform, forKey: .ssb)
    case .uplink(let waveform): try members.encode(waveform, forKey: .uplink)
    case .downlink(let waveform): try members.encode(waveform, forKey: .downlink)
    }
  }
}
