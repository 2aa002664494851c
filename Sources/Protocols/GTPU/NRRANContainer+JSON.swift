import Base

extension NRRANContainer {
  public init(json: JSON) throws(GTPUError) {
    if let frame = json["downlinkUserData"] {
      self = .downlinkUserData(try NRDownlinkUserData(json: frame))
    } else if let frame = json["downlinkDataDeliveryStatus"] {
      self = .downlinkDataDeliveryStatus(try NRDownlinkDataDeliveryStatus(json: frame))
    } else if let frame = json["assistanceInformationData"] {
      self = .assistanceInformationData(try NRAssistanceInformationData(json: frame))
    } else if let octets = json["octets"]?.stringValue.flatMap({ Hex.decode($0) }) {
      self = .other(octets)
    } else {
      throw .json("nrRANContainer")
    }
  }

  public var json: JSON {
    switch self {
    case .downlinkUserData(let frame): ["downlinkUserData": frame.json]
    case .downlinkDataDeliveryStatus(let frame): ["downlinkDataDeliveryStatus": frame.json]
    case .assistanceInformationData(let frame): ["assistanceInformationData": frame.json]
    case .other(let octets): ["octets": .string(Hex.encode(octets))]
    }
  }
}

extension NRDownlinkUserData {
  fileprivate init(json: JSON) throws(GTPUError) {
    var blocks: [NRDiscardedBlock] = []
    for block in json["discardedBlocks"]?.arrayValue ?? [] {
      guard let start = block["start"]?.integerValue(UInt32.self), let count = block["count"]?.integerValue(UInt8.self) else {
        throw .json("discardedBlocks")
      }
      blocks.append(NRDiscardedBlock(start: start, count: count))
    }
    self.init(
      nrUSequenceNumber: try requiredInteger(json, "nrUSequenceNumber", maximum: 0xFF_FFFF), reportPolling: try flag(json, "reportPolling"),
      retransmission: try flag(json, "retransmission"),
      assistanceInformationReportPolling: try flag(json, "assistanceInformationReportPolling"),
      userDataExists: try flag(json, "userDataExists"), requestsOutOfSequenceReport: try flag(json, "requestsOutOfSequenceReport"),
      discardUpTo: try optionalInteger(json, "discardUpTo", maximum: 0xFF_FFFF), discardedBlocks: blocks,
      reportDelivered: try optionalInteger(json, "reportDelivered", maximum: 0xFF_FFFF), trailing: try optionalOctets(json, "trailing"))
  }

  fileprivate var json: JSON {
    var object = JSON.Object()
    object["nrUSequenceNumber"] = .int(nrUSequenceNumber)
    object.setFlag("reportPolling", reportPolling)
    object.setFlag("retransmission", retransmission)
    object.setFlag("assistanceInformationReportPolling", assistanceInformationReportPolling)
    object.setFlag("userDataExists", userDataExists)
    object.setFlag("requestsOutOfSequenceReport", requestsOutOfSequenceReport)
    object["discardUpTo"] = discardUpTo.map { .int($0) }
    if !discardedBlocks.isEmpty {
      object["discardedBlocks"] = .array(discardedBlocks.map { ["start": .int($0.start), "count": .int($0.count)] })
    }
    object["reportDelivered"] = reportDelivered.map { .int($0) }
    object.setOctets("trailing", trailing)
    return .object(object)
  }
}

