import Base
import Security
import Storage

/// Everything that `vitrum.yaml` says, checked and with defaults filled in. Every process of a network reads the same file.
public struct Configuration: Sendable, Equatable {
  public var plmn: PLMNIdentity
  /// Slices of the PLMN; the first is the one for a UE without subscribed default.
  public var slices: [SNSSAI]
  public var amf: AMFConfiguration
  public var smf: SMFConfiguration
  public var upf: UPFConfiguration
  public var pcf: PCFConfiguration
  public var udm: UDMConfiguration
  public var sbi: SBIConfiguration
  public var storage: StorageConfiguration
  public var management: ManagementConfiguration
  public var logging: LoggingConfiguration
  public var demo: DemoConfiguration
}

/// The AMF (TS 23.501 §6.2.1).
public struct AMFConfiguration: Sendable, Equatable {
  /// AMF Name of NG Setup (TS 38.413 §9.3.3.21).
  public var name: String
  public var guami: GUAMI
  /// Tracking areas that are served.
  public var tais: [TAI]
  public var relativeCapacity: UInt8
  /// Where gNBs connect: SCTP, port 38412 (TS 38.412 §7).
  public var n2: SocketAddress
  /// UDP port when SCTP is encapsulated (RFC 6951).
  public var n2UDPEncapsulationPort: UInt16?
  public var security: NASSecurityConfiguration
  public var timers: AMFTimers
  public var networkName: NetworkName
  /// Whether the network says that it supports IMS voice over PS (TS 24.501 §9.11.3.5).
  public var imsVoiceOverPS: Bool
}

/// Which NAS algorithms are chosen, in order of preference (TS 33.501 §6.7.1.1).
public struct NASSecurityConfiguration: Sendable, Equatable {
  public var ciphering: [CipheringAlgorithm]
  /// Without NIA0, which may not be chosen for a registered UE (TS 33.501 §5.5.2), unless ``allowNullIntegrity``.
  public var integrity: [IntegrityAlgorithm]
  /// NIA0 for emergency registrations without authentication.
  public var allowNullIntegrity: Bool
}

/// The name that a UE displays (TS 24.501 §9.11.3.35). Without a full name nothing is sent after a registration.
public struct NetworkName: Sendable, Equatable {
  public var full: String
  public var short: String
}

/// Timers of 5GMM on the network side, in seconds (TS 24.501 table 10.2.2; T3512 and T3502 are sent to the UE).
public struct AMFTimers: Sendable, Equatable {
  public var t3502Seconds: Int
  public var t3512Seconds: Int
  public var t3513Seconds: Int
  public var t3522Seconds: Int
  public var t3550Seconds: Int
  public var t3555Seconds: Int
  public var t3560Seconds: Int
  public var t3565Seconds: Int
  public var t3570Seconds: Int
  /// T3512 and 4 minutes unless set (TS 24.501 §5.3.7).
  public var mobileReachableSeconds: Int
  public var implicitDeregistrationSeconds: Int
  /// How long a registered UE without user plane keeps its signalling connection (TS 24.501 §5.3.1.3); 0 keeps it.
  public var signallingReleaseSeconds: Int
}

/// The SMF (TS 23.501 §6.2.2).
public struct SMFConfiguration: Sendable, Equatable {
  /// PFCP, port 8805.
  public var n4: SocketAddress
  /// The UPFs it associates with; nobody else is answered.
  public var upfs: [SocketAddress]
  public var dataNetworks: [DataNetworkConfiguration]
  public var timers: SMFTimers

  /// The data network `dnn` in `slice`; DNNs are compared without case.
  public func dataNetwork(_ dnn: String, in slice: SNSSAI) -> DataNetworkConfiguration? {
    dataNetworks.first { $0.dnn.lowercased() == dnn.lowercased() && $0.slices.contains(slice) }
  }
}

/// A data network (DNN) and the addresses it gives to UEs.
public struct DataNetworkConfiguration: Sendable, Equatable {
  public var dnn: String
  public var slices: [SNSSAI]
  /// The pool of UE addresses; its first address is the network's own.
  public var ipv4Pool: IPPrefix?
  /// Each session gets a /64 out of it.
  public var ipv6Pool: IPPrefix?
  public var dnsServers: [IPAddress]
  public var mtu: Int
  public var sessionAMBR: AggregateBitRate
}

/// Timers of 5GSM on the network side, in seconds (TS 24.501 table 10.3.2).
public struct SMFTimers: Sendable, Equatable {
  public var t3590Seconds: Int
  public var t3591Seconds: Int
  public var t3592Seconds: Int
  public var t3593Seconds: Int
}

