import Base

/// A plain 5GS mobility management message (TS 24.501 §8.2, §9.1.1 figure 9.1.1.1).
public enum FiveGMMMessage: Hashable, Sendable {
  case registrationRequest(RegistrationRequest)
  case registrationAccept(RegistrationAccept)
  case registrationComplete(RegistrationComplete)
  case registrationReject(RegistrationReject)
  case deregistrationRequestUEOriginating(DeregistrationRequestUEOriginating)
  case deregistrationAcceptUEOriginating(DeregistrationAcceptUEOriginating)
  case deregistrationRequestUETerminated(DeregistrationRequestUETerminated)
  case deregistrationAcceptUETerminated(DeregistrationAcceptUETerminated)
  case serviceRequest(ServiceRequest)
  case serviceReject(ServiceReject)
  case serviceAccept(ServiceAccept)
  case controlPlaneServiceRequest(ControlPlaneServiceRequest)
  case networkSliceSpecificAuthenticationCommand(NetworkSliceSpecificAuthenticationCommand)
  case networkSliceSpecificAuthenticationComplete(NetworkSliceSpecificAuthenticationComplete)
  case networkSliceSpecificAuthenticationResult(NetworkSliceSpecificAuthenticationResult)
  case configurationUpdateCommand(ConfigurationUpdateCommand)
  case configurationUpdateComplete(ConfigurationUpdateComplete)
  case authenticationRequest(AuthenticationRequest)
  case authenticationResponse(AuthenticationResponse)
  case authenticationReject(AuthenticationReject)
  case authenticationFailure(AuthenticationFailure)
  case authenticationResult(AuthenticationResult)
  case identityRequest(IdentityRequest)
  case identityResponse(IdentityResponse)
  case securityModeCommand(SecurityModeCommand)
  case securityModeComplete(SecurityModeComplete)
  case securityModeReject(SecurityModeReject)
  case fiveGMMStatus(FiveGMMStatus)
  case notification(Notification)
  case notificationResponse(NotificationResponse)
  case ulNASTransport(ULNASTransport)
  case dlNASTransport(DLNASTransport)
  case relayKeyRequest(RelayKeyRequest)
  case relayKeyAccept(RelayKeyAccept)
  case relayKeyReject(RelayKeyReject)
  case relayAuthenticationRequest(RelayAuthenticationRequest)
  case relayAuthenticationResponse(RelayAuthenticationResponse)

  /// The message itself.
  public var body: any NASMessageBody {
    switch self {
    case .registrationRequest(let message): message
    case .registrationAccept(let message): message
    case .registrationComplete(let message): message
    case .registrationReject(let message): message
    case .deregistrationRequestUEOriginating(let message): message
    case .deregistrationAcceptUEOriginating(let message): message
    case .deregistrationRequestUETerminated(let message): message
    case .deregistrationAcceptUETerminated(let message): message
    case .serviceRequest(let message): message
    case .serviceReject(let message): message
    case .serviceAccept(let message): message
    case .controlPlaneServiceRequest(let message): message
    case .networkSliceSpecificAuthenticationCommand(let message): message
    case .networkSliceSpecificAuthenticationComplete(let message): message
    case .networkSliceSpecificAuthenticationResult(let message): message
    case .configurationUpdateCommand(let message): message
    case .configurationUpdateComplete(let message): message
    case .authenticationRequest(let message): message
    case .authenticationResponse(let message): message
    case .authenticationReject(let message): message
    case .authenticationFailure(let message): message
    case .authenticationResult(let message): message
    case .identityRequest(let message): message
    case .identityResponse(let message): message
    case .securityModeCommand(let message): message
    case .securityModeComplete(let message): message
    case .securityModeReject(let message): message
    case .fiveGMMStatus(let message): message
    case .notification(let message): message
    case .notificationResponse(let message): message
    case .ulNASTransport(let message): message
    case .dlNASTransport(let message): message
    case .relayKeyRequest(let message): message
    case .relayKeyAccept(let message): message
    case .relayKeyReject(let message): message
    case .relayAuthenticationRequest(let message): message
    case .relayAuthenticationResponse(let message): message
    }
  }

