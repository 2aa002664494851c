import Base

/// A user message of SCTP.
struct SCTPMessage {
  var payloadProtocolID: UInt32
  var stream: UInt16
  var octets: [UInt8]
}

/// Takes DATA and I-DATA chunks out of SCTP packets and puts fragmented user messages together (RFC 9260 §6.9, RFC 8260 §2).
///
/// Transmissions that were seen before are left out. At most 1,024 directions of associations are followed, each with 1,024 pending
/// fragments of 4 MiB in all.
struct SCTPLayer {
  private struct Direction: Hashable {
    var source: SocketAddress
    var destination: SocketAddress
  }

  /// Fragments that follow one another, first to last.
  private struct Run {
    var first: UInt32
    var hasBegin: Bool
    var hasEnd: Bool
    var payloadProtocolID: UInt32
    var stream: UInt16
    var pieces: [[UInt8]]

    var last: UInt32 { first &+ UInt32(truncatingIfNeeded: pieces.count - 1) }
  }

  /// Where fragment numbers count: all of an association's DATA, or one message of I-DATA.
  private struct Space: Hashable {
    var message: UInt32 = 0
    var stream: UInt16 = 0
    var isUnordered = false
    var isInterleaved = false
  }

  private struct Place: Hashable {
    var space: Space
    var number: UInt32
  }

  private struct State: Weighable {
    var verificationTag: UInt32
    /// Transmission sequence numbers of late, with a print of what they carried: a transmission is repeated with the same contents.
    var recent: [UInt32: UInt64] = [:]
    var recentOrder: [UInt32] = []
    var nextRecent = 0
    var byFirst: [Place: Run] = [:]
    /// The first fragment of the run that ends at a place.
    var firstOfLast: [Place: UInt32] = [:]
    var fragmentCount = 0
    var octetCount = 0

    var weight: Int { octetCount + 256 * fragmentCount + 64 * recentOrder.count }

    /// Whether the transmission is new.
    mutating func note(_ number: UInt32, _ print: UInt64) -> Bool {
      if recent[number] == print { return false }
      if recent.updateValue(print, forKey: number) != nil { return true }
      if recentOrder.count < SCTPLayer.rememberedTransmissions {
        recentOrder.append(number)
      } else {
        recent[recentOrder[nextRecent]] = nil
        recentOrder[nextRecent] = number
        nextRecent = (nextRecent + 1) % SCTPLayer.rememberedTransmissions
      }
      return true
    }

    mutating func forget() {
      byFirst = [:]
      firstOfLast = [:]
      fragmentCount = 0
      octetCount = 0
    }
  }

  static let maximumDirections = 1_024
  static let maximumFragments = 1_024
  static let maximumPendingOctets = 4 << 20
  static let rememberedTransmissions = 512
  /// What is kept of messages under way, about.
  var pendingOctets: Int { directions.weight }
  private var directions = BoundedTable<Direction, State>(capacity: maximumDirections, maximumWeight: 64 << 20)

  /// The messages that a packet completes, and what is wrong with it.
  mutating func receive(_ packet: InternetPayload) -> (source: SocketAddress, destination: SocketAddress, [SCTPMessage], problem: String?) {
    var reader = ByteReader(packet.octets)
    guard let sourcePort = reader.readUInt16(), let destinationPort = reader.readUInt16(), let tag = reader.readUInt32(), reader.skip(4)
    else {
      return (SocketAddress(packet.source, port: 0), SocketAddress(packet.destination, port: 0), [], "SCTP header cut short")
    }
    let source = SocketAddress(packet.source, port: sourcePort)
    let destination = SocketAddress(packet.destination, port: destinationPort)
    var messages: [SCTPMessage] = []
    let problem = directions.with(
      Direction(source: source, destination: destination), default: State(verificationTag: tag)
    ) { state -> String? in
      if state.verificationTag != tag { state = State(verificationTag: tag) }
      while reader.remaining >= 4 {
        guard let type = reader.readUInt8(), let flags = reader.readUInt8(), let length = reader.readUInt16(), length >= 4,
          let chunk = reader.readSlice(Int(length) - 4)
        else { return packet.isCut ? "cut by the capture" : "SCTP chunk with a wrong length" }
        _ = reader.skip(min(reader.remaining, (4 - Int(length) % 4) % 4))
        switch type {
        case 0, 64:
          guard let problem = Self.receiveData(chunk, flags, isInterleaved: type == 64, &state, &messages) else { continue }
          return problem
        // INIT and INIT ACK: the sequence numbers begin anew.
        case 1, 2: state = State(verificationTag: tag)
        default: continue
        }
      }
      return nil
    }
    return (source, destination, messages, problem)
  }

