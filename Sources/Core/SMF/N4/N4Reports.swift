import Base
import PFCP
import Runtime

/// PFCP Session Reports (TS 29.244 §6.3.5, §7.5.8).
extension SMF {
  func receiveReport(
    _ report: SessionReportRequest, seid: UInt64, sequence: UInt32, from peer: SocketAddress, upf: UPFContext
  ) -> PFCPMessage {
    guard upf.isAssociated else {
      return PFCPMessage(
        seid: 0, sequenceNumber: sequence, .sessionReportResponse(SessionReportResponse(cause: .noEstablishedPFCPAssociation)))
    }
    guard let session = referenceByCPSEID[seid].flatMap({ sessions[$0] }), let n4 = session.n4 else {
      return PFCPMessage(
        seid: 0, sequenceNumber: sequence, .sessionReportResponse(SessionReportResponse(cause: .sessionContextNotFound)))
    }
    guard n4.upf === upf else {
      environment.security("PFCP report on a session of another UPF", interface: .n4, peer: peer)
      return PFCPMessage(
        seid: 0, sequenceNumber: sequence, .sessionReportResponse(SessionReportResponse(cause: .sessionContextNotFound)))
    }
    count(report.usageReports, of: session)
    let reference = session.reference
    if report.reportType.contains(.errorIndicationReport), let indication = report.errorIndicationReport {
      let lost = indication.remoteFTEIDs.contains { fteid in
        guard case .assigned(let teid, let ipv4, let ipv6) = fteid, let gNB = session.gNB else { return false }
        return gNB.teid == teid && (gNB.address == ipv4?.address || gNB.address == ipv6?.address)
      }
      if lost { loop.spawn("lost tunnel") { await self.recoverTunnel(reference) } }
    }
    if report.reportType.contains(.downlinkDataReport) {
      loop.spawn("downlink data") { await self.notifyDownlinkData(reference) }
    }
    if report.reportType.contains(.userPlaneInactivityReport) {
      environment.log(.debug, "\(session.logName): user plane is inactive")
    }
    return PFCPMessage(
      seid: n4.upSEID, sequenceNumber: sequence, .sessionReportResponse(SessionReportResponse(cause: .requestAccepted)))
  }
}
