import Base
import Runtime

/// A UE-associated logical NG-connection (TS 38.413 §3.1): a pair of UE NGAP IDs on one association.
final class N2Connection {
  /// 40 bits, unique in this AMF.
  let amfUENGAPID: UInt64
  /// 32 bits, unique in the gNB.
  let ranUENGAPID: UInt32
  let association: AssociationID
  let stream: UInt16
  /// Where the UE is (TS 38.413 §9.3.1.16).
  var tai: TAI
  /// NR cell global identity: 36 bits.
  var nrCellIdentity: UInt64
  /// The octets of the last User Location Information, as NSMF/NUDM consumers get them.
  var userLocation: [UInt8]
  var rrcEstablishmentCause: String
  /// Set when the gNB holds a UE context (Initial Context Setup succeeded).
  var hasRANContext = false
  /// Class 1 procedures towards the gNB that run, and the release.
  var procedures = N2Procedures()
  let ue: UEContext
  let createdAt: Instant

  init(
    amfUENGAPID: UInt64, ranUENGAPID: UInt32, association: AssociationID, stream: UInt16, tai: TAI, nrCellIdentity: UInt64,
    userLocation: [UInt8], rrcEstablishmentCause: String, ue: UEContext, createdAt: Instant
  ) {
    self.amfUENGAPID = amfUENGAPID
    self.ranUENGAPID = ranUENGAPID
    self.association = association
    self.stream = stream
    self.tai = tai
    self.nrCellIdentity = nrCellIdentity
    self.userLocation = userLocation
    self.rrcEstablishmentCause = rrcEstablishmentCause
    self.ue = ue
    self.createdAt = createdAt
  }
}
