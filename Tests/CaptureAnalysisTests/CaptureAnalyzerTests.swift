import Base
import Dissection
import Foundation
import Testing

@testable import CaptureAnalysis

/// A whole capture: frames, protocols, names, and what is nested.
struct CaptureAnalyzerTests {
  private static let dissector = Dissector(MessageFormat.core + [.sbi] + MessageFormat.n2Information)

  private struct Shown {
    var frame: Int
    var text: String
    var json: JSON
  }

  private static func read(_ octets: [UInt8]) throws -> [Shown] {
    var reader = CaptureReader(octets)
    var analyzer = CaptureAnalyzer()
    var result: [Shown] = []
    while let packet = try reader.next() {
      for message in analyzer.receive(packet) {
        do throws(ConversionProblem) {
          let dissected: DissectedMessage
          switch message.content {
          case .octets(let octets): dissected = try dissector.decode(octets, as: message.protocolName?.rawValue ?? "")
          case .http(let http): dissected = try dissector.dissect(try MessageFormat.json(of: http), as: "sbi")
          case .problem(let text): throw ConversionProblem(text)
          }
          let names = dissected.names.map { "\($0.title) \($0.name)" }.joined(separator: ", ")
          result.append(Shown(frame: message.frame, text: names, json: dissected.json))
        } catch {
          result.append(Shown(frame: message.frame, text: "problem: \(error.text)", json: .null))
        }
      }
    }
    return result
  }

  @Test("the sample network: every message in its frame, by name, with the messages in it")
  func sample() throws {
    let shown = try Self.read(try SampleCapture.octets())
    #expect(
      shown.map { "\($0.frame) \($0.text)" } == [
        "1 NGAP NGSetupRequest", "2 NGAP InitialUEMessage, NAS REGISTRATION REQUEST",
        "3 NGAP DownlinkNASTransport, NAS AUTHENTICATION REQUEST",
        "4 NGAP UplinkNASTransport, NAS SECURITY PROTECTED 5GS NAS MESSAGE, NAS UL NAS TRANSPORT, NAS PDU SESSION ESTABLISHMENT REQUEST",
        "5 NGAP UplinkNASTransport, NAS SECURITY PROTECTED 5GS NAS MESSAGE",
        "9 SBI POST /nsmf-pdusession/v1/sm-contexts, NAS PDU SESSION ESTABLISHMENT REQUEST",
        "10 SBI 201 POST /nsmf-pdusession/v1/sm-contexts, NGAP PDUSessionResourceSetupRequestTransfer",
        "11 SBI GET /nnrf-disc/v1/nf-instances?target-nf-type=UDM", "12 SBI 404 GET /nnrf-disc/v1/nf-instances?target-nf-type=UDM",
        "13 PFCP Heartbeat Request", "14 PFCP Heartbeat Response",
        "15 NGAP PDUSessionResourceSetupRequest, NAS SECURITY PROTECTED 5GS NAS MESSAGE, NAS DL NAS TRANSPORT, NAS PDU SESSION ESTABLISHMENT ACCEPT",
        "16 GTP-U Echo Request", "17 GTP-U G-PDU, IP ICMP 10.45.0.2 to 10.98.0.2",
        "18 problem: NGAP transfer syntax error: PER octets end at bit 32 within a value",
      ])
    let n2 = shown[6].json["parts"]?[0]?["content"]?["PDUSessionResourceSetupRequestTransfer"]?["protocolIEs"]
    #expect(n2?.arrayValue?.count == 3 && shown[5].json["parts"]?[0]?["content"]?["nas"]?["pduSessionEstablishmentRequest"] != nil)
    let outline = shown[11].json.outline
    for line in ["pDUSessionNAS-PDU", "nasAssumingNEA0", "authorizedQoSRules", "PDUSessionResourceSetupRequestTransfer", "fiveQI: 9"] {
      #expect(outline.contains(line), "\(outline)")
    }
  }

  /// With VITRUM_WRITE_SAMPLE in the environment the file is written anew.
  @Test("the committed capture is the sample network")
  func committed() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Oracle/network.pcapng")
    if ProcessInfo.processInfo.environment["VITRUM_WRITE_SAMPLE"] != nil { try Data(SampleCapture.octets()).write(to: path) }
    #expect(try Array(Data(contentsOf: path)) == SampleCapture.octets())
  }

  @Test("captures with changed octets are read on, with problems named")
  func changed() throws {
    var generator = SeededGenerator(seed: 11)
    let original = try SampleCapture.octets()
    for _ in 0..<100 {
      var octets = original
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        octets[Int.random(in: 200..<octets.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      #expect((try? Self.read(octets))?.count ?? 0 < 60)
    }
  }

  @Test("connections and associations beyond the limits leave, and memory stays bounded")
  func manyConnections() {
    var analyzer = CaptureAnalyzer()
    for number in 0..<20_000 {
      var writer = ByteWriter()
      writer.writeUInt32(0x4500_0000 | 20 + 20 + 1_000)
      writer.writeUInt32(0)
      writer.writeUInt32(0x4006_0000)
      writer.writeUInt32(UInt32(number))
      writer.writeUInt32(7)
      writer.writeUInt32(0x1000_1E61)
      // A segment that waits for one which never comes: the first begins the stream, this one is later.
      writer.writeUInt32(number % 2 == 0 ? 0 : 5_000)
      writer.writeUInt32(0)
      writer.writeUInt32(0x5010_FFFF)
      writer.writeUInt32(0)
      writer.writeBytes([UInt8](repeating: 0x50, count: 1_000))
      _ = analyzer.receive(CapturedPacket(number: number, time: nil, linkType: 101, octets: writer.octets, originalLength: 1_040))
    }
    #expect(analyzer.followedConnections <= CaptureAnalyzer.maximumConnections)
  }
}
