import Base
import Glibc
import Testing

@testable import PFCP

/// Messages that Oracle/oracle.py made, and that scapy and tshark have read: each type, and each member of each group.
enum Vectors {
  static func octets() throws -> [[UInt8]] {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let octets = try #require(readFile("/\(folder)/Oracle/pfcp-vectors.txt"))
    let lines = String(decoding: octets, as: UTF8.self).split(separator: "\n")
    #expect(lines.count > 200)
    return try lines.map { try #require(Hex.decode($0)) }
  }

  static func messages() throws -> [PFCPMessage] { try octets().map { try PFCPMessage(decoding: $0) } }

  /// Writes the length of a message into its header.
  static func setLength(_ octets: inout [UInt8]) {
    octets[2] = UInt8((octets.count - 4) >> 8)
    octets[3] = UInt8((octets.count - 4) & 255)
  }

  /// The grouped IEs.
  static let groups: Set<UInt16> = {
    let ranges: [ClosedRange<UInt16>] = [
      1...18, 58...59, 77...80, 85...87, 127...130, 165...169, 175...176, 187...190, 199...201, 211...214,
    ]
    let others: [UInt16] = [
      51, 54, 68, 83, 99, 102, 105, 118, 132, 143, 147, 183, 195, 203, 205, 216, 218, 220, 221, 225, 226, 227, 233, 238, 239, 240, 242, 247,
      252, 254, 255, 256, 261, 263, 264, 267, 270, 271, 272, 276, 277, 279, 290, 295, 300, 301, 302, 303, 304, 310, 311, 315, 316,
    ]
    return Set(ranges.flatMap { $0 } + others)
  }()

  static func collectTypes(_ octets: [UInt8], into types: inout Set<UInt16>) {
    func walk(_ octets: [UInt8]) {
      var reader = ByteReader(octets)
      while let type = reader.readUInt16(), let length = reader.readUInt16(), let value = reader.readBytes(Int(length)) {
        types.insert(type)
        if groups.contains(type) { walk(value) }
      }
    }
    walk(Array(octets.dropFirst(octets[0] & 1 == 1 ? 16 : 8)))
  }

  /// The elements without some of them.
  static func thin(_ octets: [UInt8], _ generator: inout SeededGenerator, depth: Int) -> [UInt8] {
    var reader = ByteReader(octets)
    var result: [UInt8] = []
    while let type = reader.readUInt16(), let length = reader.readUInt16(), let value = reader.readBytes(Int(length)) {
      if generator.next() % 8 == 0 { continue }
      let content = groups.contains(type) && depth < 5 ? thin(value, &generator, depth: depth + 1) : value
      result += [UInt8(type >> 8), UInt8(type & 255), UInt8(content.count >> 8), UInt8(content.count & 255)] + content
    }
    return result
  }
}

/// Runs `body` on a thread with a stack of 512 kB.
func onSmallStack(_ body: @escaping @Sendable () -> Int) -> Int {
  final class Work {
    let body: @Sendable () -> Int
    var result = -1
    init(_ body: @escaping @Sendable () -> Int) { self.body = body }
  }
  let work = Work(body)
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  pthread_attr_setstacksize(&attributes, 512 * 1024)
  var thread = pthread_t()
  let argument = Unmanaged.passUnretained(work).toOpaque()
  let status = pthread_create(
    &thread, &attributes,
    { argument in
      if let argument {
        let work = Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue()
        work.result = work.body()
      }
      return nil
    }, argument)
  guard status == 0 else { return -1 }
  pthread_join(thread, nil)
  return work.result
}
