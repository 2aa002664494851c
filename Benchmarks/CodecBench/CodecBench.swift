import Base
import CAllocationCount
import Foundation
import GTPU
import NAS
import NGAP
import PER
import PFCP
import RRC

/// Time and allocations of one message's decoding and encoding, as JSON; `make bench-codecs` prints it.
@main
enum CodecBench {
  private static let help = """
    Measures how long decoding and encoding take, and prints nanoseconds and allocations as JSON. Nothing is read lazily: decoding makes
    the whole value and its end is measured too. Each figure is of batches of about a millisecond: the best and the median of 200. Other
    work on the machine makes all figures larger: compare within one run.

    USAGE: codec-bench [NAME...]        only the messages with a NAME in theirs

      codec-bench
      codec-bench InitialUEMessage "RRC CellGroupConfig"
    """

  static func main() throws {
    let wanted = CommandLine.arguments.dropFirst()
    if let option = wanted.first(where: { $0.hasPrefix("-") }) {
      guard option == "--help" || option == "-h" else {
        FileHandle.standardError.write(Data("codec-bench: no option \(option); see codec-bench --help\n".utf8))
        exit(64)
      }
      return print(help)
    }
    var rows: [JSON] = []
    for (name, octets) in Messages.ngap {
      let pdu = try NGAPPDU(decoding: octets)
      rows.append(
        row(
          name, octets.count, decode: { blackHole(try? NGAPPDU(decoding: octets)) }, encode: { blackHole(try? pdu.encode()) }))
    }
    rows.append(try row("RRCReconfiguration (outer)", DLDCCHMessage(json: RRCMessages.reconfiguration).encode(), DLDCCHMessage.self))
    rows.append(try row("CellGroupConfig", RRCMessages.cellGroupConfig, CellGroupConfig.self))
    rows.append(
      try row("UECapabilityInformation (outer)", ULDCCHMessage(json: RRCMessages.capabilityInformation).encode(), ULDCCHMessage.self))
    rows.append(try row("UE-NR-Capability", RRCMessages.ueNRCapability, UENRCapability.self))
    for (name, octets) in Messages.nas {
      let message = try NASMessage(decoding: octets)
      rows.append(
        row(
          name, octets.count, decode: { blackHole(try? NASMessage(decoding: octets)) }, encode: { blackHole(try? message.encode()) }))
    }
    let pfcp = try PFCPMessage(decoding: Messages.sessionEstablishmentRequest)
    rows.append(
      row(
        "PFCP SessionEstablishmentRequest", Messages.sessionEstablishmentRequest.count,
        decode: { blackHole(try? PFCPMessage(decoding: Messages.sessionEstablishmentRequest)) },
        encode: { blackHole(try? pfcp.encode()) }))
    rows.append(gPDU())
    guard rows.contains(where: { $0 != .null }) else {
      FileHandle.standardError.write(Data("codec-bench: no message has \(wanted.joined(separator: " or ")) in its name\n".utf8))
      exit(64)
    }
    let allocator = ProcessInfo.processInfo.environment["GLIBC_TUNABLES"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
    print(
      JSON.object([("unit", "ns"), ("allocator", .string(allocator)), ("messages", .array(rows.filter { $0 != .null }))].object).text(
        sorted: false))
  }

  /// The header of a G-PDU with a PDU Session Container, read and written in place.
  private static func gPDU() -> JSON {
    var buffer = [UInt8](repeating: 0, count: GTPUFastPath.headerCount + 1400)
    return buffer.withUnsafeMutableBytes { bytes in
      // Each header has another TEID, and each is used: otherwise there would be nothing to measure. In memory, not in variables, whose
      // checks of exclusive access would take longer than the header.
      let numbers = UnsafeMutablePointer<UInt32>.allocate(capacity: 2)
      defer { numbers.deallocate() }
      numbers.initialize(repeating: 0, count: 2)
      func write() -> Int {
        numbers[0] &+= 1
        return GTPUFastPath.writeHeader(into: bytes, teid: numbers[0], qfi: 9, isDownlink: true, payloadCount: 1400)
      }
      return row(
        "GTP-U G-PDU header", write(),
        decode: {
          bytes.storeBytes(of: numbers[1], toByteOffset: 4, as: UInt32.self)
          if case .header(let header) = GTPUFastPath.readHeader(UnsafeRawBufferPointer(bytes)) { numbers[1] &+= header.teid | 1 }
        }, encode: { numbers[1] &+= UInt32(truncatingIfNeeded: write()) &+ UInt32(bytes[7]) })
    }
  }

  private static func row<Message: PERCodable>(_ name: String, _ octets: [UInt8], _ type: Message.Type) throws -> JSON {
    let message = try Message(decoding: octets)
    return row(
      "RRC " + name, octets.count, decode: { blackHole(try? Message(decoding: octets)) }, encode: { blackHole(try? message.encode()) })
  }

  @inline(never) private static func blackHole<T>(_ value: T) {}

  private static func row(_ name: String, _ octets: Int, decode: () -> Void, encode: () -> Void) -> JSON {
    let wanted = CommandLine.arguments.dropFirst()
    guard wanted.isEmpty || wanted.contains(where: name.contains) else { return .null }
    return .object([("message", .string(name)), ("octets", .int(octets)), ("decode", measure(decode)), ("encode", measure(encode))].object)
  }

  private static func measure(_ body: () -> Void) -> JSON {
    var repetitions = 1
    while time(repetitions, body) < 1_000_000 { repetitions *= 2 }
    let before = vitrum_allocations()
    for _ in 0..<100 { body() }
    let allocations = Double(vitrum_allocations() - before) / 100
    let samples = (0..<200).map { _ in time(repetitions, body) / Double(repetitions) }.sorted()
    func rounded(_ value: Double) -> JSON { .number((value * 10).rounded() / 10) }
    return .object([("best", rounded(samples[0])), ("median", rounded(samples[100])), ("allocations", rounded(allocations))].object)
  }

  /// Nanoseconds.
  private static func time(_ repetitions: Int, _ body: () -> Void) -> Double {
    var start = timespec()
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &start)
    for _ in 0..<repetitions { body() }
    clock_gettime(CLOCK_MONOTONIC, &end)
    return Double(end.tv_sec - start.tv_sec) * 1e9 + Double(end.tv_nsec - start.tv_nsec)
  }
}

extension [(String, JSON)] {
  fileprivate var object: JSON.Object {
    var object = JSON.Object()
    for (key, value) in self { object[key] = value }
    return object
  }
}
