import Base
import Runtime

/// A gNB as the AMF knows it: its association and what NG Setup said (TS 38.413 §8.7.1).
struct GNBContext {
  let association: AssociationID
  let address: SocketAddress
  /// Streams that this AMF may send on.
  let outboundStreams: UInt16
  var isSetUp = false
  /// Global RAN node ID in its PER encoding: identifies the node across associations.
  var globalRANNodeID: [UInt8] = []
  var name = ""
  /// Tracking areas broadcast by the node, with the slices it supports there.
  var supportedTAs: [TAI: [SNSSAI]] = [:]
  /// The UE-associated connections of the node: AMF UE NGAP ID by RAN UE NGAP ID.
  var connectionIDs: [UInt32: UInt64] = [:]
  /// Next stream for a UE; stream 0 carries non-UE signalling when there is more than one (TS 38.412 §7).
  private var nextStream: UInt16 = 0

  init(association: AssociationID, address: SocketAddress, outboundStreams: UInt16) {
    self.association = association
    self.address = address
    self.outboundStreams = outboundStreams
  }

  /// The stream of all messages of one UE-associated connection.
  mutating func assignStream() -> UInt16 {
    guard outboundStreams > 1 else { return 0 }
    nextStream = nextStream % (outboundStreams - 1) + 1
    return nextStream
  }
}
