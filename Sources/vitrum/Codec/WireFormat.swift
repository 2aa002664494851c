import ArgumentParser
import Base
import CommandSupport
import GTPU
import NAS
import NGAP
import PFCP

/// The protocols of this program's own messages; `vitrum-codec` has the others.
enum WireFormat: String, CaseIterable {
  case ngap, nas, pfcp, gtpu

  /// The JSON form of one message.
  func json(_ octets: [UInt8]) throws(ConversionProblem) -> JSON {
    switch self {
    case .ngap:
      do { return try NGAPPDU(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
    case .nas:
      do { return try NASMessage(decoding: octets).json } catch { throw ConversionProblem(Self.text(error)) }
    case .pfcp:
      do { return try PFCPMessage(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
    case .gtpu:
      do { return try GTPUMessage(decoding: octets).json } catch { throw ConversionProblem("\(error)") }
    }
  }

  /// The octets of one message.
  func octets(_ json: JSON) throws(ConversionProblem) -> [UInt8] {
    switch self {
    case .ngap:
      do { return try NGAPPDU(json: json).encode() } catch { throw ConversionProblem("\(error)") }
    case .nas:
      do { return try NASMessage(json: json).encode() } catch { throw ConversionProblem(Self.text(error)) }
    case .pfcp:
      do { return try PFCPMessage(json: json).encode() } catch { throw ConversionProblem("\(error)") }
    case .gtpu:
      do { return try GTPUMessage(json: json).encode() } catch { throw ConversionProblem("\(error)") }
    }
  }

  private static func text(_ error: NASError) -> String {
    switch error {
    case .messageTooShort: "the NAS message is too short to have a message type (TS 24.501 §7.2.1)"
    case .unexpectedProtocolDiscriminator(let value):
      "octet 1 (extended protocol discriminator) is 0x\(Hex.encode([value])), neither 7e (5GMM) nor 2e (5GSM)"
    case .unexpectedSecurityHeaderType(let value):
      "octet 2: security header type \(value) is not defined or not allowed here (TS 24.501 §9.3)"
    case .messageTypeNonExistent(let value): "message type 0x\(Hex.encode([value])) does not exist (TS 24.501 §9.7)"
    case .invalidMandatoryInformation(let ie): "mandatory IE \(ie) is missing or incorrect (TS 24.501 §7.5.1)"
    case .unknownComprehensionRequiredIE(let iei): "IEI 0x\(Hex.encode([iei])) is unknown but has to be understood (TS 24.501 §7.5.1)"
    case .malformed(let ie): "IE \(ie) is malformed"
    case .notEncodable(let ie): "IE \(ie) does not fit its field"
    case .invalidJSON(let path): "JSON member \(path.isEmpty ? "(message name)" : path) is missing, or has a wrong type or value"
    }
  }
}
