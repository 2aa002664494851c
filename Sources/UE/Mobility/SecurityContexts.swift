import NAS
import Security

/// The UE's 5G NAS security contexts (TS 24.501 §4.4.2).
struct SecurityContexts: ~Copyable {
  /// What authentication left and no security mode command has taken into use.
  struct Partial {
    var ngKSI: UInt8
    var kAMF: SecretBytes
    var rand: [UInt8]
    var resStar: [UInt8]
  }

  /// The full native context in use.
  var current: NASSecurityContext?
  var partial: Partial?
  /// Secure exchange of NAS messages is established on this connection (TS 24.501 §4.4.2.5).
  var isExchangeSecure = false

  var ngKSI: UInt8 { current?.ngKSI.value ?? 7 }
}
