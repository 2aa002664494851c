import ChannelCoding
import Foundation
import Modulation
import PhysicalChannels

/// Block error rates of LDPC code blocks over white noise: by MCS table, MCS, block size and ratio of symbol energy and noise.
struct ReferenceCurves {
  struct Point: Sendable {
    var table: String
    var mcs: Int
    var blockSize: Int
    /// Es/N0 in decibels.
    var ratio: Double
    var expected: Double
    var constellation: Constellation
    var codeRate: Double
  }
  let points: [Point]

  /// - Throws: where a file is missing or has another form.
  init(directory: URL) throws {
    var points: [Point] = []
    let tables: [(String, MCSTable)] = [("PDSCH_table1", .qam64), ("PDSCH_table2", .qam256), ("PUSCH_table1", .transformPrecoded)]
    for (name, table) in tables {
      let root = try JSONSerialization.jsonObject(with: Data(contentsOf: directory.appending(path: name + ".json")))
      for (_, category) in Self.members((root as? [String: Any])?["category"]) {
        for (_, index) in Self.members((category as? [String: Any])?["index"]) {
          for (mcs, curve) in Self.members((index as? [String: Any])?["MCS"]) {
            guard let curve = curve as? [String: Any], let ratios = curve["SNR_db"] as? [Double], let mcs = Int(mcs) else {
              throw ReferenceCurvesError(file: name, mcs: mcs)
            }
            let scheme = try table.scheme(mcs)
            guard let codeRate = scheme.codeRate else { throw ReferenceCurvesError(file: name, mcs: "\(mcs)") }
            for (size, values) in Self.members(curve["CBS"]) {
              guard let rates = (values as? [String: Any])?["BLER"] as? [Double], let size = Int(size) else {
                throw ReferenceCurvesError(file: name, mcs: "\(mcs)")
              }
              for (ratio, rate) in zip(ratios, rates) where 0.02...0.95 ~= rate {
                points.append(
                  Point(
                    table: name, mcs: mcs, blockSize: size, ratio: ratio, expected: rate, constellation: scheme.modulation,
                    codeRate: codeRate))
              }
            }
          }
        }
      }
    }
    self.points = points.sorted { ($0.table, $0.mcs, $0.blockSize, $0.ratio) < ($1.table, $1.mcs, $1.blockSize, $1.ratio) }
  }

  private static func members(_ value: Any?) -> [(String, Any)] { (value as? [String: Any])?.map { ($0, $1) } ?? [] }

  /// Block errors at each point, so many decibels above its ratio.
  func measure(margin: Double, blocks: Int, errors: Int, iterations: Int) throws -> [BlockErrors] {
    let points = points
    return try BlockErrors.concurrently(points.count) { index in
      let point = points[index]
      let order = point.constellation.order
      let count = Int((Double(point.blockSize) / point.codeRate / Double(order)).rounded(.up)) * order
      var link = try LDPCLink(
        informationCount: point.blockSize, outputCount: count, codeRate: point.codeRate, constellation: point.constellation,
        iterations: iterations, seed: UInt64(index))
      var result = BlockErrors()
      let variance = Float(pow(10, -(point.ratio + margin) / 10))
      try result.count(upTo: blocks, errors: errors) { try link.isWrong(variance: variance) }
      return result
    }
  }
}

/// A file of curves that is not in the form of the others.
struct ReferenceCurvesError: Error, CustomStringConvertible {
  var file: String
  var mcs: String
  var description: String { "\(file).json, MCS \(mcs): no SNR_db with CBS and BLER" }
}
