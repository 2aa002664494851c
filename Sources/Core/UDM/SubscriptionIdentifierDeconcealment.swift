import Base
import SBI
import Security

// SIDF (TS 33.501 §6.12.5): the SUPI behind a SUCI.
extension UDM {
  /// - Parameter identity: SUPI, or SUCI as SBI writes it: `suci-0-999-70-0000-1-27-…` (TS 29.571, SupiOrSuci; TS 23.003 §2.2B).
  /// - Throws: what TS 29.503 table 6.3.3.2.4.2.2-3 answers.
  func supi(of identity: String) throws(SBIFailure) -> String {
    guard identity.hasPrefix("suci-") else { return try checkedSUPI(identity) }
    guard identity.utf8.count <= 2 * SUCI.maximumSchemeOutputOctets + 64 else { throw UDM.incorrectIdentity }
    let parts = identity.split(separator: "-", omittingEmptySubsequences: false)
    // Only IMSIs are concealed here: SUPI type 0.
    guard parts.count == 8, parts[1] == "0", let plmn = PLMNIdentity(mcc: String(parts[2]), mnc: String(parts[3])),
      (1...4).contains(parts[4].utf8.count), UDM.isDecimal(parts[4]), let scheme = UInt8(parts[5]), UDM.isDecimal(parts[5]),
      let keyIdentifier = UInt8(parts[6]), UDM.isDecimal(parts[6]), !parts[7].isEmpty
    else { throw UDM.incorrectIdentity }
    guard plmn == configuration.homePLMN else {
      throw SBIFailure(status: 404, cause: "USER_NOT_FOUND", detail: "not a subscriber of this PLMN")
    }
    let msin = try msin(scheme: scheme, keyIdentifier: keyIdentifier, output: parts[7])
    return try checkedSUPI("imsi-\(plmn.digits)\(msin)")
  }

  private func msin(scheme: UInt8, keyIdentifier: UInt8, output: Substring) throws(SBIFailure) -> String {
    if scheme == ProtectionScheme.null.rawValue {
      guard configuration.allowsNullScheme else {
        throw SBIFailure(status: 403, cause: "AUTHENTICATION_REJECTED", detail: "the null scheme is not allowed")
      }
      // TS 33.501 Annex C.2: the null scheme has key identifier 0, and its output is the MSIN in digits (TS 23.003 §2.2B).
      guard keyIdentifier == 0 else { throw SBIFailure(status: 403, cause: "INVALID_HN_PUBLIC_KEY_IDENTIFIER") }
      guard (1...10).contains(output.utf8.count), UDM.isDecimal(output) else {
        throw SBIFailure(status: 403, cause: "INVALID_SCHEME_OUTPUT")
      }
      return String(output)
    }
    guard output.utf8.allSatisfy({ UDM.isHexDigit($0) }), let octets = Hex.decode(output) else {
      throw SBIFailure(status: 403, cause: "INVALID_SCHEME_OUTPUT")
    }
    do {
      return try SUCI.unpackMSIN(
        try SUCI.deconceal(
          schemeIdentifier: scheme, keyIdentifier: keyIdentifier, schemeOutput: octets, keys: configuration.homeNetworkKeys))
    } catch {
      environment.security("SUCI cannot be deconcealed: \(error)", interface: .sbi)
      switch error {
      case .unknownProtectionScheme: throw SBIFailure(status: 501, cause: "UNSUPPORTED_PROTECTION_SCHEME")
      case .unknownHomeNetworkPublicKeyIdentifier: throw SBIFailure(status: 403, cause: "INVALID_HN_PUBLIC_KEY_IDENTIFIER")
      default: throw SBIFailure(status: 403, cause: "INVALID_SCHEME_OUTPUT")
      }
    }
  }

  private static var incorrectIdentity: SBIFailure {
    SBIFailure(SBIError.invalid([SBIIssue(path: "{supiOrSuci}", kind: .pattern, reason: "neither a SUPI nor a SUCI")]))
  }

  private static func isDecimal(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }

  private static func isHexDigit(_ character: UInt8) -> Bool {
    switch character {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