/// The UPF (TS 23.501 §6.2.3).
public struct UPFConfiguration: Sendable, Equatable {
  /// GTP-U, port 2152.
  public var n3: SocketAddress
  /// PFCP, port 8805.
  public var n4: SocketAddress
  /// The SMFs that may associate.
  public var smfs: [IPAddress]
  public var n6: N6Configuration
}

/// The UPF's side towards data networks.
public struct N6Configuration: Sendable, Equatable {
  /// Name of the TUN device.
  public var tun: String
  /// UEs reach what the host reaches, through an nftables table of its own.
  public var nat: Bool
  /// The data networks that this UPF serves, with their pools as in ``SMFConfiguration/dataNetworks``.
  public var dnns: [N6DataNetwork]
}

/// A data network that is reached over N6.
public struct N6DataNetwork: Sendable, Equatable {
  public var dnn: String
  /// What is routed to the TUN device.
  public var pools: [IPPrefix]
}

/// Policies where the subscription says nothing (TS 23.503 §6.2.1).
public struct PCFConfiguration: Sendable, Equatable {
  /// Default QoS of a session without subscribed QoS.
  public var fiveQI: UInt8
  public var arpPriorityLevel: UInt8
  /// RAT/frequency selection priority, 1 to 256.
  public var rfsp: Int?
}

/// The UDM: keys that conceal SUPIs (TS 33.501 §6.12, Annex C).
public struct UDMConfiguration: Sendable, Equatable {
  public var suciProfiles: [SUCIProfileConfiguration]
}

/// A home network key pair.
public struct SUCIProfileConfiguration: Sendable, Equatable {
  public enum Key: Sendable, Equatable {
    /// A file with the private key in hexadecimal, or PEM.
    case file(path: String)
    case value(SecretBytes)
  }

  /// Home network public key identifier, 0 to 255 (TS 23.003 §2.2B).
  public var id: UInt8
  public var scheme: ProtectionScheme
  public var privateKey: Key
}

/// The network functions that offer services.
public enum ServiceFunction: String, Sendable, Hashable, CaseIterable {
  case nrf, udr, udm, ausf, nssf, pcf, amf, smf
}

/// The service-based interface (TS 29.500).
public struct SBIConfiguration: Sendable, Equatable {
  public struct TLS: Sendable, Equatable {
    public var certificatePath: String
    public var privateKeyPath: String
    /// Signs the certificates of the peers.
    public var authorityPath: String
    /// Whether a client must show a certificate.
    public var isMutual: Bool
  }

  public enum Scheme: String, Sendable, Hashable, CaseIterable { case http, https }

  public var scheme: Scheme
  public var tls: TLS?
  /// Where each function listens, in the order of ``ServiceFunction``.
  var listeners: [SocketAddress]
  /// `http://127.0.0.10:7777`
  public var nrfURI: String

  /// Where `function` listens.
  public func listener(of function: ServiceFunction) -> SocketAddress {
    listeners[ServiceFunction.allCases.firstIndex(of: function) ?? 0]
  }

  /// `http://127.0.0.14:7777`
  public func apiRoot(of function: ServiceFunction) -> String { "\(scheme.rawValue)://\(listener(of: function))" }
}

/// The subscriber database.
public struct StorageConfiguration: Sendable, Equatable {
  /// The SQLite file.
  public var path: String
  /// The key that seals K and OPc, readable by its owner only.
  public var keyPath: String
}

/// What an operator talks to.
public struct ManagementConfiguration: Sendable, Equatable {
  /// Unix socket of `vitrum status`, `ues` and `sessions`.
  public var socketPath: String
}

/// Levels of swift-log.
public enum LogLevel: String, Sendable, Hashable, CaseIterable {
  case trace, debug, info, notice, warning, error, critical
}

/// What is logged.
public struct LoggingConfiguration: Sendable, Equatable {
  public var level: LogLevel
}

/// The demonstration network of `vitrum up`.
public struct DemoConfiguration: Sendable, Equatable {
  /// SUPI of the first UE; further ones count upwards.
  public var supi: String
  public var ues: Int
  public var gnbs: Int
  public var dnn: String
  /// Network between the core and the namespaces of the RAN; holds the N2 and N3 addresses.
  public var ranNetwork: IPPrefix
  /// Network of the demonstration server behind N6.
  public var dataNetwork: IPPrefix
}
