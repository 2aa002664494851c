import Base
import PFCP
import Runtime
import Simulation

/// A host that speaks PFCP to the core's user plane interface and is, or claims to be, what it likes.
final class HostilePFCPPeer: @unchecked Sendable {
  let address: SocketAddress
  let environment: Environment
  private let world: World
  private var port: (any DatagramPort)?
  private(set) var received: [[UInt8]] = []
  /// Answers requests by itself; `nil` leaves one without an answer.
  var answer: (([UInt8]) -> [UInt8]?)?
  private var sequence: UInt32 = 0x70_0000

  /// Binds an address, also one that a function of the network has: what is sent there comes here from now on.
  init(_ address: SocketAddress, of scenario: ScenarioNetwork, node: String = "hostile-n4") {
    self.address = address
    world = scenario.world
    environment = scenario.world.makeEnvironment(node: node)
    port = scenario.network.bindDatagram(address, interface: .n4, environment: environment) { [unowned self] octets, peer in
      received.append(octets)
      if let reply = answer?(octets) { port?.send(reply, to: peer) }
    }
  }

  func nextSequence() -> UInt32 {
    sequence += 1
    return sequence
  }

  /// Sends octets; gives what comes back in the 10 ms after.
  @discardableResult
  func exchange(_ octets: [UInt8], with peer: SocketAddress) -> [[UInt8]] {
    let before = received.count
    port?.send(octets, to: peer)
    world.run(for: .milliseconds(10))
    return Array(received.dropFirst(before))
  }

  @discardableResult
  func exchange(_ body: PFCPBody, seid: UInt64? = nil, with peer: SocketAddress) throws -> [[UInt8]] {
    exchange(try PFCPMessage(seid: seid, sequenceNumber: nextSequence(), body).encode(), with: peer)
  }
}

/// A PFCP message taken apart into its information elements (TS 29.244 §7.2.2, §8.1.1), to be put together wrongly.
struct RawPFCP {
  indirect enum Contents {
    case octets([UInt8])
    case group([Element])
  }

  struct Element {
    var type: UInt16
    var contents: Contents
    /// Said instead of the real length.
    var declaredLength: UInt16?

    var octets: [UInt8] {
      let value: [UInt8] =
        switch contents {
        case .octets(let octets): octets
        case .group(let elements): elements.flatMap(\.octets)
        }
      let length = declaredLength ?? UInt16(truncatingIfNeeded: value.count)
      return [UInt8(type >> 8), UInt8(type & 255), UInt8(length >> 8), UInt8(length & 255)] + value
    }
  }

  var type: UInt8
  var seid: UInt64?
  var sequence: UInt32
  var elements: [Element]

  /// Grouped IEs of session messages (TS 29.244 table 8.1.2-1).
  private static let grouped: Set<UInt16> = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 51, 54, 58, 59, 77, 78, 79, 80, 83, 85,
  ]

  /// - Returns: `nil` for octets that are no message.
  init?(_ octets: [UInt8]) {
    guard let header = try? PFCPHeader(decoding: octets) else { return nil }
    type = header.messageType
    seid = header.seid
    sequence = header.sequenceNumber
    elements = RawPFCP.elements(Array(octets.prefix(header.totalLength).dropFirst(header.elementsOffset)))
  }

  private static func elements(_ octets: [UInt8]) -> [Element] {
    var elements: [Element] = []
    var reader = ByteReader(octets)
    while let type = reader.readUInt16(), let length = reader.readUInt16(), let value = reader.readBytes(Int(length)) {
      elements.append(Element(type: type, contents: grouped.contains(type) ? .group(self.elements(value)) : .octets(value)))
    }
    return elements
  }

  var octets: [UInt8] {
    var body = seid.map { seid in (0..<8).map { UInt8(truncatingIfNeeded: seid >> UInt64(56 - 8 * $0)) } } ?? []
    body += [UInt8(truncatingIfNeeded: sequence >> 16), UInt8(truncatingIfNeeded: sequence >> 8), UInt8(truncatingIfNeeded: sequence), 0]
    body += elements.flatMap(\.octets)
    return [seid == nil ? 0x20 : 0x21, type, UInt8(truncatingIfNeeded: body.count >> 8), UInt8(truncatingIfNeeded: body.count)] + body
  }

  /// The message once for every element, wherever it is, and everything that `change` makes of it: no element, or another.
  func variants(_ change: (Element) -> [Element?]) -> [RawPFCP] {
    RawPFCP.variants(elements, change).map { elements in
      var variant = self
      variant.elements = elements
      return variant
    }
  }

  private static func variants(_ elements: [Element], _ change: (Element) -> [Element?]) -> [[Element]] {
    var found: [[Element]] = []
    for (index, element) in elements.enumerated() {
      for replacement in change(element) {
        var changed = elements
        if let replacement { changed[index] = replacement } else { changed.remove(at: index) }
        found.append(changed)
      }
      guard case .group(let inner) = element.contents else { continue }
      for changed in variants(inner, change) {
        var outer = elements
        outer[index].contents = .group(changed)
        found.append(outer)
      }
    }
    return found
  }

  /// Replaces the octets of the first element of a type, wherever it is.
  mutating func replace(_ type: UInt16, with octets: [UInt8]) { _ = RawPFCP.replace(type, with: octets, in: &elements) }

  private static func replace(_ type: UInt16, with octets: [UInt8], in elements: inout [Element]) -> Bool {
    for index in elements.indices {
      if elements[index].type == type {
        elements[index].contents = .octets(octets)
        return true
      }
      guard case .group(var inner) = elements[index].contents, replace(type, with: octets, in: &inner) else { continue }
      elements[index].contents = .group(inner)
      return true
    }
    return false
  }

  /// The damages of ATTACKS row 15: absent, empty, one octet less, one more, very long, lengths that lie.
  static func damages(_ element: Element) -> [Element?] {
    var found: [Element?] = [nil, Element(type: element.type, contents: .octets([]))]
    if case .octets(let octets) = element.contents {
      if octets.count > 1 {
        found.append(Element(type: element.type, contents: .octets(Array(octets.dropLast()))))
        found.append(Element(type: element.type, contents: .octets([octets[0]])))
      }
      found.append(Element(type: element.type, contents: .octets(octets + [0xFF])))
      found.append(Element(type: element.type, contents: .octets(octets + [UInt8](repeating: 0xFF, count: 4000))))
      found.append(Element(type: element.type, contents: .octets([UInt8](repeating: 0xFF, count: octets.count))))
      found.append(Element(type: element.type, contents: .octets([UInt8](repeating: 0x00, count: octets.count))))
    }
    for length in [UInt16(0), 1, 0xFFFF] {
      var lying = element
      lying.declaredLength = length
      found.append(lying)
    }
    return found
  }
}
