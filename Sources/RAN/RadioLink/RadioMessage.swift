import Base

/// A message between a simulated UE and a simulated gNB, named after the RRC message (TS 38.331 §6.2.2) whose place it takes.
///
/// This is the seam at which RRC, PDCP, RLC, MAC and PHY will stand: UE and gNB know nothing of the radio below these messages.
public enum RadioMessage: Hashable, Sendable {
  // MARK: Cell, without a connection

  /// A UE looks for the cell; it stands for synchronisation and reading of SIB1, and is repeated while the UE camps.
  case systemInformationRequest
  case systemInformation(SystemInformation)
  /// 5G-S-TMSIs that are paged, 48 bits each (TS 38.331 Paging).
  case paging([UInt64])

  // MARK: Connection

  case setupRequest(establishmentCause: EstablishmentCause, identity: InitialUEIdentity)
  case setup
  case setupComplete(SetupComplete)
  case reject(waitTimeSeconds: UInt8)
  case securityModeCommand(ASSecurityAlgorithms)
  case securityModeComplete
  case securityModeFailure
  case ueCapabilityEnquiry
  /// UE radio capability, opaque octets (UERadioAccessCapabilityInformation).
  case ueCapabilityInformation([UInt8])
  case reconfiguration(Reconfiguration)
  case reconfigurationComplete
  case ulInformationTransfer([UInt8])
  case dlInformationTransfer([UInt8])
  case release

  // MARK: User plane

  /// One IP packet of a PDU session; stands for SDAP and the radio bearer below it.
  case userData(pduSessionID: UInt8, qosFlowIdentifier: UInt8, packet: [UInt8])
}

/// Why a UE asks for a connection (TS 38.331 §6.2.2, EstablishmentCause); raw values are those of the ASN.1 type.
public enum EstablishmentCause: UInt8, Hashable, Sendable, CaseIterable {
  case emergency, highPriorityAccess, mtAccess, moSignalling, moData, moVoiceCall, moVideoCall, moSMS, mpsPriorityAccess, mcsPriorityAccess
}

/// How a UE names itself in the first message (TS 38.331 §6.2.2, InitialUE-Identity).
public enum InitialUEIdentity: Hashable, Sendable {
  /// The low 39 bits of the 5G-S-TMSI.
  case fiveGSTMSIPart1(UInt64)
  /// 39 random bits.
  case randomValue(UInt64)
}

/// What a cell broadcasts (TS 38.331 §6.2.2, SIB1), as far as NAS needs it.
public struct SystemInformation: Hashable, Sendable {
  /// A PLMN with which the cell is shared and its tracking area code.
  public struct Network: Hashable, Sendable {
    public var plmn: PLMNIdentity
    /// 24 bits.
    public var tac: UInt32

    public init(plmn: PLMNIdentity, tac: UInt32) {
      self.plmn = plmn
      self.tac = tac & 0xFFFFFF
    }
  }

  public var networks: [Network]
  /// 36 bits: gNB identity and cell (TS 38.413 §9.3.1.7).
  public var cellIdentity: UInt64
  public var isBarred: Bool

  public init(networks: [Network], cellIdentity: UInt64, isBarred: Bool = false) {
    self.networks = networks
    self.cellIdentity = cellIdentity & 0xF_FFFF_FFFF
    self.isBarred = isBarred
  }
}

/// The message that ends connection establishment and carries the initial NAS message (TS 38.331 §6.2.2, RRCSetupComplete).
public struct SetupComplete: Hashable, Sendable {
  public var selectedPLMN: PLMNIdentity
  /// The AMF that gave the UE its 5G-GUTI.
  public var registeredAMF: GUAMI?
  /// Whether ``registeredAMF`` comes from a 5G-GUTI or was mapped from EPS.
  public var isMappedGUAMI: Bool
  /// 48 bits.
  public var fiveGSTMSI: UInt64?
  /// Slices for the selection of an AMF; empty where NAS gave none.
  public var snssais: [SNSSAI]
  public var nas: [UInt8]

  public init(
    selectedPLMN: PLMNIdentity, registeredAMF: GUAMI? = nil, isMappedGUAMI: Bool = false, fiveGSTMSI: UInt64? = nil,
    snssais: [SNSSAI] = [], nas: [UInt8]
  ) {
    self.selectedPLMN = selectedPLMN
    self.registeredAMF = registeredAMF
    self.isMappedGUAMI = isMappedGUAMI
    self.fiveGSTMSI = fiveGSTMSI
    self.snssais = snssais
    self.nas = nas
  }
}

/// Algorithms of access stratum security (TS 38.331 §6.3.2, SecurityAlgorithmConfig): 0 to 3 for NEA0-3 and NIA0-3.
public struct ASSecurityAlgorithms: Hashable, Sendable {
  public var ciphering: UInt8
  public var integrity: UInt8

  public init(ciphering: UInt8, integrity: UInt8) {
    self.ciphering = ciphering
    self.integrity = integrity
  }
}

/// Radio bearers and NAS messages for a UE (TS 38.331 §6.2.2, RRCReconfiguration).
public struct Reconfiguration: Hashable, Sendable {
  /// A data radio bearer and the QoS flows of a PDU session that SDAP maps to it.
  public struct DataRadioBearer: Hashable, Sendable {
    /// 1 to 32.
    public var identity: UInt8
    public var pduSessionID: UInt8
    /// QFI 0 to 63.
    public var qosFlowIdentifiers: [UInt8]

    public init(identity: UInt8, pduSessionID: UInt8, qosFlowIdentifiers: [UInt8]) {
      self.identity = identity
      self.pduSessionID = pduSessionID
      self.qosFlowIdentifiers = qosFlowIdentifiers
    }
  }

  /// Bearers to add or to change.
  public var addedBearers: [DataRadioBearer]
  /// Identities of bearers to release.
  public var releasedBearers: [UInt8]
  /// `dedicatedNAS-MessageList`, in order.
  public var nas: [[UInt8]]

  public init(addedBearers: [DataRadioBearer] = [], releasedBearers: [UInt8] = [], nas: [[UInt8]] = []) {
    self.addedBearers = addedBearers
    self.releasedBearers = releasedBearers
    self.nas = nas
  }
}
