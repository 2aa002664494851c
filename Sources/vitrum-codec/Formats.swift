import CaptureAnalysis
import Dissection
import E1AP
import F1AP
import LPP
import NRPPa
import PER
import RRC
import XnAP

/// Every kind of message of this program.
///
/// In which fields of other messages each is found is in `ContainedMessages`.
enum Formats {
  private static let messages: [MessageFormat] = [
    .per(XnAPPDU.self, key: "xnap", title: "XnAP", protocolKey: "xnap"),
    .per(F1APPDU.self, key: "f1ap", title: "F1AP", protocolKey: "f1ap"),
    .per(E1APPDU.self, key: "e1ap", title: "E1AP", protocolKey: "e1ap"),
    .per(NRPPAPDU.self, key: "nrppa", title: "NRPPa", protocolKey: "nrppa"),
    .per(LPPMessage.self, key: "lpp", title: "LPP", protocolKey: "lpp"), .sbi,
  ]

  /// Every type of RRC and LPP that is encoded by itself, under its ASN.1 name.
  private static var independent: [MessageFormat] {
    RRCSchema.independentTypes.map { format($0, "RRC") } + LPPSchema.independentTypes.map { format($0, "LPP") }
  }

  private static func format<Message: PERCodable>(_ type: Message.Type, _ title: String) -> MessageFormat {
    .per(type, title: title, protocolKey: title.lowercased())
  }

  static let dissector = Dissector(MessageFormat.core + messages + independent + MessageFormat.n2Information + MessageFormat.pdcp)

  /// The protocols, for help and errors; the containers within them can be named too.
  static let names = "ngap, nas, pfcp, gtpu, xnap, f1ap, e1ap, nrppa, lpp, sbi, a type of RRC as UL-DCCH-Message"
}
