import Base

/// The header of a PFCP message (TS 29.244 §7.2.2):
///
///     octet 1     version (3 bits) | spare | FO | MP | S
///     octet 2     message type
///     octets 3-4  length of what follows octet 4
///     octets 5-12 SEID, when S is set
///     3 octets    sequence number
///     1 octet     message priority (4 bits) when MP is set, else spare
public struct PFCPHeader: Hashable, Sendable {
  public var messageType: UInt8
  /// The session endpoint of the receiver; `nil` in node related messages.
  public var seid: UInt64?
  /// 24 bits.
  public var sequenceNumber: UInt32
  /// 0 (highest) to 15.
  public var messagePriority: UInt8?
  /// FO: another PFCP message follows in the same datagram.
  public var isFollowed: Bool
  /// Octets of the message including the part of the header before the length.
  public let totalLength: Int
  /// Where the information elements begin.
  public let elementsOffset: Int

  /// Reads the header of the message that begins `octets`; what follows the message is not looked at.
  public init(decoding octets: [UInt8]) throws(PFCPError) {
    var reader = ByteReader(octets)
    guard let flags = reader.readUInt8() else { throw .invalidMessageLength }
    guard flags >> 5 == 1 else { throw .unsupportedVersion(flags >> 5) }
    guard let type = reader.readUInt8(), let length = reader.readUInt16(), Int(length) <= reader.remaining else {
      throw .invalidMessageLength
    }
    let hasSEID = flags & 1 != 0
    guard Int(length) >= (hasSEID ? 12 : 4) else { throw .invalidMessageLength }
    messageType = type
    seid = hasSEID ? reader.readUInt64() : nil
    guard let sequence = reader.readUInt24(), let priority = reader.readUInt8() else { throw .invalidMessageLength }
    sequenceNumber = sequence
    messagePriority = flags & 2 == 0 ? nil : priority >> 4
    isFollowed = flags & 4 != 0
    totalLength = 4 + Int(length)
    elementsOffset = reader.position
  }

  /// Whether messages of this type carry a SEID (§7.2.2.4.2).
  public static func hasSEID(messageType: UInt8) -> Bool { (50...99).contains(messageType) }
}

/// One PFCP message between a control plane and a user plane function (TS 29.244 §7).
///
/// ```swift
/// let message = PFCPMessage(sequenceNumber: 1, .heartbeatRequest(HeartbeatRequest(recoveryTimeStamp: started)))
/// let octets = try message.encode()
/// ```
public struct PFCPMessage: Hashable, Sendable, CustomStringConvertible {
  /// The session endpoint of the receiver; `nil` in node related messages.
  public var seid: UInt64?
  /// 24 bits.
  public var sequenceNumber: UInt32
  public var messagePriority: UInt8?
  public var body: PFCPBody

  /// - Parameter seid: the receiver's SEID for a session related message (0 while it is not known), else `nil`.
  public init(seid: UInt64? = nil, sequenceNumber: UInt32, messagePriority: UInt8? = nil, _ body: PFCPBody) {
    self.seid = seid
    self.sequenceNumber = sequenceNumber
    self.messagePriority = messagePriority
    self.body = body
  }

  /// Reads the first message of a datagram. Octets behind its length are ignored (§7.6.2).
  ///
  /// When this throws, ``PFCPHeader`` still gives the sequence number to answer with, and the error the cause and offending IE.
  public init(decoding octets: [UInt8]) throws(PFCPError) {
    let header = try PFCPHeader(decoding: octets)
    if header.messageType != 11, !(18...49).contains(header.messageType), header.messageType < 100 {
      guard (header.seid != nil) == PFCPHeader.hasSEID(messageType: header.messageType) else { throw .incorrectHeader }
    }
    let body: Result<PFCPBody, PFCPError> = octets.withUnsafeBytes { buffer in
      // The header has been read, so there are octets, and at least as many as its length says.
      guard let base = buffer.baseAddress, header.elementsOffset <= header.totalLength, header.totalLength <= buffer.count else {
        return .failure(.invalidMessageLength)
      }
      var reader = ElementReader(base: base, range: header.elementsOffset..<header.totalLength)
      do throws(PFCPError) { return .success(try PFCPBody.decode(type: header.messageType, &reader)) } catch { return .failure(error) }
    }
    self.init(
      seid: header.seid, sequenceNumber: header.sequenceNumber, messagePriority: header.messagePriority,
      try body.get())
  }