  func encodeBody(behind header: [UInt8]) throws(NASError) -> [UInt8] {
    switch self {
    case .registrationRequest(let message): try message.encodeBody(behind: header)
    case .registrationAccept(let message): try message.encodeBody(behind: header)
    case .registrationComplete(let message): try message.encodeBody(behind: header)
    case .registrationReject(let message): try message.encodeBody(behind: header)
    case .deregistrationRequestUEOriginating(let message): try message.encodeBody(behind: header)
    case .deregistrationAcceptUEOriginating(let message): try message.encodeBody(behind: header)
    case .deregistrationRequestUETerminated(let message): try message.encodeBody(behind: header)
    case .deregistrationAcceptUETerminated(let message): try message.encodeBody(behind: header)
    case .serviceRequest(let message): try message.encodeBody(behind: header)
    case .serviceReject(let message): try message.encodeBody(behind: header)
    case .serviceAccept(let message): try message.encodeBody(behind: header)
    case .controlPlaneServiceRequest(let message): try message.encodeBody(behind: header)
    case .networkSliceSpecificAuthenticationCommand(let message): try message.encodeBody(behind: header)
    case .networkSliceSpecificAuthenticationComplete(let message): try message.encodeBody(behind: header)
    case .networkSliceSpecificAuthenticationResult(let message): try message.encodeBody(behind: header)
    case .configurationUpdateCommand(let message): try message.encodeBody(behind: header)
    case .configurationUpdateComplete(let message): try message.encodeBody(behind: header)
    case .authenticationRequest(let message): try message.encodeBody(behind: header)
    case .authenticationResponse(let message): try message.encodeBody(behind: header)
    case .authenticationReject(let message): try message.encodeBody(behind: header)
    case .authenticationFailure(let message): try message.encodeBody(behind: header)
    case .authenticationResult(let message): try message.encodeBody(behind: header)
    case .identityRequest(let message): try message.encodeBody(behind: header)
    case .identityResponse(let message): try message.encodeBody(behind: header)
    case .securityModeCommand(let message): try message.encodeBody(behind: header)
    case .securityModeComplete(let message): try message.encodeBody(behind: header)
    case .securityModeReject(let message): try message.encodeBody(behind: header)
    case .fiveGMMStatus(let message): try message.encodeBody(behind: header)
    case .notification(let message): try message.encodeBody(behind: header)
    case .notificationResponse(let message): try message.encodeBody(behind: header)
    case .ulNASTransport(let message): try message.encodeBody(behind: header)
    case .dlNASTransport(let message): try message.encodeBody(behind: header)
    case .relayKeyRequest(let message): try message.encodeBody(behind: header)
    case .relayKeyAccept(let message): try message.encodeBody(behind: header)
    case .relayKeyReject(let message): try message.encodeBody(behind: header)
    case .relayAuthenticationRequest(let message): try message.encodeBody(behind: header)
    case .relayAuthenticationResponse(let message): try message.encodeBody(behind: header)
    }
  }

