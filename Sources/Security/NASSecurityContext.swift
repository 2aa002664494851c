/// ngKSI (TS 24.501 §9.11.3.32).
public struct NASKeySetIdentifier: Sendable, Hashable {
  /// 0 to 6; 7 means that no key is available.
  public var value: UInt8
  /// TSC: a context mapped from EPS instead of a native one.
  public var isMapped: Bool

  public static let noKeyAvailable = NASKeySetIdentifier(halfOctet: 7)

  /// The low 4 bits of `halfOctet`.
  public init(halfOctet: UInt8) {
    value = halfOctet & 7
    isMapped = halfOctet & 8 != 0
  }

  public var halfOctet: UInt8 { value & 7 | (isMapped ? 8 : 0) }
}

/// Everything of a ``NASSecurityContext``, for storage and for the transfer to another AMF.
///
/// A context made again from a state that is older than the last message sent would use a COUNT twice: take the state after that message
/// and let the original go.
public struct NASSecurityState: Sendable, Equatable {
  public var role: NASSecurityContext.Role
  public var ngKSI: NASKeySetIdentifier
  public var kAMF: SecretBytes
  public var algorithms: NASAlgorithms
  public var accessType: AccessType
  /// COUNT of the next uplink message to be sent or expected; `nil` when exhausted.
  public var nextUplinkCount: NASCount?
  /// COUNT of the next downlink message to be sent or expected; `nil` when exhausted.
  public var nextDownlinkCount: NASCount?

  public init(
    role: NASSecurityContext.Role, ngKSI: NASKeySetIdentifier, kAMF: SecretBytes, algorithms: NASAlgorithms,
    accessType: AccessType = .threeGPP, nextUplinkCount: NASCount? = .zero, nextDownlinkCount: NASCount? = .zero
  ) {
    self.role = role
    self.ngKSI = ngKSI
    self.kAMF = kAMF
    self.algorithms = algorithms
    self.accessType = accessType
    self.nextUplinkCount = nextUplinkCount
    self.nextDownlinkCount = nextDownlinkCount
  }
}

/// A 5G NAS security context with its COUNT values for one access (TS 24.501 §4.4, TS 33.501 §6.4).
///
/// Both ends use it: what one role protects, the other unprotects. It cannot be copied, so a COUNT cannot be used twice with the same keys.
/// A new context (security header types 3 and 4 announce it) is a new value and starts both COUNTs at zero; a new choice of algorithms
/// under the same K_AMF keeps them.
public struct NASSecurityContext: ~Copyable, Sendable {
  public enum Role: Sendable, Hashable {
    /// AMF: sends downlink.
    case network
    /// Sends uplink.
    case userEquipment
  }

  /// All of the context as a copy; see ``NASSecurityState`` for what may be done with it.
  public private(set) var state: NASSecurityState
  private var cipheringKey: SecretBytes
  private var integrityKey: SecretBytes

  /// A context with the NAS keys that `state` gives.
  /// - Parameter allowingNullIntegrity: permits 5G-IA0, for unauthenticated emergency services only (TS 33.501 §5.5.2).
  /// - Throws: `nullIntegrityNotAllowed`, or `invalidLength` for K_AMF.
  public init(_ state: NASSecurityState, allowingNullIntegrity: Bool = false) throws(SecurityError) {
    try state.kAMF.requireLength(32, name: "K_AMF")
    guard state.algorithms.integrity != .nia0 || allowingNullIntegrity else { throw .nullIntegrityNotAllowed }
    self.state = state
    cipheringKey = Self.key(.nasCiphering, state)
    integrityKey = Self.key(.nasIntegrity, state)
  }

  public var role: Role { state.role }
  public var ngKSI: NASKeySetIdentifier { state.ngKSI }
  public var algorithms: NASAlgorithms { state.algorithms }
  public var kAMF: SecretBytes { state.kAMF }

  /// COUNT of the last uplink message sent or accepted; `nil` before the first. Input of K_gNB (TS 33.501 A.9).
  public var lastUplinkCount: NASCount? { Self.previous(state.nextUplinkCount) }
  /// COUNT of the last downlink message sent or accepted; `nil` before the first.
  public var lastDownlinkCount: NASCount? { Self.previous(state.nextDownlinkCount) }