extension NRDownlinkDataDeliveryStatus {
  fileprivate init(json: JSON) throws(GTPUError) {
    self.init(
      desiredBufferSizeOctets: try requiredInteger(json, "desiredBufferSizeOctets", maximum: .max),
      isFinalFrame: try flag(json, "isFinalFrame"))
    desiredDataRateOctetsPerSecond = try optionalInteger(json, "desiredDataRateOctetsPerSecond", maximum: .max)
    lostRanges = try NRSequenceNumberRange.read(json, "lostRanges")
    highestDelivered = try optionalInteger(json, "highestDelivered", maximum: 0xFF_FFFF)
    highestTransmitted = try optionalInteger(json, "highestTransmitted", maximum: 0xFF_FFFF)
    cause = try optionalInteger(json, "cause", maximum: .max)
    highestDeliveredRetransmitted = try optionalInteger(json, "highestDeliveredRetransmitted", maximum: 0xFF_FFFF)
    highestRetransmitted = try optionalInteger(json, "highestRetransmitted", maximum: 0xFF_FFFF)
    deliveredRanges = try NRSequenceNumberRange.read(json, "deliveredRanges")
    trailing = try optionalOctets(json, "trailing")
  }

  fileprivate var json: JSON {
    var object = JSON.Object()
    object.setFlag("isFinalFrame", isFinalFrame)
    object["desiredBufferSizeOctets"] = .int(desiredBufferSizeOctets)
    object["desiredDataRateOctetsPerSecond"] = desiredDataRateOctetsPerSecond.map { .int($0) }
    object["lostRanges"] = lostRanges.map { .array($0.map(\.json)) }
    object["highestDelivered"] = highestDelivered.map { .int($0) }
    object["highestTransmitted"] = highestTransmitted.map { .int($0) }
    object["cause"] = cause.map { .int($0) }
    object["highestDeliveredRetransmitted"] = highestDeliveredRetransmitted.map { .int($0) }
    object["highestRetransmitted"] = highestRetransmitted.map { .int($0) }
    object["deliveredRanges"] = deliveredRanges.map { .array($0.map(\.json)) }
    object.setOctets("trailing", trailing)
    return .object(object)
  }
}

extension NRAssistanceInformationData {
  fileprivate init(json: JSON) throws(GTPUError) {
    self.init()
    suggestsPDCPDuplication = json["suggestsPDCPDuplication"]?.boolValue
    if let items = json["assistanceInformation"]?.arrayValue {
      var information: [Information] = []
      for item in items {
        guard let type = item["type"]?.integerValue(UInt8.self), let value = item["value"]?.stringValue.flatMap({ Hex.decode($0) }) else {
          throw .json("assistanceInformation")
        }
        information.append(Information(type: type, value: value))
      }
      assistanceInformation = information
    }
    uplinkDelayMilliseconds = try optionalInteger(json, "uplinkDelayMilliseconds", maximum: .max)
    downlinkDelayMilliseconds = try optionalInteger(json, "downlinkDelayMilliseconds", maximum: .max)
    trailing = try optionalOctets(json, "trailing")
  }

  fileprivate var json: JSON {
    var object = JSON.Object()
    object["suggestsPDCPDuplication"] = suggestsPDCPDuplication.map { .bool($0) }
    object["assistanceInformation"] = assistanceInformation.map {
      .array($0.map { ["type": .int($0.type), "value": .string(Hex.encode($0.value))] })
    }
    object["uplinkDelayMilliseconds"] = uplinkDelayMilliseconds.map { .int($0) }
    object["downlinkDelayMilliseconds"] = downlinkDelayMilliseconds.map { .int($0) }
    object.setOctets("trailing", trailing)
    return .object(object)
  }
}

extension NRSequenceNumberRange {
  fileprivate var json: JSON { ["start": .int(start), "end": .int(end)] }

  fileprivate static func read(_ json: JSON, _ name: String) throws(GTPUError) -> [NRSequenceNumberRange]? {
    guard let member = json[name] else { return nil }
    guard let items = member.arrayValue else { throw .json(name) }
    var ranges: [NRSequenceNumberRange] = []
    for item in items {
      ranges.append(
        NRSequenceNumberRange(
          start: try requiredInteger(item, "start", maximum: 0xFF_FFFF), end: try requiredInteger(item, "end", maximum: 0xFF_FFFF)))
    }
    return ranges
  }
}
