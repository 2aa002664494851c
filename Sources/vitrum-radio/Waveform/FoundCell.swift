import Foundation
import PhysicalChannels

/// A cell that was found, as it is printed.
struct FoundCell: Encodable {
  struct Message: Encodable {
    var subCarrierSpacingCommonKHz: Int
    var ssbSubcarrierOffset: Int
    var dmrsTypeAPosition: Int
    var controlResourceSetZero: Int
    var searchSpaceZero: Int
    var isCellBarred: Bool
    var allowsIntraFrequencyReselection: Bool
    /// The 24 bits.
    var bits: String
  }

  struct Block: Encodable {
    var index: Int
    var startSample: Double
    /// SS-RSRP and so on, to samples of full scale 1.
    var referencePowerDB: Double
    var referenceQualityDB: Double
    var signalToInterferenceAndNoiseDB: Double
    var combinedCount: Int
  }

  struct SIB1: Encodable {
    var octets: String
    var systemFrameNumber: Int
    var slot: Int
    var aggregationLevel: Int
    var modulationAndCodingScheme: Int
    var redundancyVersion: Int
    var transmissionCount: Int
    var signalToNoiseDB: Double
  }

  var cellIdentity: Int
  /// GSCN, where the block's middle is on the synchronization raster.
  var synchronizationRasterNumber: Int?
  var frequencyHz: Double
  var frequencyOffsetHz: Double
  var clockErrorPPM: Double
  var systemFrameNumber: Int
  var halfFrame: Int
  var frameStartSample: Double
  var masterInformationBlock: Message
  /// The best first.
  var blocks: [Block]
  var sib1: SIB1?
  var sib1Missing: String?

  /// The blocks of each cell, the best first.
  static func group(_ blocks: [DetectedBlock]) -> [[DetectedBlock]] {
    var cells: [[DetectedBlock]] = []
    for block in blocks {
      let known = cells.firstIndex { $0[0].cellIdentity == block.cellIdentity && $0[0].rasterOffsetHz == block.rasterOffsetHz }
      if let known { cells[known].append(block) } else { cells.append([block]) }
    }
    return cells
  }

  /// Each cell once, where it has SIB1 or is the strongest.
  static func best(_ cells: [FoundCell]) -> [FoundCell] {
    var best: [FoundCell] = []
    for cell in cells {
      guard let known = best.firstIndex(where: { $0.cellIdentity == cell.cellIdentity && $0.frequencyHz == cell.frequencyHz }) else {
        best.append(cell)
        continue
      }
      func rank(_ cell: FoundCell) -> (Int, Double) { (cell.sib1 == nil ? 0 : 1, cell.blocks[0].referencePowerDB) }
      if rank(cell) > rank(best[known]) { best[known] = cell }
    }
    return best
  }

