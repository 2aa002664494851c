import ChannelCoding
import Modulation

/// The strongest CSI-RS or SS/PBCH blocks of a set and their RSRP for layer 1 (cri-RSRP and ssb-Index-RSRP, TS 38.214 §5.2.1.4.3).
public struct BeamReport: Sendable, Hashable {
  /// CRI or SSBRI, the strongest first.
  public var resources: [Int]
  /// RSRP of the first (``MeasurementReport/layer1ReferencePower(dBm:)``).
  public var power: Int
  /// How far each of the others is below it (``MeasurementReport/differentialReferencePower(decibelsBelow:)``).
  public var differences: [Int]

  public init(resources: [Int], power: Int, differences: [Int]) {
    self.resources = resources
    self.power = power
    self.differences = differences
  }

  /// The report of measured powers.
  /// - Parameters:
  ///   - dBm: of each resource of the set.
  ///   - count: of resources to be reported, 1 to 4.
  /// - Throws: for more than there are.
  public init(dBm: [Double], count: Int) throws(ParameterError) {
    guard 1...4 ~= count, count <= dBm.count else {
      throw ParameterError("count", count, "1 to 4 of \(dBm.count) are reported", "TS 38.214 §5.2.1.4.3")
    }
    let order = dBm.indices.sorted { (-dBm[$0], $0) < (-dBm[$1], $1) }.prefix(count)
    let most = dBm[order[0]]
    resources = Array(order)
    power = MeasurementReport.layer1ReferencePower(dBm: most)
    differences = order.dropFirst().map { MeasurementReport.differentialReferencePower(decibelsBelow: most - dBm[$0]) }
  }
}

/// From beam reports to bits and back (TS 38.212, tables 6.3.1.1.2-6 and 6.3.1.1.2-8).
public struct BeamReportFormat: Sendable, Hashable {
  /// Resources of the set.
  public let resourceCount: Int
  /// Resources of a report.
  public let reportedCount: Int

  /// - Parameters:
  ///   - resourceCount: 1 to 64.
  ///   - reportedCount: nrofReportedRS, 1 to 4, and not more than there are.
  /// - Throws: for other values.
  public init(resourceCount: Int, reportedCount: Int) throws(ParameterError) {
    guard 1...64 ~= resourceCount else {
      throw ParameterError("resourceCount", resourceCount, "a set has 1 to 64", "TS 38.214 §5.2.1.2")
    }
    guard 1...4 ~= reportedCount, reportedCount <= resourceCount else {
      throw ParameterError("reportedCount", reportedCount, "1 to 4 are reported", "TS 38.331 §6.3.2")
    }
    self.resourceCount = resourceCount
    self.reportedCount = reportedCount
  }

  public var bitCount: Int { reportedCount * bitsToDistinguish(resourceCount) + 7 + 4 * (reportedCount - 1) }

  /// - Throws: for a report that the format does not have.
  public func pack(_ report: BeamReport) throws(ParameterError) -> BitSequence {
    guard report.resources.count == reportedCount, report.differences.count == reportedCount - 1 else {
      throw ParameterError("resources", report.resources.count, "the report has \(reportedCount)", "TS 38.212, table 6.3.1.1.2-8")
    }
    var fields = CSIFields()
    var report = report
    try visit(&report, &fields)
    return fields.bits
  }

  /// - Throws: for another number of bits, and resources that the set does not have.
  public func unpack(_ bits: BitSequence) throws(ParameterError) -> BeamReport {
    var fields = CSIFields(reading: bits)
    var report = BeamReport(
      resources: [Int](repeating: 0, count: reportedCount), power: 0, differences: [Int](repeating: 0, count: reportedCount - 1))
    try visit(&report, &fields)
    try fields.end()
    return report
  }

  private func visit(_ report: inout BeamReport, _ fields: inout CSIFields) throws(ParameterError) {
    for place in report.resources.indices {
      try fields.field("CRI", &report.resources[place], bitsToDistinguish(resourceCount))
      guard report.resources[place] < resourceCount else {
        throw ParameterError("resources", report.resources[place], "there are \(resourceCount)", "TS 38.214 §5.2.1.4.3")
      }
    }
    try fields.field("RSRP", &report.power, 7)
    for place in report.differences.indices { try fields.field("differentialRSRP", &report.differences[place], 4) }
  }
}
