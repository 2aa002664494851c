import Base
import Dissection
import NGAP
import SBI

extension MessageFormat {
  /// Bodies of the service-based interface (TS 29.500 §5.2.4): JSON, or JSON with binary parts.
  ///
  /// `{"body": …, "parts": [{"contentID": …, "contentType": …, "content": "…"}]}`; what a capture gives has `request` or `response`
  /// and `headers` before that.
  public static let sbi = MessageFormat(
    key: "sbi", title: "SBI",
    decode: { (octets: [UInt8]) throws(ConversionProblem) in
      // The delimiter line of a multipart body tells its boundary.
      let line = octets.prefix(80).prefix { $0 != 0x0D }
      let isMultipart = line.starts(with: Array("--".utf8))
      let boundary = String(decoding: line.dropFirst(2), as: UTF8.self)
      let type = isMultipart ? "\(SBIMediaType.multipartRelated); boundary=\"\(boundary)\"" : SBIMediaType.json
      var object = JSON.Object()
      try addBody(octets, contentType: type, to: &object)
      return .object(object)
    },
    encode: { (json: JSON) throws(ConversionProblem) in
      guard let root = json["body"] else { throw ConversionProblem("JSON member body is missing") }
      guard let parts = json["parts"]?.arrayValue, !parts.isEmpty else { return root.octets }
      var multipart = SBIMultipart(root: root, parts: [])
      for part in parts {
        guard let identifier = part["contentID"]?.stringValue, let type = part["contentType"]?.stringValue,
          let content = part["content"]?.stringValue.flatMap({ Hex.decode($0) })
        else { throw ConversionProblem("a part needs contentID, contentType and content") }
        multipart.parts.append(BinaryPart(contentID: identifier, contentType: type, octets: content))
      }
      return multipart.encode()
    },
    name: { json in
      if let request = json["request"] { return "\(request["method"]?.stringValue ?? "") \(request["path"]?.stringValue ?? "")" }
      guard let response = json["response"] else { return "body" }
      return "\(response["status"]?.stringValue ?? "") \(response["to"]?.stringValue ?? "")"
    },
    map: { json, change in
      guard var object = json.objectValue, let parts = object["parts"]?.arrayValue else { return json }
      let kinds = partKinds(object["body"] ?? .null)
      object["parts"] = .array(
        parts.map { part in
          guard var part = part.objectValue, let content = part["content"], let type = part["contentType"]?.stringValue else { return part }
          let essence = SBIMediaType.essence(type)
          let kind = essence == SBIMediaType.ngap ? kinds[part["contentID"]?.stringValue ?? ""] ?? essence : essence
          if let changed = change(OctetField(path: ["parts", kind], siblings: part), content) { part["content"] = changed }
          return .object(part)
        })
      return .object(object)
    })

  /// The JSON of a request or response of a capture, binary parts as octets.
  public static func json(of message: HTTPMessage) throws(ConversionProblem) -> JSON {
    var object = JSON.Object()
    if let status = message.header(":status") {
      var response: JSON = ["status": .string(status)]
      if let request = message.request { response = ["status": .string(status), "to": .string("\(request.method) \(request.path)")] }
      object["response"] = response
    } else {
      object["request"] = ["method": .string(message.header(":method") ?? ""), "path": .string(message.header(":path") ?? "")]
    }
    var headers = JSON.Object()
    for header in message.headers where ![":status", ":method", ":path"].contains(header.name) {
      headers[header.name] = .string(headers[header.name].flatMap(\.stringValue).map { $0 + ", " + header.value } ?? header.value)
    }
    if headers.count > 0 { object["headers"] = .object(headers) }
    if !message.body.isEmpty {
      try addBody(message.body, contentType: message.header("content-type") ?? SBIMediaType.json, to: &object)
    }
    return .object(object)
  }

  private static func addBody(_ octets: [UInt8], contentType: String, to object: inout JSON.Object) throws(ConversionProblem) {
    let essence = SBIMediaType.essence(contentType)
    guard SBIMediaType.isJSON(contentType) || essence == SBIMediaType.multipartRelated else {
      // Access token requests are forms (RFC 6749 §4.4.2).
      object["body"] = .string(String(validating: octets, as: UTF8.self) ?? Hex.encode(octets))
      return
    }
    let body: SBIMultipart?
    do {
      body = try SBIBody.octets(octets, contentType: contentType).parsed(limits: SBILimits(maximumDepth: 64))
    } catch {
      throw ConversionProblem("\(error)")
    }
    guard let body else { return }
    object["body"] = body.root
    guard !body.parts.isEmpty else { return }
    object["parts"] = .array(
      body.parts.map {
        ["contentID": .string($0.contentID), "contentType": .string($0.contentType), "content": .string(Hex.encode($0.octets))]
      })
  }

  /// What the binary parts are, by their identifier: the member `n2SmInfoType` or `ngapIeType` beside the reference to a part
  /// (TS 29.502 §6.1.6.2, TS 29.518 §6.1.6.2).
  private static func partKinds(_ body: JSON) -> [String: String] {
    var kinds: [String: String] = [:]
    func search(_ json: JSON) {
      switch json {
      case .array(let values): for value in values { search(value) }
      case .object(let object):
        for (key, value) in object.members {
          if let identifier = value["contentId"]?.stringValue {
            let type = object[key == "n2SmInfoExt1" ? "n2SmInfoTypeExt1" : key + "Type"]
            kinds[identifier] = (type ?? object["ngapIeType"])?.stringValue
          }
          search(value)
        }
      default: return
      }
    }
    search(body)
    return kinds
  }

  /// What binary parts hold in NGAP (TS 29.502 §6.1.6.3).
  public static let n2Information: [MessageFormat] = [
    ngapType(PDUSessionResourceSetupRequestTransfer.self), ngapType(PDUSessionResourceSetupResponseTransfer.self),
    ngapType(PDUSessionResourceSetupUnsuccessfulTransfer.self), ngapType(PDUSessionResourceReleaseCommandTransfer.self),
    ngapType(PDUSessionResourceReleaseResponseTransfer.self), ngapType(PDUSessionResourceModifyRequestTransfer.self),
    ngapType(PDUSessionResourceModifyResponseTransfer.self), ngapType(PDUSessionResourceModifyUnsuccessfulTransfer.self),
    ngapType(PDUSessionResourceNotifyTransfer.self), ngapType(PDUSessionResourceNotifyReleasedTransfer.self),
    ngapType(PDUSessionResourceModifyIndicationTransfer.self), ngapType(PDUSessionResourceModifyConfirmTransfer.self),
    ngapType(PDUSessionResourceModifyIndicationUnsuccessfulTransfer.self), ngapType(PathSwitchRequestTransfer.self),
    ngapType(PathSwitchRequestSetupFailedTransfer.self), ngapType(PathSwitchRequestAcknowledgeTransfer.self),
    ngapType(PathSwitchRequestUnsuccessfulTransfer.self), ngapType(HandoverRequiredTransfer.self), ngapType(HandoverCommandTransfer.self),
    ngapType(HandoverPreparationUnsuccessfulTransfer.self), ngapType(HandoverRequestAcknowledgeTransfer.self),
    ngapType(HandoverResourceAllocationUnsuccessfulTransfer.self), ngapType(SecondaryRATDataUsageReportTransfer.self),
    ngapType(UEContextResumeRequestTransfer.self), ngapType(UEContextResumeResponseTransfer.self),
    ngapType(UEContextSuspendRequestTransfer.self),
  ]
}