  /// Whether fewer than 2^16 COUNT values are left in a direction: time for a new authentication (TS 24.501 §4.4.3.5).
  public var isNearlyExhausted: Bool {
    (state.nextUplinkCount?.overflow ?? .max) >= 0xFF00 || (state.nextDownlinkCount?.overflow ?? .max) >= 0xFF00
  }

  /// K_gNB for an uplink COUNT, by default that of the last uplink message (TS 33.501 §6.8.1.2.2); COUNT 0 before the first.
  public func kGNB(uplinkCount: NASCount? = nil) -> SecretBytes {
    let count = uplinkCount ?? lastUplinkCount ?? .zero
    return KeyHierarchy.kGNB(kAMF: state.kAMF, uplinkCount: count.rawValue, accessType: state.accessType)
  }

  /// Takes other algorithms into use under the same K_AMF; the COUNTs go on (TS 33.501 §6.7.2).
  public mutating func select(_ algorithms: NASAlgorithms, allowingNullIntegrity: Bool = false) throws(SecurityError) {
    guard algorithms.integrity != .nia0 || allowingNullIntegrity else { throw .nullIntegrityNotAllowed }
    state.algorithms = algorithms
    cipheringKey = Self.key(.nasCiphering, state)
    integrityKey = Self.key(.nasIntegrity, state)
  }

  // MARK: - Sending

  /// The security protected message for a plain one; uses up one COUNT.
  /// - Parameters:
  ///   - plain: the plain NAS message.
  ///   - headerType: any but `plain`.
  /// - Throws: `countExhausted`, `unexpectedSecurityHeaderType`, or `messageTooShort` for an empty message.
  public mutating func protect(
    _ plain: [UInt8], headerType: SecurityHeaderType = .integrityProtectedAndCiphered
  ) throws(SecurityError) -> [UInt8] {
    guard headerType != .plain else { throw .unexpectedSecurityHeaderType(headerType.rawValue) }
    guard !plain.isEmpty else { throw .messageTooShort(octets: 0) }
    let direction: LinkDirection = state.role == .network ? .downlink : .uplink
    guard let count = nextCount(direction) else { throw .countExhausted }
    let payload = headerType.isCiphered ? try cipher(plain, count: count, direction: direction) : plain
    let authenticated = [count.sequenceNumber] + payload
    let mac = try self.mac(authenticated, count: count, direction: direction)
    setNextCount(count.next, direction)
    return [ProtectedNASMessage.protocolDiscriminator, headerType.rawValue] + mac + authenticated
  }

  // MARK: - Receiving

  /// The header types that the peer may use by default: the network accepts 1, 2 and 4, the UE 1 and 2. A UE that expects a Security
  /// Mode Command passes type 3 itself.
  public static func defaultHeaderTypes(receiver role: Role) -> Set<SecurityHeaderType> {
    switch role {
    case .network: [.integrityProtected, .integrityProtectedAndCiphered, .integrityProtectedAndCipheredWithNewContext]
    case .userEquipment: [.integrityProtected, .integrityProtectedAndCiphered]
    }
  }

  /// The plain message in a security protected one. The COUNT advances only when the MAC verifies.
  ///
  /// Types 1 and 3 are checked and not deciphered, as an initial NAS message is (TS 24.501 §4.4.4.3). The header type itself is not
  /// under the MAC: pass in `accepting` only what the state of the procedure allows.
  /// - Throws: what ``ProtectedNASMessage/init(decoding:)`` throws, `unexpectedSecurityHeaderType`, `integrityCheckFailed`,
  ///   `messageReplayed`, `countExhausted`; the context is then unchanged.
  public mutating func unprotect(
    _ octets: [UInt8], accepting headerTypes: Set<SecurityHeaderType>? = nil
  ) throws(SecurityError) -> [UInt8] {
    try unprotect(ProtectedNASMessage(decoding: octets), accepting: headerTypes)
  }

