import Base
import Foundation
import NGAP
import PERTestSupport
import Testing

@testable import PER

@Suite struct NGAPMessageTests {
  private let nr = UserLocationInformation.userLocationInformationNR(
    UserLocationInformationNR(
      nrCGI: NRCGI(plmnIdentity: [0x99, 0xF9, 0x07], nrCellIdentity: BitString(0x10, bitCount: 36)),
      tai: TAI(plmnIdentity: [0x99, 0xF9, 0x07], tac: [0, 0, 1])))

  private func initialUEMessage() -> InitialUEMessage {
    InitialUEMessage(
      ranUENGAPID: 1, nasPDU: [0x7E, 0, 0x41], userLocationInformation: nr, rrcEstablishmentCause: .moSignalling,
      ueContextRequest: .requested)
  }

  /// A PDU with an Initial UE Message whose IEs are given as they are.
  private func pdu(_ ies: [UnknownIE]) -> [UInt8] {
    var value: [UInt8] = [0, UInt8(ies.count >> 8), UInt8(ies.count & 0xFF)]
    for ie in ies { value += [UInt8(ie.id >> 8), UInt8(ie.id & 0xFF), ie.criticality.rawValue << 6, UInt8(ie.value.count)] + ie.value }
    return [0, 15, 0x40, UInt8(value.count)] + value
  }

  private func ies() throws -> [UnknownIE] {
    let octets = try NGAPPDU.initiatingMessage(.initialUEMessage(initialUEMessage())).encode()
    var ies: [UnknownIE] = []
    var offset = 7
    while offset < octets.count {
      let length = Int(octets[offset + 3])
      let criticality = try #require(IECriticality(rawValue: octets[offset + 2] >> 6))
      let id = Int(octets[offset]) << 8 | Int(octets[offset + 1])
      ies.append(UnknownIE(id: id, criticality: criticality, value: Array(octets[(offset + 4)..<(offset + 4 + length)])))
      offset += 4 + length
    }
    return ies
  }

  private func problems(_ octets: [UInt8]) -> AbstractSyntaxError? {
    do throws(NGAPError) {
      _ = try NGAPPDU(decoding: octets)
      return nil
    } catch {
      if case .abstractSyntax(let problem) = error { return problem }
      return nil
    }
  }

  @Test("TS 38.413 §9.2.5.1: Initial UE Message, octets by hand")
  func initialUEMessageOctets() throws {
    let octets = try NGAPPDU.initiatingMessage(.initialUEMessage(initialUEMessage())).encode()
    let expected =
      "000f402e000005" + "00550002" + "0001" + "00260004" + "037e0041" + "0079000f" + "4099f907000000010099f907000001"
      + "005a4001" + "18" + "00704001" + "00"
    #expect(Hex.encode(octets) == expected)
    #expect(try NGAPPDU(decoding: octets) == .initiatingMessage(.initialUEMessage(initialUEMessage())))
    #expect(pdu(try ies()) == octets)
  }

  @Test("TS 38.413 §10.3.5: a missing mandatory IE is reported with its criticality and the UE's identifiers")
  func missingMandatory() throws {
    var list = try ies()
    list.removeAll { $0.id == 121 }
    let problem = try #require(problems(pdu(list)))
    #expect(problem.problems == [IEProblem(id: 121, criticality: .reject, kind: .missing)])
    #expect(problem.procedureCode == 15)
    #expect(problem.triggeringMessage == .initiatingMessage)
    #expect(problem.criticality == .ignore)
    #expect(problem.ranUENGAPID == 1)
    #expect(problem.amfUENGAPID == nil)
    #expect(problem.isReject)
    #expect(problem.cause == .abstractSyntaxErrorReject)
    #expect(problem.criticalityDiagnostics.iEsCriticalityDiagnostics?.map(\.ieID) == [121])
    #expect(try !CriticalityDiagnostics(decoding: problem.criticalityDiagnostics.encode()).encode().isEmpty)
  }

  @Test("TS 38.413 §10.3.4: unknown IEs by criticality", arguments: IECriticality.allCases)
  func unknownIE(criticality: IECriticality) throws {
    let unknown = UnknownIE(id: 60000, criticality: criticality, value: [1, 2, 3])
    let octets = pdu(try ies() + [unknown])
    if criticality == .reject {
      let problem = try #require(problems(octets))
      #expect(problem.problems == [IEProblem(id: 60000, criticality: .reject, kind: .notUnderstood)])
    } else {
      guard case .initiatingMessage(.initialUEMessage(let message)) = try NGAPPDU(decoding: octets) else {
        Issue.record("not an Initial UE Message")
        return
      }
      #expect(message.unrecognized.ies == [unknown])
      #expect(try NGAPPDU.initiatingMessage(.initialUEMessage(message)).encode() == octets)
    }
  }

