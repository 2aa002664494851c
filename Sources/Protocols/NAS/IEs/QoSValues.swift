/// Rule operation code (TS 24.501 §9.11.4.13).
public enum QoSRuleOperation: NamedValue {
  case createNewQoSRule
  case deleteExistingQoSRule
  case modifyExistingQoSRuleAndAddPacketFilters
  case modifyExistingQoSRuleAndReplaceAllPacketFilters
  case modifyExistingQoSRuleAndDeletePacketFilters
  case modifyExistingQoSRuleWithoutModifyingPacketFilters
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .createNewQoSRule
    case 2: self = .deleteExistingQoSRule
    case 3: self = .modifyExistingQoSRuleAndAddPacketFilters
    case 4: self = .modifyExistingQoSRuleAndReplaceAllPacketFilters
    case 5: self = .modifyExistingQoSRuleAndDeletePacketFilters
    case 6: self = .modifyExistingQoSRuleWithoutModifyingPacketFilters
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .createNewQoSRule: 1
    case .deleteExistingQoSRule: 2
    case .modifyExistingQoSRuleAndAddPacketFilters: 3
    case .modifyExistingQoSRuleAndReplaceAllPacketFilters: 4
    case .modifyExistingQoSRuleAndDeletePacketFilters: 5
    case .modifyExistingQoSRuleWithoutModifyingPacketFilters: 6
    case .other(let value): value
    }
  }
}

/// Packet filter direction (TS 24.501 §9.11.4.13).
public enum PacketFilterDirection: NamedValue {
  case downlinkOnly
  case uplinkOnly
  case bidirectional
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 2 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .downlinkOnly
    case 2: self = .uplinkOnly
    case 3: self = .bidirectional
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .downlinkOnly: 1
    case .uplinkOnly: 2
    case .bidirectional: 3
    case .other(let value): value
    }
  }
}

/// Operation code of a QoS flow description (TS 24.501 §9.11.4.12).
public enum QoSFlowOperation: NamedValue {
  case createNewQoSFlowDescription
  case deleteExistingQoSFlowDescription
  case modifyExistingQoSFlowDescription
  /// A value without a name in the standard.
  case other(UInt8)

  public static var bitWidth: Int { 3 }

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .createNewQoSFlowDescription
    case 2: self = .deleteExistingQoSFlowDescription
    case 3: self = .modifyExistingQoSFlowDescription
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .createNewQoSFlowDescription: 1
    case .deleteExistingQoSFlowDescription: 2
    case .modifyExistingQoSFlowDescription: 3
    case .other(let value): value
    }
  }
}

/// Unit of a session-AMBR or of a GFBR or MFBR (TS 24.501 §9.11.4.12, §9.11.4.14).
public enum BitRateUnit: NamedValue {
  case kbps1
  case kbps4
  case kbps16
  case kbps64
  case kbps256
  case mbps1
  case mbps4
  case mbps16
  case mbps64
  case mbps256
  case gbps1
  case gbps4
  case gbps16
  case gbps64
  case gbps256
  case tbps1
  case tbps4
  case tbps16
  case tbps64
  case tbps256
  case pbps1
  case pbps4
  case pbps16
  case pbps64
  case pbps256
  /// A value without a name in the standard.
  case other(UInt8)

  public init(rawValue: UInt8) {
    switch rawValue {
    case 1: self = .kbps1
    case 2: self = .kbps4
    case 3: self = .kbps16
    case 4: self = .kbps64
    case 5: self = .kbps256
    case 6: self = .mbps1
    case 7: self = .mbps4
    case 8: self = .mbps16
    case 9: self = .mbps64
    case 10: self = .mbps256
    case 11: self = .gbps1
    case 12: self = .gbps4
    case 13: self = .gbps16
    case 14: self = .gbps64
    case 15: self = .gbps256
    case 16: self = .tbps1
    case 17: self = .tbps4
    case 18: self = .tbps16
    case 19: self = .tbps64
    case 20: self = .tbps256
    case 21: self = .pbps1
    case 22: self = .pbps4
    case 23: self = .pbps16
    case 24: self = .pbps64
    case 25: self = .pbps256
    default: self = .other(rawValue)
    }
  }

  public var rawValue: UInt8 {
    switch self {
    case .kbps1: 1
    case .kbps4: 2
    case .kbps16: 3
    case .kbps64: 4
    case .kbps256: 5
    case .mbps1: 6
    case .mbps4: 7
    case .mbps16: 8
    case .mbps64: 9
    case .mbps256: 10
    case .gbps1: 11
    case .gbps4: 12
    case .gbps16: 13
    case .gbps64: 14
    case .gbps256: 15
    case .tbps1: 16
    case .tbps4: 17
    case .tbps16: 18
    case .tbps64: 19
    case .tbps256: 20
    case .pbps1: 21
    case .pbps4: 22
    case .pbps16: 23
    case .pbps64: 24
    case .pbps256: 25
    case .other(let value): value
    }
  }
}