  private static func receiveData(
    _ chunk: ByteReader, _ flags: UInt8, isInterleaved: Bool, _ state: inout State, _ messages: inout [SCTPMessage]
  ) -> String? {
    var chunk = chunk
    guard let transmission = chunk.readUInt32(), let stream = chunk.readUInt16() else { return "SCTP DATA chunk cut short" }
    let (hasBegin, hasEnd) = (flags & 2 != 0, flags & 1 != 0)
    var space = Space()
    var number = transmission
    var payloadProtocolID: UInt32 = 0
    if isInterleaved {
      guard chunk.skip(2), let message = chunk.readUInt32(), let field = chunk.readUInt32() else { return "SCTP I-DATA chunk cut short" }
      space = Space(message: message, stream: stream, isUnordered: flags & 4 != 0, isInterleaved: true)
      number = hasBegin ? 0 : field
      payloadProtocolID = hasBegin ? field : 0
    } else {
      guard chunk.skip(2), let field = chunk.readUInt32() else { return "SCTP DATA chunk cut short" }
      payloadProtocolID = field
    }
    let octets = chunk.readRest()
    guard state.note(transmission, fingerprint(octets, stream, flags)) else { return nil }
    if hasBegin && hasEnd {
      messages.append(SCTPMessage(payloadProtocolID: payloadProtocolID, stream: stream, octets: octets))
      return nil
    }
    var problem: String?
    if state.fragmentCount >= maximumFragments || state.octetCount + octets.count > maximumPendingOctets {
      state.forget()
      problem = "too many fragments of SCTP messages that were never completed"
    }
    let run = Run(
      first: number, hasBegin: hasBegin, hasEnd: hasEnd, payloadProtocolID: payloadProtocolID, stream: stream, pieces: [octets])
    if let whole = join(run, space, &state) {
      messages.append(SCTPMessage(payloadProtocolID: whole.payloadProtocolID, stream: stream, octets: whole.pieces.flatMap { $0 }))
    }
    return problem
  }

  /// Adds a fragment to the runs beside it.
  /// - Returns: the run, once it is a whole message; it is forgotten then.
  private static func join(_ fragment: Run, _ space: Space, _ state: inout State) -> Run? {
    var run = fragment
    let here = Place(space: space, number: run.first)
    // A number that is pending already, with other contents: the earlier one is kept.
    guard state.byFirst[here] == nil, state.firstOfLast[here] == nil else { return nil }
    state.fragmentCount += 1
    state.octetCount += run.pieces[0].count
    if !run.hasBegin, let first = state.firstOfLast[Place(space: space, number: run.first &- 1)],
      var left = state.byFirst[Place(space: space, number: first)], !left.hasEnd
    {
      state.byFirst[Place(space: space, number: first)] = nil
      state.firstOfLast[Place(space: space, number: left.last)] = nil
      left.pieces += run.pieces
      left.hasEnd = run.hasEnd
      run = left
    }
    if !run.hasEnd, let right = state.byFirst[Place(space: space, number: run.last &+ 1)], !right.hasBegin {
      state.byFirst[Place(space: space, number: right.first)] = nil
      state.firstOfLast[Place(space: space, number: right.last)] = nil
      run.pieces += right.pieces
      run.hasEnd = right.hasEnd
    }
    guard run.hasBegin, run.hasEnd else {
      state.byFirst[Place(space: space, number: run.first)] = run
      state.firstOfLast[Place(space: space, number: run.last)] = run.first
      return nil
    }
    state.fragmentCount -= run.pieces.count
    for piece in run.pieces { state.octetCount -= piece.count }
    return run
  }

  /// FNV-1a.
  private static func fingerprint(_ octets: [UInt8], _ stream: UInt16, _ flags: UInt8) -> UInt64 {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325 ^ UInt64(stream) << 8 ^ UInt64(flags)
    for octet in octets { value = (value ^ UInt64(octet)) &* 0x100_0000_01B3 }
    return value
  }
}
