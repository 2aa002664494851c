import Foundation
import Testing

@testable import ChannelModels

/// What the oracle made (Oracle/channel-models.py).
enum Vectors {
  static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/channel-models-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  static func numbers(_ text: Substring) -> [Double] { text.split(separator: ",").compactMap { Double($0) } }

  /// The seven fields of an array from one on.
  static func array(_ line: [Substring], _ first: Int) throws -> AntennaArray {
    let panels = numbers(line[first]).map { Int($0) }
    let elements = numbers(line[first + 1]).map { Int($0) }
    let panelSpacing = numbers(line[first + 2])
    let spacing = numbers(line[first + 3])
    let orientation = numbers(line[first + 6])
    return try AntennaArray(
      elements: .init(rows: elements[0], columns: elements[1]), spacing: .init(vertical: spacing[0], horizontal: spacing[1]),
      polarisationSlants: numbers(line[first + 4]), panels: .init(rows: panels[0], columns: panels[1]),
      panelSpacing: .init(vertical: panelSpacing[0], horizontal: panelSpacing[1]),
      pattern: try #require(AntennaArray.Pattern(rawValue: String(line[first + 5]))),
      orientation: .init(bearing: orientation[0], downtilt: orientation[1], slant: orientation[2]))
  }

  /// A line of kind "covariance": its model.
  static func clusteredDelayLine(_ line: [Substring], direction: LinkDirection = .downlink) throws -> ClusteredDelayLine {
    var scalings = ClusteredDelayLine.AngleScalings()
    for text in line[3].split(separator: ";") where text != "-" {
      let fields = text.split(separator: ":")
      let scaling = ClusteredDelayLine.AngleScaling(spreadDegrees: try #require(Double(fields[1])), meanDegrees: Double(fields[2]))
      switch fields[0] {
      case "aod": scalings.departureAzimuth = scaling
      case "aoa": scalings.arrivalAzimuth = scaling
      case "zod": scalings.departureZenith = scaling
      default: scalings.arrivalZenith = scaling
      }
    }
    return try ClusteredDelayLine(
      try #require(ClusteredDelayLine.Profile(rawValue: line[1].lowercased())), delaySpreadSeconds: 1e-7,
      baseStation: try array(line, 4), userEquipment: try array(line, 11), direction: direction, kFactorDB: Double(line[2]),
      angleScalings: scalings)
  }
}
