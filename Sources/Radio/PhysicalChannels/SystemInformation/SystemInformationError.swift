import Modulation

/// Why there is no SIB1.
public enum SystemInformationError: Error, Sendable, Hashable {
  /// A sample is infinite or not a number.
  case nonFiniteSample(index: Int)
  /// k_SSB says that no CORESET 0 goes with the SS/PBCH block: the cell has no SIB1, or it goes with another block (TS 38.213 §4.1).
  case noControlResourceSet(ParameterError)
  /// The MIB's CORESET 0 or search space 0 is reserved in this band (TS 38.213 §13).
  case reserved(ParameterError)
  /// CORESET 0 is not within the samples' band; its edges in Hz from the samples' 0 Hz.
  case beyondBand(lowestHz: Double, highestHz: Double)
  /// No slot of the monitoring occasions is whole in the samples; with pattern 1 there are two within 20 ms.
  case noOccasion
  /// There was no PDCCH with SI-RNTI for SIB1 in the slots of the monitoring occasions.
  case notDetected(occasions: Int)
  /// There were PDCCHs, none of which has a PDSCH that can be.
  case unusable(detections: Int, ParameterError)
  /// The CRC held for no PDSCH.
  case notDecoded(detections: Int)
}

extension SystemInformationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nonFiniteSample(let index): "sample \(index) is infinite or not a number"
    case .noControlResourceSet(let error), .reserved(let error): error.description
    case .beyondBand(let lowest, let highest):
      "CORESET 0 is from \(Int(lowest)) to \(Int(highest)) Hz, which is not within the samples' band (TS 38.213 §13)"
    case .noOccasion: "no slot in which SIB1 may be scheduled is whole in the samples; 40 ms have one (TS 38.213 §13)"
    case .notDetected(let occasions): "no PDCCH with SI-RNTI in \(occasions) slots (TS 38.213 §13)"
    case .unusable(let detections, let error): "\(detections) PDCCHs with SI-RNTI, but no PDSCH as they say: \(error)"
    case .notDecoded(let detections): "\(detections) PDCCHs with SI-RNTI, but the CRC of no PDSCH holds (TS 38.212 §7.2.1)"
    }
  }
}