  /// The types of all messages in the order of their message type.
  static let bodyTypes: [any NASMessageBody.Type] = [
    RegistrationRequest.self,
    RegistrationAccept.self,
    RegistrationComplete.self,
    RegistrationReject.self,
    DeregistrationRequestUEOriginating.self,
    DeregistrationAcceptUEOriginating.self,
    DeregistrationRequestUETerminated.self,
    DeregistrationAcceptUETerminated.self,
    ServiceRequest.self,
    ServiceReject.self,
    ServiceAccept.self,
    ControlPlaneServiceRequest.self,
    NetworkSliceSpecificAuthenticationCommand.self,
    NetworkSliceSpecificAuthenticationComplete.self,
    NetworkSliceSpecificAuthenticationResult.self,
    ConfigurationUpdateCommand.self,
    ConfigurationUpdateComplete.self,
    AuthenticationRequest.self,
    AuthenticationResponse.self,
    AuthenticationReject.self,
    AuthenticationFailure.self,
    AuthenticationResult.self,
    IdentityRequest.self,
    IdentityResponse.self,
    SecurityModeCommand.self,
    SecurityModeComplete.self,
    SecurityModeReject.self,
    FiveGMMStatus.self,
    Notification.self,
    NotificationResponse.self,
    ULNASTransport.self,
    DLNASTransport.self,
    RelayKeyRequest.self,
    RelayKeyAccept.self,
    RelayKeyReject.self,
    RelayAuthenticationRequest.self,
    RelayAuthenticationResponse.self,
  ]

  /// Reads a message of type `messageType`; `octets` begin with the extended protocol discriminator.
  init(messageType: UInt8, octets: [UInt8]) throws(NASError) {
    switch messageType {
    case RegistrationRequest.messageType: self = .registrationRequest(try .init(decodingBody: octets, skipping: 2))
    case RegistrationAccept.messageType: self = .registrationAccept(try .init(decodingBody: octets, skipping: 2))
    case RegistrationComplete.messageType: self = .registrationComplete(try .init(decodingBody: octets, skipping: 2))
    case RegistrationReject.messageType: self = .registrationReject(try .init(decodingBody: octets, skipping: 2))
    case DeregistrationRequestUEOriginating.messageType:
      self = .deregistrationRequestUEOriginating(try .init(decodingBody: octets, skipping: 2))
    case DeregistrationAcceptUEOriginating.messageType:
      self = .deregistrationAcceptUEOriginating(try .init(decodingBody: octets, skipping: 2))
    case DeregistrationRequestUETerminated.messageType:
      self = .deregistrationRequestUETerminated(try .init(decodingBody: octets, skipping: 2))
    case DeregistrationAcceptUETerminated.messageType:
      self = .deregistrationAcceptUETerminated(try .init(decodingBody: octets, skipping: 2))
    case ServiceRequest.messageType: self = .serviceRequest(try .init(decodingBody: octets, skipping: 2))
    case ServiceReject.messageType: self = .serviceReject(try .init(decodingBody: octets, skipping: 2))
    case ServiceAccept.messageType: self = .serviceAccept(try .init(decodingBody: octets, skipping: 2))
    case ControlPlaneServiceRequest.messageType: self = .controlPlaneServiceRequest(try .init(decodingBody: octets, skipping: 2))
    case NetworkSliceSpecificAuthenticationCommand.messageType:
      self = .networkSliceSpecificAuthenticationCommand(try .init(decodingBody: octets, skipping: 2))
    case NetworkSliceSpecificAuthenticationComplete.messageType:
      self = .networkSliceSpecificAuthenticationComplete(try .init(decodingBody: octets, skipping: 2))
    case NetworkSliceSpecificAuthenticationResult.messageType:
      self = .networkSliceSpecificAuthenticationResult(try .init(decodingBody: octets, skipping: 2))
    case ConfigurationUpdateCommand.messageType: self = .configurationUpdateCommand(try .init(decodingBody: octets, skipping: 2))
    case ConfigurationUpdateComplete.messageType: self = .configurationUpdateComplete(try .init(decodingBody: octets, skipping: 2))
    case AuthenticationRequest.messageType: self = .authenticationRequest(try .init(decodingBody: octets, skipping: 2))
    case AuthenticationResponse.messageType: self = .authenticationResponse(try .init(decodingBody: octets, skipping: 2))
    case AuthenticationReject.messageType: self = .authenticationReject(try .init(decodingBody: octets, skipping: 2))
    case AuthenticationFailure.messageType: self = .authenticationFailure(try .init(decodingBody: octets, skipping: 2))
    case AuthenticationResult.messageType: self = .authenticationResult(try .init(decodingBody: octets, skipping: 2))
    case IdentityRequest.messageType: self = .identityRequest(try .init(decodingBody: octets, skipping: 2))
    case IdentityResponse.messageType: self = .identityResponse(try .init(decodingBody: octets, skipping: 2))
    case SecurityModeCommand.messageType: self = .securityModeCommand(try .init(decodingBody: octets, skipping: 2))
    case SecurityModeComplete.messageType: self = .securityModeComplete(try .init(decodingBody: octets, skipping: 2))
    case SecurityModeReject.messageType: self = .securityModeReject(try .init(decodingBody: octets, skipping: 2))
    case FiveGMMStatus.messageType: self = .fiveGMMStatus(try .init(decodingBody: octets, skipping: 2))
    case Notification.messageType: self = .notification(try .init(decodingBody: octets, skipping: 2))
    case NotificationResponse.messageType: self = .notificationResponse(try .init(decodingBody: octets, skipping: 2))
    case ULNASTransport.messageType: self = .ulNASTransport(try .init(decodingBody: octets, skipping: 2))
    case DLNASTransport.messageType: self = .dlNASTransport(try .init(decodingBody: octets, skipping: 2))
    case RelayKeyRequest.messageType: self = .relayKeyRequest(try .init(decodingBody: octets, skipping: 2))
    case RelayKeyAccept.messageType: self = .relayKeyAccept(try .init(decodingBody: octets, skipping: 2))
    case RelayKeyReject.messageType: self = .relayKeyReject(try .init(decodingBody: octets, skipping: 2))
    case RelayAuthenticationRequest.messageType: self = .relayAuthenticationRequest(try .init(decodingBody: octets, skipping: 2))
    case RelayAuthenticationResponse.messageType: self = .relayAuthenticationResponse(try .init(decodingBody: octets, skipping: 2))
    default: throw .messageTypeNonExistent(messageType)
    }
  }

