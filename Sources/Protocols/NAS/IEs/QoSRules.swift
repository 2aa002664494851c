/// QoS rules (TS 24.501 §9.11.4.13).
public struct QoSRules: InformationElement {
  public var rules: [QoSRule]
  public init(_ rules: [QoSRule]) { self.rules = rules }
  public init(coding c: inout NASCoder, _ value: QoSRules?) throws(NASError) { rules = try c.list("", value?.rules) }
}

/// One QoS rule (TS 24.501 §9.11.4.13).
public struct QoSRule: InformationElement {
  /// QRI; 0 means that no identifier is assigned.
  public var identifier: UInt8
  public var body: Body

  public init(identifier: UInt8, _ body: Body) {
    self.identifier = identifier
    self.body = body
  }

  /// The rule every session begins with: all packets in both directions (one match-all packet filter with identifier 1).
  public static func matchAllDefault(identifier: UInt8 = 1, qosFlowIdentifier: UInt8 = 1, precedence: UInt8 = 255) -> QoSRule {
    let all = PacketFilter(identifier: 1, direction: .bidirectional, components: [.matchAll])
    return QoSRule(
      identifier: identifier,
      Body(
        operation: .createNewQoSRule, isDefault: true, packetFilters: [all], precedence: precedence, qosFlowIdentifier: qosFlowIdentifier))
  }

  public init(coding c: inout NASCoder, _ value: QoSRule?) throws(NASError) {
    identifier = try c.uint8("identifier", value?.identifier)
    body = try c.nestedCounted("rule", lengthOctets: 2, value?.body)
  }

  /// What follows the rule's identifier and length.
  public struct Body: InformationElement {
    public var operation: QoSRuleOperation
    /// DQR: this is the session's default QoS rule.
    public var isDefault: Bool
    /// Packet filters to create, add or replace; at most 15.
    public var packetFilters: [PacketFilter]
    /// With `modifyExistingQoSRuleAndDeletePacketFilters` only: the identifiers (0 to 15) of the filters to delete.
    public var deletedPacketFilterIdentifiers: [UInt8]
    /// The evaluation order, lowest first; absent when a rule is deleted.
    public var precedence: UInt8?
    /// QFI, 0 to 63, with the segregation bit; absent when a rule is deleted.
    public var flow: Flow?

    public init(
      operation: QoSRuleOperation, isDefault: Bool = false, packetFilters: [PacketFilter] = [],
      deletedPacketFilterIdentifiers: [UInt8] = [], precedence: UInt8? = nil, qosFlowIdentifier: UInt8? = nil
    ) {
      self.operation = operation
      self.isDefault = isDefault
      self.packetFilters = packetFilters
      self.deletedPacketFilterIdentifiers = deletedPacketFilterIdentifiers
      self.precedence = precedence
      flow = qosFlowIdentifier.map { Flow(qosFlowIdentifier: $0) }
    }

    public init(coding c: inout NASCoder, _ value: Body?) throws(NASError) {
      operation = try c.named("operation", bits: 3, value?.operation)
      isDefault = try c.flag("isDefault", value?.isDefault)
      let deletes = operation == .modifyExistingQoSRuleAndDeletePacketFilters
      var count: UInt8 = 0
      if c.mode == .decode || c.mode == .encode {
        let number = value.map { deletes ? $0.deletedPacketFilterIdentifiers.count : $0.packetFilters.count }
        guard number ?? 0 <= 15 else { throw .notEncodable(ie: "packetFilters") }
        count = try c.bits("count", 4, number.map { UInt8(truncatingIfNeeded: $0) })
        guard value?.packetFilters.isEmpty ?? true || !deletes, value?.deletedPacketFilterIdentifiers.isEmpty ?? true || deletes else {
          throw .notEncodable(ie: "packetFilters")
        }
      }
      packetFilters = []
      deletedPacketFilterIdentifiers = []
      if deletes {
        let identifiers = value?.deletedPacketFilterIdentifiers.map(FilterIdentifier.init)
        deletedPacketFilterIdentifiers = try c.list("deletedPacketFilterIdentifiers", count: Int(count), identifiers).map(\.identifier)
      } else {
        packetFilters = try c.list("packetFilters", count: Int(count), value?.packetFilters)
      }
      precedence = try c.optionalNested("precedence", presentInOctets: !c.isAtEnd, value?.precedence)
      flow = try c.optionalNested("flow", presentInOctets: !c.isAtEnd, value?.flow)
      guard precedence != nil || flow == nil else { throw .notEncodable(ie: "precedence") }
    }
  }

  /// The QoS flow of a rule.
  public struct Flow: InformationElement {
    public var segregation: Bool
    /// QFI, 0 to 63.
    public var qosFlowIdentifier: UInt8

    public init(segregation: Bool = false, qosFlowIdentifier: UInt8) {
      self.segregation = segregation
      self.qosFlowIdentifier = qosFlowIdentifier
    }

    public init(coding c: inout NASCoder, _ value: Flow?) throws(NASError) {
      try c.spare(1)
      segregation = try c.flag("segregation", value?.segregation)
      qosFlowIdentifier = try c.bits("qosFlowIdentifier", 6, value?.qosFlowIdentifier)
    }
  }

  private struct FilterIdentifier: InformationElement {
    var identifier: UInt8
    init(_ identifier: UInt8) { self.identifier = identifier }
    init(coding c: inout NASCoder, _ value: FilterIdentifier?) throws(NASError) {
      try c.spare(4)
      identifier = try c.bits("", 4, value?.identifier)
    }
  }
}

/// A packet filter of a QoS rule.
public struct PacketFilter: InformationElement {
  public var direction: PacketFilterDirection
  /// 0 to 15.
  public var identifier: UInt8
  public var components: [PacketFilterComponent]

  public init(identifier: UInt8, direction: PacketFilterDirection, components: [PacketFilterComponent]) {
    self.identifier = identifier
    self.direction = direction
    self.components = components
  }

  public init(coding c: inout NASCoder, _ value: PacketFilter?) throws(NASError) {
    try c.spare(2)
    direction = try c.named("direction", bits: 2, value?.direction)
    identifier = try c.bits("identifier", 4, value?.identifier)
    components = try c.nestedCounted("components", value.map { PacketFilterComponents($0.components) }).components
  }
}
