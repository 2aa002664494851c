import Base

/// A 5GS session management message (TS 24.501 §8.3).
public enum FiveGSMMessage: Hashable, Sendable {
  case pduSessionEstablishmentRequest(PDUSessionEstablishmentRequest)
  case pduSessionEstablishmentAccept(PDUSessionEstablishmentAccept)
  case pduSessionEstablishmentReject(PDUSessionEstablishmentReject)
  case pduSessionAuthenticationCommand(PDUSessionAuthenticationCommand)
  case pduSessionAuthenticationComplete(PDUSessionAuthenticationComplete)
  case pduSessionAuthenticationResult(PDUSessionAuthenticationResult)
  case pduSessionModificationRequest(PDUSessionModificationRequest)
  case pduSessionModificationReject(PDUSessionModificationReject)
  case pduSessionModificationCommand(PDUSessionModificationCommand)
  case pduSessionModificationComplete(PDUSessionModificationComplete)
  case pduSessionModificationCommandReject(PDUSessionModificationCommandReject)
  case pduSessionReleaseRequest(PDUSessionReleaseRequest)
  case pduSessionReleaseReject(PDUSessionReleaseReject)
  case pduSessionReleaseCommand(PDUSessionReleaseCommand)
  case pduSessionReleaseComplete(PDUSessionReleaseComplete)
  case fiveGSMStatus(FiveGSMStatus)
  case serviceLevelAuthenticationCommand(ServiceLevelAuthenticationCommand)
  case serviceLevelAuthenticationComplete(ServiceLevelAuthenticationComplete)
  case remoteUEReport(RemoteUEReport)
  case remoteUEReportResponse(RemoteUEReportResponse)

  /// The message itself.
  public var body: any NASMessageBody {
    switch self {
    case .pduSessionEstablishmentRequest(let message): message
    case .pduSessionEstablishmentAccept(let message): message
    case .pduSessionEstablishmentReject(let message): message
    case .pduSessionAuthenticationCommand(let message): message
    case .pduSessionAuthenticationComplete(let message): message
    case .pduSessionAuthenticationResult(let message): message
    case .pduSessionModificationRequest(let message): message
    case .pduSessionModificationReject(let message): message
    case .pduSessionModificationCommand(let message): message
    case .pduSessionModificationComplete(let message): message
    case .pduSessionModificationCommandReject(let message): message
    case .pduSessionReleaseRequest(let message): message
    case .pduSessionReleaseReject(let message): message
    case .pduSessionReleaseCommand(let message): message
    case .pduSessionReleaseComplete(let message): message
    case .fiveGSMStatus(let message): message
    case .serviceLevelAuthenticationCommand(let message): message
    case .serviceLevelAuthenticationComplete(let message): message
    case .remoteUEReport(let message): message
    case .remoteUEReportResponse(let message): message
    }
  }

  func encodeBody(behind header: [UInt8]) throws(NASError) -> [UInt8] {
    switch self {
    case .pduSessionEstablishmentRequest(let message): try message.encodeBody(behind: header)
    case .pduSessionEstablishmentAccept(let message): try message.encodeBody(behind: header)
    case .pduSessionEstablishmentReject(let message): try message.encodeBody(behind: header)
    case .pduSessionAuthenticationCommand(let message): try message.encodeBody(behind: header)
    case .pduSessionAuthenticationComplete(let message): try message.encodeBody(behind: header)
    case .pduSessionAuthenticationResult(let message): try message.encodeBody(behind: header)
    case .pduSessionModificationRequest(let message): try message.encodeBody(behind: header)
    case .pduSessionModificationReject(let message): try message.encodeBody(behind: header)
    case .pduSessionModificationCommand(let message): try message.encodeBody(behind: header)
    case .pduSessionModificationComplete(let message): try message.encodeBody(behind: header)
    case .pduSessionModificationCommandReject(let message): try message.encodeBody(behind: header)
    case .pduSessionReleaseRequest(let message): try message.encodeBody(behind: header)
    case .pduSessionReleaseReject(let message): try message.encodeBody(behind: header)
    case .pduSessionReleaseCommand(let message): try message.encodeBody(behind: header)
    case .pduSessionReleaseComplete(let message): try message.encodeBody(behind: header)
    case .fiveGSMStatus(let message): try message.encodeBody(behind: header)
    case .serviceLevelAuthenticationCommand(let message): try message.encodeBody(behind: header)
    case .serviceLevelAuthenticationComplete(let message): try message.encodeBody(behind: header)
    case .remoteUEReport(let message): try message.encodeBody(behind: header)
    case .remoteUEReportResponse(let message): try message.encodeBody(behind: header)
    }
  }