  /// Reads the message `key` (its case's name) from JSON.
  init(key: String, json: JSON) throws(NASError) {
    switch key {
    case "registrationRequest": self = .registrationRequest(try .init(json: json))
    case "registrationAccept": self = .registrationAccept(try .init(json: json))
    case "registrationComplete": self = .registrationComplete(try .init(json: json))
    case "registrationReject": self = .registrationReject(try .init(json: json))
    case "deregistrationRequestUEOriginating": self = .deregistrationRequestUEOriginating(try .init(json: json))
    case "deregistrationAcceptUEOriginating": self = .deregistrationAcceptUEOriginating(try .init(json: json))
    case "deregistrationRequestUETerminated": self = .deregistrationRequestUETerminated(try .init(json: json))
    case "deregistrationAcceptUETerminated": self = .deregistrationAcceptUETerminated(try .init(json: json))
    case "serviceRequest": self = .serviceRequest(try .init(json: json))
    case "serviceReject": self = .serviceReject(try .init(json: json))
    case "serviceAccept": self = .serviceAccept(try .init(json: json))
    case "controlPlaneServiceRequest": self = .controlPlaneServiceRequest(try .init(json: json))
    case "networkSliceSpecificAuthenticationCommand": self = .networkSliceSpecificAuthenticationCommand(try .init(json: json))
    case "networkSliceSpecificAuthenticationComplete": self = .networkSliceSpecificAuthenticationComplete(try .init(json: json))
    case "networkSliceSpecificAuthenticationResult": self = .networkSliceSpecificAuthenticationResult(try .init(json: json))
    case "configurationUpdateCommand": self = .configurationUpdateCommand(try .init(json: json))
    case "configurationUpdateComplete": self = .configurationUpdateComplete(try .init(json: json))
    case "authenticationRequest": self = .authenticationRequest(try .init(json: json))
    case "authenticationResponse": self = .authenticationResponse(try .init(json: json))
    case "authenticationReject": self = .authenticationReject(try .init(json: json))
    case "authenticationFailure": self = .authenticationFailure(try .init(json: json))
    case "authenticationResult": self = .authenticationResult(try .init(json: json))
    case "identityRequest": self = .identityRequest(try .init(json: json))
    case "identityResponse": self = .identityResponse(try .init(json: json))
    case "securityModeCommand": self = .securityModeCommand(try .init(json: json))
    case "securityModeComplete": self = .securityModeComplete(try .init(json: json))
    case "securityModeReject": self = .securityModeReject(try .init(json: json))
    case "fiveGMMStatus": self = .fiveGMMStatus(try .init(json: json))
    case "notification": self = .notification(try .init(json: json))
    case "notificationResponse": self = .notificationResponse(try .init(json: json))
    case "ulNASTransport": self = .ulNASTransport(try .init(json: json))
    case "dlNASTransport": self = .dlNASTransport(try .init(json: json))
    case "relayKeyRequest": self = .relayKeyRequest(try .init(json: json))
    case "relayKeyAccept": self = .relayKeyAccept(try .init(json: json))
    case "relayKeyReject": self = .relayKeyReject(try .init(json: json))
    case "relayAuthenticationRequest": self = .relayAuthenticationRequest(try .init(json: json))
    case "relayAuthenticationResponse": self = .relayAuthenticationResponse(try .init(json: json))
    default: throw .invalidJSON(path: key)
    }
  }

