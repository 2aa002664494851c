/// What a waveform has. In JSON it is an object with one member, whose name is the kind.
public enum WaveformContent: Sendable, Hashable, Codable {
  case ssb(SynchronizationWaveform)
  case uplink(UplinkWaveform)

  private enum Kind: String, CodingKey {
    case ssb
    case uplink
  }

  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: Kind.self)
    switch members.allKeys.first {
    case .ssb: self = .ssb(try members.decode(SynchronizationWaveform.self, forKey: .ssb))
    case .uplink: self = .uplink(try members.decode(UplinkWaveform.self, forKey: .uplink))
    case nil:
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "ssb or uplink is missing"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Kind.self)
    switch self {
    case .ssb(let waveform): try members.encode(waveform, forKey: .ssb)
    case .uplink(let waveform): try members.encode(waveform, forKey: .uplink)
    }
  }
}
