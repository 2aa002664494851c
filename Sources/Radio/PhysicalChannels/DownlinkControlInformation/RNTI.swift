/// What a radio network temporary identifier is for: it says which fields a DCI format has (TS 38.212 §7.3.1, TS 38.321 §7.1).
public enum RNTIKind: Sendable, Hashable, CaseIterable {
  /// C-RNTI
  case cell
  /// CS-RNTI
  case configuredScheduling
  /// MCS-C-RNTI
  case modulationAndCodingSchemeCell
  /// TC-RNTI
  case temporaryCell
  /// P-RNTI
  case paging
  /// SI-RNTI
  case systemInformation
  /// RA-RNTI
  case randomAccess
  /// MsgB-RNTI
  case messageB
}
