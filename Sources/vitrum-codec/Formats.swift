import CaptureAnalysis
import Dissection
import E1AP
import F1AP
import NRPPa
import XnAP

/// Every kind of message of this program.
///
/// A further type of ASN.1 is one line here, as in `.per(ULDCCHMessage.self, title: "RRC", protocolKey: "rrc")`; in which fields of other
/// messages it is found is in `ContainedMessages`.
enum Formats {
  private static let messages: [MessageFormat] = [
    .per(XnAPPDU.self, key: "xnap", title: "XnAP", protocolKey: "xnap"),
    .per(F1APPDU.self, key: "f1ap", title: "F1AP", protocolKey: "f1ap"),
    .per(E1APPDU.self, key: "e1ap", title: "E1AP", protocolKey: "e1ap"),
    .per(NRPPAPDU.self, key: "nrppa", title: "NRPPa", protocolKey: "nrppa"), .sbi,
  ]

  static let dissector = Dissector(MessageFormat.core + messages + MessageFormat.n2Information + MessageFormat.pdcp)

  /// The protocols, for help and errors; the containers within them can be named too.
  static let names = "ngap, nas, pfcp, gtpu, xnap, f1ap, e1ap, nrppa, sbi"
}