  /// The name of the message as a JSON key: the name of its case.
  public var key: String {
    switch self {
    case .registrationRequest: "registrationRequest"
    case .registrationAccept: "registrationAccept"
    case .registrationComplete: "registrationComplete"
    case .registrationReject: "registrationReject"
    case .deregistrationRequestUEOriginating: "deregistrationRequestUEOriginating"
    case .deregistrationAcceptUEOriginating: "deregistrationAcceptUEOriginating"
    case .deregistrationRequestUETerminated: "deregistrationRequestUETerminated"
    case .deregistrationAcceptUETerminated: "deregistrationAcceptUETerminated"
    case .serviceRequest: "serviceRequest"
    case .serviceReject: "serviceReject"
    case .serviceAccept: "serviceAccept"
    case .controlPlaneServiceRequest: "controlPlaneServiceRequest"
    case .networkSliceSpecificAuthenticationCommand: "networkSliceSpecificAuthenticationCommand"
    case .networkSliceSpecificAuthenticationComplete: "networkSliceSpecificAuthenticationComplete"
    case .networkSliceSpecificAuthenticationResult: "networkSliceSpecificAuthenticationResult"
    case .configurationUpdateCommand: "configurationUpdateCommand"
    case .configurationUpdateComplete: "configurationUpdateComplete"
    case .authenticationRequest: "authenticationRequest"
    case .authenticationResponse: "authenticationResponse"
    case .authenticationReject: "authenticationReject"
    case .authenticationFailure: "authenticationFailure"
    case .authenticationResult: "authenticationResult"
    case .identityRequest: "identityRequest"
    case .identityResponse: "identityResponse"
    case .securityModeCommand: "securityModeCommand"
    case .securityModeComplete: "securityModeComplete"
    case .securityModeReject: "securityModeReject"
    case .fiveGMMStatus: "fiveGMMStatus"
    case .notification: "notification"
    case .notificationResponse: "notificationResponse"
    case .ulNASTransport: "ulNASTransport"
    case .dlNASTransport: "dlNASTransport"
    case .relayKeyRequest: "relayKeyRequest"
    case .relayKeyAccept: "relayKeyAccept"
    case .relayKeyReject: "relayKeyReject"
    case .relayAuthenticationRequest: "relayAuthenticationRequest"
    case .relayAuthenticationResponse: "relayAuthenticationResponse"
    }
  }
}
