import Base
import NGAP
import Runtime
import SBI
import Services

extension AMF {
  /// Where a UE is, as other functions are told (TS 29.571 §5.4.4.7).
  func location(of connection: N2Connection) -> SBI.UserLocation {
    let cell = String(connection.nrCellIdentity, radix: 16)
    let text = String(repeating: "0", count: max(0, 9 - cell.utf8.count)) + cell
    return SBI.UserLocation(
      nrLocation: SBI.NrLocation(tai: connection.tai.sbi, ncgi: SBI.Ncgi(plmnId: connection.tai.plmn.sbi, nrCellId: text)))
  }

  /// The connected gNBs, in the order in which they came: what `vitrum status` prints.
  func gNBSnapshot() -> JSON {
    .array(
      gNBs.values.sorted { $0.association.rawValue < $1.association.rawValue }.map { gNB in
        let areas = gNB.supportedTAs.sorted { ($0.key.plmn.digits, $0.key.tac) < ($1.key.plmn.digits, $1.key.tac) }
        return [
          "name": .string(gNB.name),
          "globalRANNodeID": gNB.isSetUp ? (try? GlobalRANNodeID(decoding: gNB.globalRANNodeID).json) ?? .null : .null,
          "address": .string(gNB.address.description),
          "isSetUp": .bool(gNB.isSetUp),
          "trackingAreas": .array(
            areas.map { ["tai": .string($0.key.description), "slices": .array($0.value.map { .string($0.description) })] }),
          "ues": .int(gNB.connectionIDs.count),
        ]
      })
  }
}