  @Test("TS 38.413 §10.3.6: repeated and misplaced IEs make the message falsely constructed")
  func falselyConstructed() throws {
    let list = try ies()
    let repeated = try #require(problems(pdu([list[0]] + list)))
    #expect(repeated.problems.map(\.kind) == [.repeated])
    #expect(repeated.cause == .abstractSyntaxErrorFalselyConstructedMessage)
    var swapped = list
    swapped.swapAt(0, 1)
    #expect(try #require(problems(pdu(swapped))).problems.map(\.kind) == [.outOfOrder])
  }

  @Test("TS 38.413 §10.3.4.1: an unknown procedure keeps its octets")
  func unknownProcedure() throws {
    let octets: [UInt8] = [0, 250, 0x40, 3, 1, 2, 3]
    let pdu = try NGAPPDU(decoding: octets)
    #expect(pdu == .initiatingMessage(.unknown(procedureCode: 250, criticality: .ignore, value: [1, 2, 3])))
    #expect(try pdu.encode() == octets)
  }

  @Test("TS 38.413 §9.3.3.1: the largest identifiers")
  func largestIdentifiers() throws {
    let message = DownlinkNASTransport(amfUENGAPID: 1 << 40 - 1, ranUENGAPID: .max, nasPDU: [])
    let pdu = NGAPPDU.initiatingMessage(.downlinkNASTransport(message))
    #expect(try NGAPPDU(decoding: pdu.encode()) == pdu)
    #expect(throws: NGAPError.self) {
      try NGAPPDU.initiatingMessage(.downlinkNASTransport(DownlinkNASTransport(amfUENGAPID: 1 << 40, ranUENGAPID: 0, nasPDU: []))).encode()
    }
  }

  @Test("TS 38.413 §9.3.4: transfers are encoded by themselves")
  func transfer() throws {
    let transfer = PDUSessionResourceSetupRequestTransfer(
      ulNGUUPTNLInformation: .gtpTunnel(
        GTPTunnel(transportLayerAddress: BitString(octets: [10, 0, 0, 1], bitCount: 32), gtpTEID: [0, 0, 0, 1])),
      pduSessionType: .ipv4,
      qosFlowSetupRequestList: [
        QosFlowSetupRequestItem(
          qosFlowIdentifier: 1,
          qosFlowLevelQosParameters: QosFlowLevelQosParameters(
            qosCharacteristics: .nonDynamic5QI(NonDynamic5QIDescriptor(fiveQI: 9)),
            allocationAndRetentionPriority: AllocationAndRetentionPriority(
              priorityLevelARP: 8, preEmptionCapability: .shallNotTriggerPreEmption, preEmptionVulnerability: .notPreEmptable)))
      ])
    let octets = try transfer.encode()
    #expect(try PDUSessionResourceSetupRequestTransfer(decoding: octets) == transfer)
    let item = PDUSessionResourceSetupItemSUReq(
      pduSessionID: 1, sNSSAI: SNSSAI(sst: [1]), pduSessionResourceSetupRequestTransfer: octets)
    #expect(try item.json["pDUSessionResourceSetupRequestTransfer"]?["PDUSessionResourceSetupRequestTransfer"] == transfer.json)
  }

  @Test("Random values of every type go to octets and back, by the types and by the schema")
  func randomValues() throws {
    var random = RandomValues(schema: NGAPSchema.schema, seed: 1)
    for _ in 0..<600 {
      let json = random.value(of: "NGAP-PDU")
      let octets = try NGAPSchema.schema.octets(json, type: "NGAP-PDU", isAligned: true)
      let pdu = try NGAPPDU(decoding: octets)
      let again = try pdu.encode()
      #expect(try NGAPPDU(decoding: again) == pdu)
      #expect(try NGAPPDU(json: pdu.json) == pdu)
    }
  }

  @Test("JSON that is no value names the place")
  func wrongJSON() throws {
    do throws(NGAPError) {
      _ = try TAI(json: ["pLMNIdentity": "99f907", "tAC": "zz"])
      Issue.record("accepted")
    } catch {
      #expect(error == .transferSyntax(.json("expected hexadecimal octets", path: "/tAC")))
    }
  }
}