  /// The messages of a datagram, bundled by the FO flag (§6.5, at most 64): each, or why it is none. One whose header cannot be read
  /// is the last, as nothing says where another would begin.
  public static func decodeBundle(_ octets: [UInt8]) -> [Result<PFCPMessage, PFCPError>] {
    var messages: [Result<PFCPMessage, PFCPError>] = []
    var rest = octets
    while messages.count < 64 {
      do throws(PFCPError) { messages.append(.success(try PFCPMessage(decoding: rest))) } catch { messages.append(.failure(error)) }
      guard let header = try? PFCPHeader(decoding: rest), header.isFollowed else { break }
      rest = Array(rest.dropFirst(header.totalLength))
    }
    return messages
  }

  /// - Throws: ``PFCPError/tooLong(element:)`` when a value does not fit its field, or an element or the message exceeds 65,535 octets;
  ///   ``PFCPError/mandatoryIEIncorrect(element:)`` when the parts of a value contradict each other.
  public func encode() throws(PFCPError) -> [UInt8] {
    var octets: [UInt8] = []
    try encode(into: &octets)
    return octets
  }

  /// Appends the octets of the message.
  public func encode(into octets: inout [UInt8]) throws(PFCPError) {
    guard sequenceNumber <= 0xFF_FFFF, (messagePriority ?? 0) < 16 else { throw .tooLong(element: 0) }
    // Most messages fit the first buffer, which lies on the stack.
    for size in [1_024, PFCPMessage.maximumCount] {
      let isComplete: Result<Bool, PFCPError> = withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
        var writer = ElementWriter(buffer)
        do throws(PFCPError) { try write(to: &writer) } catch { return .failure(error) }
        if !writer.isOverflown { octets.append(contentsOf: buffer[..<writer.count]) }
        return .success(!writer.isOverflown)
      }
      if try isComplete.get() { return }
    }
    throw .tooLong(element: 0)
  }

  /// Octets of the longest message.
  private static let maximumCount = 4 + 0xFFFF

  private func write(to writer: inout ElementWriter) throws(PFCPError) {
    writer.writeUInt8(0x20 | (messagePriority == nil ? 0 : 2) | (seid == nil ? 0 : 1))
    writer.writeUInt8(body.messageType)
    writer.writeUInt16(0)
    if let seid { writer.writeUInt64(seid) }
    writer.writeUInt24(sequenceNumber)
    writer.writeUInt8((messagePriority ?? 0) << 4)
    try body.encode(to: &writer)
    writer.setUInt16(UInt16(truncatingIfNeeded: writer.count - 4), at: 2)
  }

  public init(json: JSON) throws(PFCPError) {
    guard case .object(let object) = json, let sequence = object["sequenceNumber"]?.integerValue(UInt32.self), sequence <= 0xFF_FFFF
    else { throw .json("sequenceNumber") }
    guard let seid = object.get("seid", UInt64.self) else { throw .json("seid") }
    guard let priority = object.get("messagePriority", UInt8.self), (priority ?? 0) < 16 else { throw .json("messagePriority") }
    let names = object.keys.filter { $0 != "sequenceNumber" && $0 != "seid" && $0 != "messagePriority" }
    guard names.count == 1, let name = names.first, let body = object[name] else { throw .json("one message name") }
    self.init(seid: seid, sequenceNumber: sequence, messagePriority: priority, try PFCPBody.read(name: name, body))
  }

  /// `{"seid": …, "sequenceNumber": …, "sessionDeletionRequest": {…}}`, elements in the order of the standard's table.
  public var json: JSON {
    var object = JSON.Object()
    object.set("seid", seid)
    object["sequenceNumber"] = .int(sequenceNumber)
    object.set("messagePriority", messagePriority)
    object[body.name] = body.writeJSON()
    return .object(object)
  }

  /// The message as an indented tree: its members by the names of the standard, units last in a name.
  public var description: String { json.outline }
}
