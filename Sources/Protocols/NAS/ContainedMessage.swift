import Base

/// What is inside a container. In a message it stays octets; JSON and description show what they say.
///
/// LPP and location services messages (TS 37.355, TS 24.571), CIoT user data, event notifications and EPS NAS messages (TS 24.301) are not
/// interpreted.
public enum ContainedMessage: Hashable, Sendable {
  /// A 5GMM or 5GSM message, plain or protected.
  case nas(NASMessage)
  case sms(SMSMessage)
  case sorTransparentContainer(SORTransparentContainer)
  case uePolicy(UEPolicyMessage)
  case ueParametersUpdate(UEParametersUpdateTransparentContainer)
  case serviceLevelAA(ServiceLevelAAContainer)
  case multiplePayloads(MultiplePayloads)

  /// The contents of a payload container (TS 24.501 §9.11.3.39).
  /// - Returns: `nil` for a type that is not interpreted.
  /// - Throws: ``NASError`` where the octets are not of the type.
  public init?(decoding octets: [UInt8], type: PayloadContainerType) throws(NASError) {
    switch type {
    case .n1SMInformation: self = .nas(.fiveGSM(try FiveGSMMessage(decoding: octets)))
    case .sms: self = .sms(try SMSMessage(decoding: octets))
    case .sorTransparentContainer: self = .sorTransparentContainer(try SORTransparentContainer(decoding: octets))
    case .uePolicyContainer: self = .uePolicy(try UEPolicyMessage(decoding: octets))
    case .ueParametersUpdateTransparentContainer:
      self = .ueParametersUpdate(try UEParametersUpdateTransparentContainer(decoding: octets))
    case .serviceLevelAAContainer: self = .serviceLevelAA(try ServiceLevelAAContainer(decoding: octets))
    case .multiplePayloads: self = .multiplePayloads(try MultiplePayloads(decoding: octets))
    case .lppMessageContainer, .locationServicesMessageContainer, .ciotUserDataContainer, .eventNotification, .other: return nil
    }
  }

  public func encode() throws(NASError) -> [UInt8] {
    switch self {
    case .nas(let message): try message.encode()
    case .sms(let message): try message.encode()
    case .sorTransparentContainer(let container): try container.encode()
    case .uePolicy(let message): try message.encode()
    case .ueParametersUpdate(let container): try container.encode()
    case .serviceLevelAA(let container): try container.encode()
    case .multiplePayloads(let payloads): try payloads.encode()
    }
  }

  /// - Parameter depth: how many messages this one is inside of.
  func json(depth: Int) -> JSON {
    switch self {
    case .nas(let message): message.json(depth: depth)
    case .sms(let message): message.json(depth: depth)
    case .sorTransparentContainer(let container): container.json(depth: depth)
    case .uePolicy(let message): message.json
    case .ueParametersUpdate(let container): container.json(depth: depth)
    case .serviceLevelAA(let container): container.json(depth: depth)
    case .multiplePayloads(let payloads): payloads.json(depth: depth)
    }
  }
}

/// Which form the octets of a container have.
enum ContainerKind {
  /// TS 24.501 §9.11.3.33.
  case nasMessage
  case payload(PayloadContainerType?)

  func contained(_ octets: [UInt8]) -> ContainedMessage? {
    switch self {
    case .nasMessage: (try? NASMessage(decoding: octets)).map { .nas($0) }
    case .payload(let type): type.flatMap { try? ContainedMessage(decoding: octets, type: $0) }
    }
  }

  func octets(_ json: JSON) throws(NASError) -> [UInt8] {
    switch self {
    case .nasMessage: try NASMessage(json: json).encode()
    case .payload(.n1SMInformation): try NASMessage(json: json).encode()
    case .payload(.sms): try SMSMessage(json: json).encode()
    case .payload(.sorTransparentContainer): try SORTransparentContainer(json: json).encode()
    case .payload(.uePolicyContainer): try UEPolicyMessage(json: json).encode()
    case .payload(.ueParametersUpdateTransparentContainer): try UEParametersUpdateTransparentContainer(json: json).encode()
    case .payload(.serviceLevelAAContainer): try ServiceLevelAAContainer(json: json).encode()
    case .payload(.multiplePayloads): try MultiplePayloads(json: json).encode()
    case .payload: throw .invalidJSON(path: "")
    }
  }
}

extension NASCoder {
  /// Messages inside messages are shown up to this depth; deeper ones are octets.
  static let maximumDepth = 6

  /// JSON only: octets, shown as what they contain where that gives the same octets again, else in hexadecimal.
  mutating func container(_ name: String, _ kind: ContainerKind, _ value: [UInt8]?) throws(NASError) -> [UInt8] {
    switch mode {
    case .toJSON:
      let value = try written(name, value)
      if depth < Self.maximumDepth, let contained = kind.contained(value), (try? contained.encode()) == value {
        put(name, contained.json(depth: depth + 1))
      } else {
        put(name, .string(Hex.encode(value)))
      }
      return value
    case .fromJSON:
      guard let json = member(name) else { throw .invalidJSON(path: name) }
      if json.stringValue != nil { return try rest(name, nil) }
      do { return try kind.octets(json) } catch { throw error.nested(in: name) }
    case .decode, .encode: return try rest(name, value)
    }
  }

  /// A mandatory IE that is a container.
  mutating func mandatory(
    _ name: String, _ format: MandatoryFormat, containing kind: ContainerKind, _ value: [UInt8]?
  ) throws(NASError) -> [UInt8] {
    isBinary ? try mandatory(name, format, value) : try container(name, kind, value)
  }

  /// An optional IE that is a container.
  mutating func optional(
    _ iei: UInt8, _ name: String, _ format: OptionalFormat, containing kind: ContainerKind, _ value: [UInt8]?
  ) throws(NASError) -> [UInt8]? {
    if isBinary { return try optional(iei, name, format, value) }
    if mode == .toJSON ? value == nil : member(name) == nil { return nil }
    return try container(name, kind, value)
  }

  /// An element of four bits in the lower half of an octet whose upper half is spare.
  mutating func lowHalf<E: InformationElement>(_ name: String, _ value: E?) throws(NASError) -> E {
    try spare(4)
    return try nested(name, value)
  }
}
