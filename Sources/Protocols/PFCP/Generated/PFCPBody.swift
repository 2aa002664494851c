// Made by scripts/generate-pfcp from Tools/PFCP.
// swift-format-ignore-file

import Base

/// What a PFCP message says, by its type (TS 29.244 Table 7.3-1).
public indirect enum PFCPBody: Hashable, Sendable {
  case heartbeatRequest(HeartbeatRequest)
  case heartbeatResponse(HeartbeatResponse)
  case pfdManagementRequest(PFDManagementRequest)
  case pfdManagementResponse(PFDManagementResponse)
  case associationSetupRequest(AssociationSetupRequest)
  case associationSetupResponse(AssociationSetupResponse)
  case associationUpdateRequest(AssociationUpdateRequest)
  case associationUpdateResponse(AssociationUpdateResponse)
  case associationReleaseRequest(AssociationReleaseRequest)
  case associationReleaseResponse(AssociationReleaseResponse)
  case versionNotSupportedResponse(VersionNotSupportedResponse)
  case nodeReportRequest(NodeReportRequest)
  case nodeReportResponse(NodeReportResponse)
  case sessionSetDeletionRequest(SessionSetDeletionRequest)
  case sessionSetDeletionResponse(SessionSetDeletionResponse)
  case sessionSetModificationRequest(SessionSetModificationRequest)
  case sessionSetModificationResponse(SessionSetModificationResponse)
  case sessionEstablishmentRequest(SessionEstablishmentRequest)
  case sessionEstablishmentResponse(SessionEstablishmentResponse)
  case sessionModificationRequest(SessionModificationRequest)
  case sessionModificationResponse(SessionModificationResponse)
  case sessionDeletionRequest(SessionDeletionRequest)
  case sessionDeletionResponse(SessionDeletionResponse)
  case sessionReportRequest(SessionReportRequest)
  case sessionReportResponse(SessionReportResponse)
  /// A type that this release does not define; its elements as octets.
  case other(type: UInt8, octets: [UInt8])

  /// The message type octet.
  public var messageType: UInt8 {
    switch self {
    case .heartbeatRequest: 1
    case .heartbeatResponse: 2
    case .pfdManagementRequest: 3
    case .pfdManagementResponse: 4
    case .associationSetupRequest: 5
    case .associationSetupResponse: 6
    case .associationUpdateRequest: 7
    case .associationUpdateResponse: 8
    case .associationReleaseRequest: 9
    case .associationReleaseResponse: 10
    case .versionNotSupportedResponse: 11
    case .nodeReportRequest: 12
    case .nodeReportResponse: 13
    case .sessionSetDeletionRequest: 14
    case .sessionSetDeletionResponse: 15
    case .sessionSetModificationRequest: 16
    case .sessionSetModificationResponse: 17
    case .sessionEstablishmentRequest: 50
    case .sessionEstablishmentResponse: 51
    case .sessionModificationRequest: 52
    case .sessionModificationResponse: 53
    case .sessionDeletionRequest: 54
    case .sessionDeletionResponse: 55
    case .sessionReportRequest: 56
    case .sessionReportResponse: 57
    case .other(let type, _): type
    }
  }

  /// The name of the message in JSON and traces.
  public var name: String {
    switch self {
    case .heartbeatRequest: "heartbeatRequest"
    case .heartbeatResponse: "heartbeatResponse"
    case .pfdManagementRequest: "pfdManagementRequest"
    case .pfdManagementResponse: "pfdManagementResponse"
    case .associationSetupRequest: "associationSetupRequest"
    case .associationSetupResponse: "associationSetupResponse"
    case .associationUpdateRequest: "associationUpdateRequest"
    case .associationUpdateResponse: "associationUpdateResponse"
    case .associationReleaseRequest: "associationReleaseRequest"
    case .associationReleaseResponse: "associationReleaseResponse"
    case .versionNotSupportedResponse: "versionNotSupportedResponse"
    case .nodeReportRequest: "nodeReportRequest"
    case .nodeReportResponse: "nodeReportResponse"
    case .sessionSetDeletionRequest: "sessionSetDeletionRequest"
    case .sessionSetDeletionResponse: "sessionSetDeletionResponse"
    case .sessionSetModificationRequest: "sessionSetModificationRequest"
    case .sessionSetModificationResponse: "sessionSetModificationResponse"
    case .sessionEstablishmentRequest: "sessionEstablishmentRequest"
    case .sessionEstablishmentResponse: "sessionEstablishmentResponse"
    case .sessionModificationRequest: "sessionModificationRequest"
    case .sessionModificationResponse: "sessionModificationResponse"
    case .sessionDeletionRequest: "sessionDeletionRequest"
    case .sessionDeletionResponse: "sessionDeletionResponse"
    case .sessionReportRequest: "sessionReportRequest"
    case .sessionReportResponse: "sessionReportResponse"
    case .other(let type, _): "messageType\(type)"
    }
  }

  static func decode(type: UInt8, _ reader: inout ElementReader) throws(PFCPError) -> PFCPBody {
    switch type {
    case 1: .heartbeatRequest(try .decode(&reader, element: 0))
    case 2: .heartbeatResponse(try .decode(&reader, element: 0))
    case 3: .pfdManagementRequest(try .decode(&reader, element: 0))
    case 4: .pfdManagementResponse(try .decode(&reader, element: 0))
    case 5: .associationSetupRequest(try .decode(&reader, element: 0))
    case 6: .associationSetupResponse(try .decode(&reader, element: 0))
    case 7: .associationUpdateRequest(try .decode(&reader, element: 0))
    case 8: .associationUpdateResponse(try .decode(&reader, element: 0))
    case 9: .associationReleaseRequest(try .decode(&reader, element: 0))
    case 10: .associationReleaseResponse(try .decode(&reader, element: 0))
    case 11: .versionNotSupportedResponse(try .decode(&reader, element: 0))
    case 12: .nodeReportRequest(try .decode(&reader, element: 0))
    case 13: .nodeReportResponse(try .decode(&reader, element: 0))
    case 14: .sessionSetDeletionRequest(try .decode(&reader, element: 0))
    case 15: .sessionSetDeletionResponse(try .decode(&reader, element: 0))
    case 16: .sessionSetModificationRequest(try .decode(&reader, element: 0))
    case 17: .sessionSetModificationResponse(try .decode(&reader, element: 0))
    case 50: .sessionEstablishmentRequest(try .decode(&reader, element: 0))
    case 51: .sessionEstablishmentResponse(try .decode(&reader, element: 0))
    case 52: .sessionModificationRequest(try .decode(&reader, element: 0))
    case 53: .sessionModificationResponse(try .decode(&reader, element: 0))
    case 54: .sessionDeletionRequest(try .decode(&reader, element: 0))
    case 55: .sessionDeletionResponse(try .decode(&reader, element: 0))
    case 56: .sessionReportRequest(try .decode(&reader, element: 0))
    case 57: .sessionReportResponse(try .decode(&reader, element: 0))
    default: .other(type: type, octets: reader.readRest())
    }
  }

  func encode(to writer: inout ElementWriter) throws(PFCPError) {
    switch self {
    case .heartbeatRequest(let message): try message.encode(to: &writer, element: 0)
    case .heartbeatResponse(let message): try message.encode(to: &writer, element: 0)
    case .pfdManagementRequest(let message): try message.encode(to: &writer, element: 0)
    case .pfdManagementResponse(let message): try message.encode(to: &writer, element: 0)
    case .associationSetupRequest(let message): try message.encode(to: &writer, element: 0)
    case .associationSetupResponse(let message): try message.encode(to: &writer, element: 0)
    case .associationUpdateRequest(let message): try message.encode(to: &writer, element: 0)
    case .associationUpdateResponse(let message): try message.encode(to: &writer, element: 0)
    case .associationReleaseRequest(let message): try message.encode(to: &writer, element: 0)
    case .associationReleaseResponse(let message): try message.encode(to: &writer, element: 0)
    case .versionNotSupportedResponse(let message): try message.encode(to: &writer, element: 0)
    case .nodeReportRequest(let message): try message.encode(to: &writer, element: 0)
    case .nodeReportResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionSetDeletionRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionSetDeletionResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionSetModificationRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionSetModificationResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionEstablishmentRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionEstablishmentResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionModificationRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionModificationResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionDeletionRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionDeletionResponse(let message): try message.encode(to: &writer, element: 0)
    case .sessionReportRequest(let message): try message.encode(to: &writer, element: 0)
    case .sessionReportResponse(let message): try message.encode(to: &writer, element: 0)
    case .other(_, let octets): writer.writeBytes(octets)
    }
  }

  static func read(name: String, _ json: JSON) throws(PFCPError) -> PFCPBody {
    switch name {
    case "heartbeatRequest": return .heartbeatRequest(try .read(json: json, path: name))
    case "heartbeatResponse": return .heartbeatResponse(try .read(json: json, path: name))
    case "pfdManagementRequest": return .pfdManagementRequest(try .read(json: json, path: name))
    case "pfdManagementResponse": return .pfdManagementResponse(try .read(json: json, path: name))
    case "associationSetupRequest": return .associationSetupRequest(try .read(json: json, path: name))
    case "associationSetupResponse": return .associationSetupResponse(try .read(json: json, path: name))
    case "associationUpdateRequest": return .associationUpdateRequest(try .read(json: json, path: name))
    case "associationUpdateResponse": return .associationUpdateResponse(try .read(json: json, path: name))
    case "associationReleaseRequest": return .associationReleaseRequest(try .read(json: json, path: name))
    case "associationReleaseResponse": return .associationReleaseResponse(try .read(json: json, path: name))
    case "versionNotSupportedResponse": return .versionNotSupportedResponse(try .read(json: json, path: name))
    case "nodeReportRequest": return .nodeReportRequest(try .read(json: json, path: name))
    case "nodeReportResponse": return .nodeReportResponse(try .read(json: json, path: name))
    case "sessionSetDeletionRequest": return .sessionSetDeletionRequest(try .read(json: json, path: name))
    case "sessionSetDeletionResponse": return .sessionSetDeletionResponse(try .read(json: json, path: name))
    case "sessionSetModificationRequest": return .sessionSetModificationRequest(try .read(json: json, path: name))
    case "sessionSetModificationResponse": return .sessionSetModificationResponse(try .read(json: json, path: name))
    case "sessionEstablishmentRequest": return .sessionEstablishmentRequest(try .read(json: json, path: name))
    case "sessionEstablishmentResponse": return .sessionEstablishmentResponse(try .read(json: json, path: name))
    case "sessionModificationRequest": return .sessionModificationRequest(try .read(json: json, path: name))
    case "sessionModificationResponse": return .sessionModificationResponse(try .read(json: json, path: name))
    case "sessionDeletionRequest": return .sessionDeletionRequest(try .read(json: json, path: name))
    case "sessionDeletionResponse": return .sessionDeletionResponse(try .read(json: json, path: name))
    case "sessionReportRequest": return .sessionReportRequest(try .read(json: json, path: name))
    case "sessionReportResponse": return .sessionReportResponse(try .read(json: json, path: name))
    default:
      guard name.hasPrefix("messageType"), let type = UInt8(name.dropFirst("messageType".count)),
        let octets = json.stringValue.flatMap({ Hex.decode($0) })
      else { throw .json(name) }
      return .other(type: type, octets: octets)
    }
  }

  func writeJSON() -> JSON {
    switch self {
    case .heartbeatRequest(let message): message.writeJSON()
    case .heartbeatResponse(let message): message.writeJSON()
    case .pfdManagementRequest(let message): message.writeJSON()
    case .pfdManagementResponse(let message): message.writeJSON()
    case .associationSetupRequest(let message): message.writeJSON()
    case .associationSetupResponse(let message): message.writeJSON()
    case .associationUpdateRequest(let message): message.writeJSON()
    case .associationUpdateResponse(let message): message.writeJSON()
    case .associationReleaseRequest(let message): message.writeJSON()
    case .associationReleaseResponse(let message): message.writeJSON()
    case .versionNotSupportedResponse(let message): message.writeJSON()
    case .nodeReportRequest(let message): message.writeJSON()
    case .nodeReportResponse(let message): message.writeJSON()
    case .sessionSetDeletionRequest(let message): message.writeJSON()
    case .sessionSetDeletionResponse(let message): message.writeJSON()
    case .sessionSetModificationRequest(let message): message.writeJSON()
    case .sessionSetModificationResponse(let message): message.writeJSON()
    case .sessionEstablishmentRequest(let message): message.writeJSON()
    case .sessionEstablishmentResponse(let message): message.writeJSON()
    case .sessionModificationRequest(let message): message.writeJSON()
    case .sessionModificationResponse(let message): message.writeJSON()
    case .sessionDeletionRequest(let message): message.writeJSON()
    case .sessionDeletionResponse(let message): message.writeJSON()
    case .sessionReportRequest(let message): message.writeJSON()
    case .sessionReportResponse(let message): message.writeJSON()
    case .other(_, let octets): .string(Hex.encode(octets))
    }
  }
}
