import NAS
import Security

/// A full native 5G NAS security context behind a reference, so that its COUNTs exist once.
final class NASContext {
  private var value: NASSecurityContext

  init(_ state: NASSecurityState, allowingNullIntegrity: Bool) throws(SecurityError) {
    value = try NASSecurityContext(state, allowingNullIntegrity: allowingNullIntegrity)
  }

  var state: NASSecurityState { value.state }
  var lastUplinkCount: NASCount? { value.lastUplinkCount }

  func protect(_ plain: [UInt8], headerType: Security.SecurityHeaderType) throws(SecurityError) -> [UInt8] {
    try value.protect(plain, headerType: headerType)
  }

  /// The value of the NAS message container in the initial message that is protected next.
  func cipheredMessageContainer(_ plain: [UInt8]) throws(SecurityError) -> [UInt8] { try value.cipheredMessageContainer(plain) }

  func unprotect(
    _ message: ProtectedNASMessage, accepting headerTypes: Set<Security.SecurityHeaderType>? = nil
  ) throws(SecurityError) -> [UInt8] {
    try value.unprotect(message, accepting: headerTypes)
  }
}

/// The UE's 5G NAS security contexts (TS 24.501 §4.4.2).
struct SecurityContexts {
  /// What authentication left and no security mode command has taken into use.
  struct Partial {
    var ngKSI: UInt8
    var kAMF: SecretBytes
    var rand: [UInt8]
    var resStar: [UInt8]
  }

  /// The full native context in use.
  var current: NASContext?
  var partial: Partial?
  /// Secure exchange of NAS messages is established on this connection (TS 24.501 §4.4.2.5).
  var isExchangeSecure = false

  /// 7 means that no key is available.
  var ngKSI: UInt8 { current?.state.ngKSI.value ?? 7 }
}
