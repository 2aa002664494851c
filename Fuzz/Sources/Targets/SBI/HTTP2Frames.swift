import Base
import FuzzSupport

/// Frames of HTTP/2 (RFC 9113 §4.1) and header blocks without compression (RFC 7541 §6.2.2).
enum HTTP2Frames {
  static func frame(type: UInt8, flags: UInt8, stream: Int, _ payload: [UInt8]) -> [UInt8] {
    let count = payload.count
    return [
      UInt8(truncatingIfNeeded: count >> 16), UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count), type, flags,
      UInt8(truncatingIfNeeded: stream >> 24), UInt8(truncatingIfNeeded: stream >> 16), UInt8(truncatingIfNeeded: stream >> 8),
      UInt8(truncatingIfNeeded: stream),
    ] + payload
  }

  private static func string(_ text: String) -> [UInt8] {
    let octets = Array(text.utf8)
    if octets.count < 127 { return [UInt8(octets.count)] + octets }
    var rest = octets.count - 127
    var head: [UInt8] = [127]
    while rest >= 128 {
      head.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return head + [UInt8(rest)] + octets
  }

  static func block(_ fields: [(String, String)]) -> [UInt8] { fields.flatMap { [0] + string($0.0) + string($0.1) } }

  private static func fields(_ method: String, _ path: String, _ contentType: String?) -> [(String, String)] {
    [(":method", method), (":scheme", "http"), (":authority", "sbi"), (":path", path)] + (contentType.map { [("content-type", $0)] } ?? [])
  }

  /// One whole request on a stream.
  static func request(_ method: String, _ path: String, contentType: String?, body: [UInt8], stream: Int = 1) -> [UInt8] {
    let head = block(fields(method, path, contentType))
    if body.isEmpty { return frame(type: 1, flags: 5, stream: stream, head) }
    var frames = frame(type: 1, flags: 4, stream: stream, head)
    var position = 0
    while position < body.count {
      let end = min(body.count, position + 16_384)
      frames += frame(type: 0, flags: end == body.count ? 1 : 0, stream: stream, Array(body[position..<end]))
      position = end
    }
    return frames
  }

  static func openRequest(stream: Int) -> [UInt8] { frame(type: 1, flags: 4, stream: stream, block(fields("GET", "/", nil))) }

  static func headersAndReset(stream: Int) -> [UInt8] {
    openRequest(stream: stream) + frame(type: 3, flags: 0, stream: stream, [0, 0, 0, 8])
  }

  static func continuations(_ count: Int) -> [UInt8] {
    frame(type: 1, flags: 0, stream: 1, block(fields("GET", "/", nil)))
      + (0..<count).flatMap { frame(type: 9, flags: 0, stream: 1, block([("x-\($0)", "y")])) }
  }
}

/// Changes one frame, its body as JSON where it is JSON, or the order of frames; lengths follow.
struct HTTP2Mutator {
  var generator: SeededGenerator

  private struct Frame {
    var type: UInt8
    var flags: UInt8
    var stream: Int
    var payload: [UInt8]
    var octets: [UInt8] { HTTP2Frames.frame(type: type, flags: flags, stream: stream, payload) }
  }

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &generator) }

  mutating func mutate(_ octets: [UInt8]) -> [UInt8]? {
    var frames = Self.frames(octets)
    guard !frames.isEmpty else { return nil }
    let index = pick(frames.count)
    switch pick(12) {
    case 0: frames.insert(frames[pick(frames.count)], at: index)
    case 1: frames.remove(at: index)
    case 2: frames.swapAt(index, pick(frames.count))
    case 3: frames[index].flags ^= 1 << UInt8(pick(6))
    case 4: frames[index].type = UInt8(pick(10))
    case 5: frames[index].stream += 2
    case 6:
      let cut = pick(frames[index].payload.count)
      var rest = frames[index]
      rest.payload = Array(rest.payload[cut...])
      frames[index].payload = Array(frames[index].payload[..<cut])
      frames[index].flags &= ~5
      rest.type = frames[index].type == 1 ? 9 : frames[index].type
      frames.insert(rest, at: index + 1)
    default:
      let bodies = frames.indices.filter { frames[$0].type == 0 }
      if pick(3) > 0, let index = bodies.randomElement(using: &generator), let json = try? JSON(parsing: frames[index].payload) {
        var mutator = JSONMutator(generator: generator)
        frames[index].payload = mutator.mutate(json).octets
        generator = mutator.generator
      } else {
        frames[index].payload = OctetMutation.mutated(frames[index].payload)
      }
    }
    return frames.flatMap(\.octets)
  }

  private static func frames(_ octets: [UInt8]) -> [Frame] {
    var frames: [Frame] = []
    var position = 0
    while position + 9 <= octets.count {
      let head = octets[position..<(position + 9)].map { Int($0) }
      let count = min(head[0] << 16 | head[1] << 8 | head[2], octets.count - position - 9)
      let payload = Array(octets[(position + 9)..<(position + 9 + count)])
      frames.append(
        Frame(
          type: octets[position + 3], flags: octets[position + 4], stream: head[5] << 24 | head[6] << 16 | head[7] << 8 | head[8],
          payload: payload))
      position += 9 + count
    }
    return frames
  }
}