  /// The types of all messages in the order of their message type.
  static let bodyTypes: [any NASMessageBody.Type] = [
    PDUSessionEstablishmentRequest.self,
    PDUSessionEstablishmentAccept.self,
    PDUSessionEstablishmentReject.self,
    PDUSessionAuthenticationCommand.self,
    PDUSessionAuthenticationComplete.self,
    PDUSessionAuthenticationResult.self,
    PDUSessionModificationRequest.self,
    PDUSessionModificationReject.self,
    PDUSessionModificationCommand.self,
    PDUSessionModificationComplete.self,
    PDUSessionModificationCommandReject.self,
    PDUSessionReleaseRequest.self,
    PDUSessionReleaseReject.self,
    PDUSessionReleaseCommand.self,
    PDUSessionReleaseComplete.self,
    FiveGSMStatus.self,
    ServiceLevelAuthenticationCommand.self,
    ServiceLevelAuthenticationComplete.self,
    RemoteUEReport.self,
    RemoteUEReportResponse.self,
  ]

  /// Reads a message of type `messageType`; `octets` begin with the extended protocol discriminator.
  init(messageType: UInt8, octets: [UInt8]) throws(NASError) {
    switch messageType {
    case PDUSessionEstablishmentRequest.messageType: self = .pduSessionEstablishmentRequest(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionEstablishmentAccept.messageType: self = .pduSessionEstablishmentAccept(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionEstablishmentReject.messageType: self = .pduSessionEstablishmentReject(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionAuthenticationCommand.messageType: self = .pduSessionAuthenticationCommand(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionAuthenticationComplete.messageType:
      self = .pduSessionAuthenticationComplete(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionAuthenticationResult.messageType: self = .pduSessionAuthenticationResult(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionModificationRequest.messageType: self = .pduSessionModificationRequest(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionModificationReject.messageType: self = .pduSessionModificationReject(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionModificationCommand.messageType: self = .pduSessionModificationCommand(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionModificationComplete.messageType: self = .pduSessionModificationComplete(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionModificationCommandReject.messageType:
      self = .pduSessionModificationCommandReject(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionReleaseRequest.messageType: self = .pduSessionReleaseRequest(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionReleaseReject.messageType: self = .pduSessionReleaseReject(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionReleaseCommand.messageType: self = .pduSessionReleaseCommand(try .init(decodingBody: octets, skipping: 1))
    case PDUSessionReleaseComplete.messageType: self = .pduSessionReleaseComplete(try .init(decodingBody: octets, skipping: 1))
    case FiveGSMStatus.messageType: self = .fiveGSMStatus(try .init(decodingBody: octets, skipping: 1))
    case ServiceLevelAuthenticationCommand.messageType:
      self = .serviceLevelAuthenticationCommand(try .init(decodingBody: octets, skipping: 1))
    case ServiceLevelAuthenticationComplete.messageType:
      self = .serviceLevelAuthenticationComplete(try .init(decodingBody: octets, skipping: 1))
    case RemoteUEReport.messageType: self = .remoteUEReport(try .init(decodingBody: octets, skipping: 1))
    case RemoteUEReportResponse.messageType: self = .remoteUEReportResponse(try .init(decodingBody: octets, skipping: 1))
    default: throw .messageTypeNonExistent(messageType)
    }
  }

  /// Reads the message `key` (its case's name) from JSON.
  init(key: String, json: JSON) throws(NASError) {
    switch key {
    case "pduSessionEstablishmentRequest": self = .pduSessionEstablishmentRequest(try .init(json: json))
    case "pduSessionEstablishmentAccept": self = .pduSessionEstablishmentAccept(try .init(json: json))
    case "pduSessionEstablishmentReject": self = .pduSessionEstablishmentReject(try .init(json: json))
    case "pduSessionAuthenticationCommand": self = .pduSessionAuthenticationCommand(try .init(json: json))
    case "pduSessionAuthenticationComplete": self = .pduSessionAuthenticationComplete(try .init(json: json))
    case "pduSessionAuthenticationResult": self = .pduSessionAuthenticationResult(try .init(json: json))
    case "pduSessionModificationRequest": self = .pduSessionModificationRequest(try .init(json: json))
    case "pduSessionModificationReject": self = .pduSessionModificationReject(try .init(json: json))
    case "pduSessionModificationCommand": self = .pduSessionModificationCommand(try .init(json: json))
    case "pduSessionModificationComplete": self = .pduSessionModificationComplete(try .init(json: json))
    case "pduSessionModificationCommandReject": self = .pduSessionModificationCommandReject(try .init(json: json))
    case "pduSessionReleaseRequest": self = .pduSessionReleaseRequest(try .init(json: json))
    case "pduSessionReleaseReject": self = .pduSessionReleaseReject(try .init(json: json))
    case "pduSessionReleaseCommand": self = .pduSessionReleaseCommand(try .init(json: json))
    case "pduSessionReleaseComplete": self = .pduSessionReleaseComplete(try .init(json: json))
    case "fiveGSMStatus": self = .fiveGSMStatus(try .init(json: json))
    case "serviceLevelAuthenticationCommand": self = .serviceLevelAuthenticationCommand(try .init(json: json))
    case "serviceLevelAuthenticationComplete": self = .serviceLevelAuthenticationComplete(try .init(json: json))
    case "remoteUEReport": self = .remoteUEReport(try .init(json: json))
    case "remoteUEReportResponse": self = .remoteUEReportResponse(try .init(json: json))
    default: throw .invalidJSON(path: key)
    }
  }

  /// The name of the message as a JSON key: the name of its case.
  public var key: String {
    switch self {
    case .pduSessionEstablishmentRequest: "pduSessionEstablishmentRequest"
    case .pduSessionEstablishmentAccept: "pduSessionEstablishmentAccept"
    case .pduSessionEstablishmentReject: "pduSessionEstablishmentReject"
    case .pduSessionAuthenticationCommand: "pduSessionAuthenticationCommand"
    case .pduSessionAuthenticationComplete: "pduSessionAuthenticationComplete"
    case .pduSessionAuthenticationResult: "pduSessionAuthenticationResult"
    case .pduSessionModificationRequest: "pduSessionModificationRequest"
    case .pduSessionModificationReject: "pduSessionModificationReject"
    case .pduSessionModificationCommand: "pduSessionModificationCommand"
    case .pduSessionModificationComplete: "pduSessionModificationComplete"
    case .pduSessionModificationCommandReject: "pduSessionModificationCommandReject"
    case .pduSessionReleaseRequest: "pduSessionReleaseRequest"
    case .pduSessionReleaseReject: "pduSessionReleaseReject"
    case .pduSessionReleaseCommand: "pduSessionReleaseCommand"
    case .pduSessionReleaseComplete: "pduSessionReleaseComplete"
    case .fiveGSMStatus: "fiveGSMStatus"
    case .serviceLevelAuthenticationCommand: "serviceLevelAuthenticationCommand"
    case .serviceLevelAuthenticationComplete: "serviceLevelAuthenticationComplete"
    case .remoteUEReport: "remoteUEReport"
    case .remoteUEReportResponse: "remoteUEReportResponse"
    }
  }

  /// TS 24.501 §9.4.
  public var pduSessionIdentity: UInt8 {
    switch self {
    case .pduSessionEstablishmentRequest(let message): message.pduSessionIdentity
    case .pduSessionEstablishmentAccept(let message): message.pduSessionIdentity
    case .pduSessionEstablishmentReject(let message): message.pduSessionIdentity
    case .pduSessionAuthenticationCommand(let message): message.pduSessionIdentity
    case .pduSessionAuthenticationComplete(let message): message.pduSessionIdentity
    case .pduSessionAuthenticationResult(let message): message.pduSessionIdentity
    case .pduSessionModificationRequest(let message): message.pduSessionIdentity
    case .pduSessionModificationReject(let message): message.pduSessionIdentity
    case .pduSessionModificationCommand(let message): message.pduSessionIdentity
    case .pduSessionModificationComplete(let message): message.pduSessionIdentity
    case .pduSessionModificationCommandReject(let message): message.pduSessionIdentity
    case .pduSessionReleaseRequest(let message): message.pduSessionIdentity
    case .pduSessionReleaseReject(let message): message.pduSessionIdentity
    case .pduSessionReleaseCommand(let message): message.pduSessionIdentity
    case .pduSessionReleaseComplete(let message): message.pduSessionIdentity
    case .fiveGSMStatus(let message): message.pduSessionIdentity
    case .serviceLevelAuthenticationCommand(let message): message.pduSessionIdentity
    case .serviceLevelAuthenticationComplete(let message): message.pduSessionIdentity
    case .remoteUEReport(let message): message.pduSessionIdentity
    case .remoteUEReportResponse(let message): message.pduSessionIdentity
    }
  }

  /// PTI, TS 24.501 §9.6.
  public var procedureTransactionIdentity: UInt8 {
    switch self {
    case .pduSessionEstablishmentRequest(let message): message.procedureTransactionIdentity
    case .pduSessionEstablishmentAccept(let message): message.procedureTransactionIdentity
    case .pduSessionEstablishmentReject(let message): message.procedureTransactionIdentity
    case .pduSessionAuthenticationCommand(let message): message.procedureTransactionIdentity
    case .pduSessionAuthenticationComplete(let message): message.procedureTransactionIdentity
    case .pduSessionAuthenticationResult(let message): message.procedureTransactionIdentity
    case .pduSessionModificationRequest(let message): message.procedureTransactionIdentity
    case .pduSessionModificationReject(let message): message.procedureTransactionIdentity
    case .pduSessionModificationCommand(let message): message.procedureTransactionIdentity
    case .pduSessionModificationComplete(let message): message.procedureTransactionIdentity
    case .pduSessionModificationCommandReject(let message): message.procedureTransactionIdentity
    case .pduSessionReleaseRequest(let message): message.procedureTransactionIdentity
    case .pduSessionReleaseReject(let message): message.procedureTransactionIdentity
    case .pduSessionReleaseCommand(let message): message.procedureTransactionIdentity
    case .pduSessionReleaseComplete(let message): message.procedureTransactionIdentity
    case .fiveGSMStatus(let message): message.procedureTransactionIdentity
    case .serviceLevelAuthenticationCommand(let message): message.procedureTransactionIdentity
    case .serviceLevelAuthenticationComplete(let message): message.procedureTransactionIdentity
    case .remoteUEReport(let message): message.procedureTransactionIdentity
    case .remoteUEReportResponse(let message): message.procedureTransactionIdentity
    }
  }

  /// The JSON keys of all 5GSM messages.
  static let keys: [String] = [
    "pduSessionEstablishmentRequest",
    "pduSessionEstablishmentAccept",
    "pduSessionEstablishmentReject",
    "pduSessionAuthenticationCommand",
    "pduSessionAuthenticationComplete",
    "pduSessionAuthenticationResult",
    "pduSessionModificationRequest",
    "pduSessionModificationReject",
    "pduSessionModificationCommand",
    "pduSessionModificationComplete",
    "pduSessionModificationCommandReject",
    "pduSessionReleaseRequest",
    "pduSessionReleaseReject",
    "pduSessionReleaseCommand",
    "pduSessionReleaseComplete",
    "fiveGSMStatus",
    "serviceLevelAuthenticationCommand",
    "serviceLevelAuthenticationComplete",
    "remoteUEReport",
    "remoteUEReportResponse",
  ]
}