  /// As ``unprotect(_:accepting:)`` for a header that was already read.
  public mutating func unprotect(
    _ message: ProtectedNASMessage, accepting headerTypes: Set<SecurityHeaderType>? = nil
  ) throws(SecurityError) -> [UInt8] {
    guard (headerTypes ?? Self.defaultHeaderTypes(receiver: state.role)).contains(message.headerType) else {
      throw .unexpectedSecurityHeaderType(message.headerType.rawValue)
    }
    let direction: LinkDirection = state.role == .network ? .uplink : .downlink
    let expected = nextCount(direction)
    guard let expected, let count = expected.estimate(sequenceNumber: message.sequenceNumber) else {
      throw try isReplay(message, direction: direction) ? .messageReplayed : .countExhausted
    }
    guard try verifies(message, count: count, direction: direction) else {
      throw try isReplay(message, direction: direction) ? .messageReplayed : .integrityCheckFailed
    }
    let plain = message.headerType.isCiphered ? try cipher(message.payload, count: count, direction: direction) : message.payload
    setNextCount(count.next, direction)
    return plain
  }

  /// Whether the MAC of a message verifies now, with no change of the context.
  public func isAuthentic(_ message: ProtectedNASMessage) -> Bool {
    let direction: LinkDirection = state.role == .network ? .uplink : .downlink
    guard let count = nextCount(direction)?.estimate(sequenceNumber: message.sequenceNumber) else { return false }
    return (try? verifies(message, count: count, direction: direction)) ?? false
  }

  // MARK: - Parts

  private func verifies(_ message: ProtectedNASMessage, count: NASCount, direction: LinkDirection) throws(SecurityError) -> Bool {
    let expected = try mac([message.sequenceNumber] + message.payload, count: count, direction: direction)
    return constantTimeEqual(expected, message.mac)
  }

  /// Whether the message is authentic for the latest COUNT with its sequence number that has already been used.
  private func isReplay(_ message: ProtectedNASMessage, direction: LinkDirection) throws(SecurityError) -> Bool {
    guard state.algorithms.integrity != .nia0 else { return false }
    let next = nextCount(direction).map(\.rawValue) ?? NASCount.maximum.rawValue + 1
    let back = UInt32(UInt8(truncatingIfNeeded: next) &- message.sequenceNumber)
    let distance = back == 0 ? 256 : back
    guard next >= distance, let used = NASCount(rawValue: next - distance) else { return false }
    return try verifies(message, count: used, direction: direction)
  }

  private func cipher(_ octets: [UInt8], count: NASCount, direction: LinkDirection) throws(SecurityError) -> [UInt8] {
    try NEA.apply(
      state.algorithms.ciphering, key: cipheringKey, count: count.rawValue, bearer: state.accessType.rawValue, direction: direction,
      octets: octets)
  }

  private func mac(_ octets: [UInt8], count: NASCount, direction: LinkDirection) throws(SecurityError) -> [UInt8] {
    try NIA.mac(
      state.algorithms.integrity, key: integrityKey, count: count.rawValue, bearer: state.accessType.rawValue, direction: direction,
      octets: octets)
  }

  private func nextCount(_ direction: LinkDirection) -> NASCount? {
    direction == .uplink ? state.nextUplinkCount : state.nextDownlinkCount
  }

  private mutating func setNextCount(_ count: NASCount?, _ direction: LinkDirection) {
    switch direction {
    case .uplink: state.nextUplinkCount = count
    case .downlink: state.nextDownlinkCount = count
    }
  }

  private static func previous(_ next: NASCount?) -> NASCount? {
    guard let next else { return .maximum }
    return next == .zero ? nil : NASCount(rawValue: next.rawValue - 1)
  }

  private static func key(_ type: AlgorithmTypeDistinguisher, _ state: NASSecurityState) -> SecretBytes {
    let identity = type == .nasCiphering ? state.algorithms.ciphering.rawValue : state.algorithms.integrity.rawValue
    return KeyHierarchy.algorithmKey(from: state.kAMF, type: type, algorithmIdentity: identity)
  }
}