  /// - Parameter blocks: one at least.
  init(
    _ blocks: [DetectedBlock], _ configuration: CellSearchConfiguration,
    sib1: Result<SystemInformationReceiver.Reception, SystemInformationError>
  ) {
    let best = blocks[0]
    let message = best.masterInformationBlock
    let isHigh = configuration.carrierFrequencyHz >= 24.25e9
    func rounded(_ value: Double, _ steps: Double) -> Double { (value * steps).rounded() / steps }
    cellIdentity = best.cellIdentity
    frequencyHz = configuration.carrierFrequencyHz + best.rasterOffsetHz
    synchronizationRasterNumber = try? SynchronizationRaster.number(frequencyHz: Int(frequencyHz.rounded()))
    frequencyOffsetHz = rounded(best.frequencyOffsetHz, 10)
    clockErrorPPM = rounded(best.clockError * 1e6, 1000)
    systemFrameNumber = best.systemFrameNumber
    halfFrame = best.halfFrame
    frameStartSample = rounded(best.frameStart, 100)
    masterInformationBlock = Message(
      subCarrierSpacingCommonKHz: message.subCarrierSpacingCommon.numerology(isAbove6GHz: isHigh).subcarrierSpacing / 1000,
      ssbSubcarrierOffset: best.payload.subcarrierOffset, dmrsTypeAPosition: message.dmrsTypeAPosition == .pos2 ? 2 : 3,
      controlResourceSetZero: message.controlResourceSetZero, searchSpaceZero: message.searchSpaceZero,
      isCellBarred: message.isCellBarred, allowsIntraFrequencyReselection: message.allowsIntraFrequencyReselection,
      bits: String(message.bits | 1 << 24, radix: 16).dropFirst().description)
    self.blocks = blocks.map {
      Block(
        index: $0.index, startSample: rounded($0.start, 100), referencePowerDB: rounded($0.measurements.referencePowerDB, 100),
        referenceQualityDB: rounded($0.measurements.referenceQualityDB, 100),
        signalToInterferenceAndNoiseDB: rounded($0.measurements.signalToInterferenceAndNoiseDB, 100), combinedCount: $0.combinedCount)
    }
    switch sib1 {
    case .success(let reception):
      self.sib1 = SIB1(
        octets: reception.octets.map { String(UInt16($0) | 256, radix: 16).dropFirst() }.joined(), systemFrameNumber: reception.frame,
        slot: reception.slot, aggregationLevel: reception.control.candidate.aggregationLevel,
        modulationAndCodingScheme: reception.assignment.format.modulationAndCodingScheme,
        redundancyVersion: reception.assignment.format.redundancyVersion, transmissionCount: reception.transmissionCount,
        signalToNoiseDB: rounded(10 * log10(Double(max(reception.measurement.signalToNoise, 1e-20))), 100))
    case .failure(let error): sib1Missing = "\(error)"
    }
  }

  /// Some lines.
  var text: String {
    func decimals(_ value: Double, _ count: Int) -> String { String(format: "%.\(count)f", value) }
    let best = blocks[0]
    let others = Set(blocks.map(\.index)).subtracting([best.index]).sorted()
    let message = masterInformationBlock
    var lines = [
      "cell \(cellIdentity) at \(decimals(frequencyHz / 1e6, 3)) MHz\(synchronizationRasterNumber.map { " (GSCN \($0))" } ?? ""), "
        + "frequency offset \(decimals(frequencyOffsetHz, 0)) Hz (\(decimals(clockErrorPPM, 2)) ppm)",
      "  SFN \(systemFrameNumber), half-frame \(halfFrame), frame from sample \(decimals(frameStartSample, 1))",
      "  block \(best.index): SS-RSRP \(decimals(best.referencePowerDB, 1)) dB, SS-RSRQ \(decimals(best.referenceQualityDB, 1)) dB, "
        + "SS-SINR \(decimals(best.signalToInterferenceAndNoiseDB, 1)) dB"
        + (others.isEmpty ? "" : "; also \(others.map { "\($0)" }.joined(separator: ", "))"),
      "  MIB: \(message.subCarrierSpacingCommonKHz) kHz, k_SSB \(message.ssbSubcarrierOffset), DM-RS in symbol "
        + "\(message.dmrsTypeAPosition), CORESET 0 \(message.controlResourceSetZero), search space 0 \(message.searchSpaceZero), "
        + (message.isCellBarred ? "barred" : "not barred"),
    ]
    if let sib1 {
      lines.append(
        "  SIB1: \(sib1.octets.count / 2) octets in SFN \(sib1.systemFrameNumber), slot \(sib1.slot), aggregation level "
          + "\(sib1.aggregationLevel), MCS \(sib1.modulationAndCodingScheme), \(decimals(sib1.signalToNoiseDB, 1)) dB: \(sib1.octets)")
    } else if let sib1Missing {
      lines.append("  no SIB1: \(sib1Missing)")
    }
    return lines.joined(separator: "\n")
  }
}
