import Base
import CLinux

/// One rtnetlink request: header, fixed part and attributes in the processor's own byte order (rtnetlink(7)).
struct RouteMessage {
  private(set) var octets: [UInt8] = []

  /// - Parameters:
  ///   - type: `RTM_NEWLINK` and the like.
  ///   - flags: besides `NLM_F_REQUEST | NLM_F_ACK`.
  init(type: Int, flags: Int, fixedPart: [UInt8]) {
    append32(0)
    append16(UInt16(truncatingIfNeeded: type))
    append16(UInt16(truncatingIfNeeded: flags | Int(NLM_F_REQUEST) | Int(NLM_F_ACK)))
    append32(1)
    append32(0)
    octets += fixedPart
    align()
  }

  /// `struct ifinfomsg`.
  static func link(index: Int32 = 0, flags: UInt32 = 0, change: UInt32 = 0) -> [UInt8] {
    var writer = NativeWriter()
    writer.append32(0)
    writer.append32(UInt32(bitPattern: index))
    writer.append32(flags)
    writer.append32(change)
    return writer.octets
  }

  /// `struct ifaddrmsg`.
  static func address(family: UInt8, prefixLength: UInt8, flags: UInt8, index: Int32) -> [UInt8] {
    var writer = NativeWriter()
    writer.octets = [family, prefixLength, flags, 0]
    writer.append32(UInt32(bitPattern: index))
    return writer.octets
  }

  /// `struct rtmsg` of a unicast route in the main table.
  static func route(family: UInt8, prefixLength: UInt8, scope: UInt8) -> [UInt8] {
    var writer = NativeWriter()
    writer.octets = [family, prefixLength, 0, 0, UInt8(RT_TABLE_MAIN.rawValue), UInt8(RTPROT_STATIC), scope, UInt8(RTN_UNICAST)]
    writer.append32(0)
    return writer.octets
  }

  mutating func attribute(_ type: Int, _ value: [UInt8]) {
    append16(UInt16(truncatingIfNeeded: 4 + value.count))
    append16(UInt16(truncatingIfNeeded: type))
    octets += value
    align()
  }

  mutating func attribute(_ type: Int, text: String) { attribute(type, Array(text.utf8) + [0]) }

  mutating func attribute(_ type: Int, integer: UInt32) {
    var writer = NativeWriter()
    writer.append32(integer)
    attribute(type, writer.octets)
  }

  /// An attribute that contains what `body` appends.
  mutating func nested(_ type: Int, _ body: (inout RouteMessage) -> Void) {
    let start = octets.count
    append16(0)
    append16(UInt16(truncatingIfNeeded: type))
    body(&self)
    setLength(UInt16(truncatingIfNeeded: octets.count - start), at: start)
  }

  /// Octets without a header of their own (the `ifinfomsg` in `VETH_INFO_PEER`).
  mutating func raw(_ value: [UInt8]) {
    octets += value
    align()
  }

  /// Sends the request in the caller's namespace and waits for the kernel's answer.
  /// - Returns: 0 or a negative errno.
  func send() -> Int32 {
    var message = octets
    withUnsafeBytes(of: UInt32(message.count)) { length in
      for index in 0..<4 { message[index] = length[index] }
    }
    return vt_rtnetlink_request(message, message.count)
  }

  private mutating func setLength(_ value: UInt16, at index: Int) {
    withUnsafeBytes(of: value) {
      octets[index] = $0[0]
      octets[index + 1] = $0[1]
    }
  }

  private mutating func append16(_ value: UInt16) { withUnsafeBytes(of: value) { octets += $0 } }
  private mutating func append32(_ value: UInt32) { withUnsafeBytes(of: value) { octets += $0 } }
  private mutating func align() { while octets.count % 4 != 0 { octets.append(0) } }
}

private struct NativeWriter {
  var octets: [UInt8] = []
  mutating func append32(_ value: UInt32) { withUnsafeBytes(of: value) { octets += $0 } }
}
