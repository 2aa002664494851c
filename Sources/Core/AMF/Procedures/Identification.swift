import Base
import NAS
import Runtime

extension AMF {
  /// Identification (TS 24.501 §5.4.3; TS 23.502 §4.2.2.2.2, steps 6 and 7): asks the UE for its SUCI.
  func identification(of ue: UEContext, lease: UInt64) async throws -> NAS.SUCI {
    ue.isIdentityRequested = true
    defer { ue.isIdentityRequested = false }
    let answer = try await request(
      .identityRequest(IdentityRequest(identityType: .suci)), of: ue, lease: lease, timer: configuration.timers.t3570, label: "T3570"
    ) { message, _ in if case .identityResponse = message { true } else { false } }
    guard case .identityResponse(let response) = answer, case .suci(let suci) = response.mobileIdentity else {
      throw ProcedureEnd.reject(.ueIdentityCannotBeDerivedByTheNetwork)
    }
    return suci
  }
}

extension NAS.SUCI {
  /// The SUCI as SBI writes it (TS 23.003 §28.7.3, TS 29.571 SupiOrSuci); `nil` for digits that are no digits.
  var sbiText: String? {
    switch content {
    case .nai(_, let octets):
      guard octets.count <= 253, let text = String(validating: octets, as: UTF8.self),
        !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
      else { return nil }
      return "nai-1-" + text
    case .imsi(let imsi):
      guard imsi.plmn.isValid, (1...4).contains(imsi.routingIndicator.utf8.count),
        imsi.routingIndicator.utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      let output: String
      // TS 23.003 §2.2B: the null scheme has no key (identifier 0), the others have one. With the null scheme nobody uses the identifier.
      let isNullScheme = imsi.protectionSchemeID == 0
      guard isNullScheme || imsi.homeNetworkPublicKeyID != 0 else { return nil }
      if isNullScheme {
        guard let msin = imsi.msin, !msin.isEmpty, msin.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        output = msin
      } else {
        guard !imsi.schemeOutput.isEmpty, imsi.schemeOutput.count <= 4000 else { return nil }
        output = Hex.encode(imsi.schemeOutput)
      }
      let scheme = String(imsi.protectionSchemeID, radix: 16)
      let key = isNullScheme ? "0" : "\(imsi.homeNetworkPublicKeyID)"
      return ["suci-0", imsi.plmn.mcc, imsi.plmn.mnc, imsi.routingIndicator, scheme, key, output]
        .joined(separator: "-")
    }
  }
}
