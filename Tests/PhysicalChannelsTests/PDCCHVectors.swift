import ChannelCoding
import Foundation
import Modulation
import PhysicalChannels

/// What scripts of the folder Oracle wrote.
enum PDCCHVectors {
  /// The lines of a kind, without the kind's name.
  static func lines(_ file: String, _ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/\(file)-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }
      .filter { $0[0] == kind }.map { Array($0.dropFirst()) }
  }

  static func numbers(_ text: some Sequence<Substring>) -> [Int] { text.compactMap { Int($0) } }

  static func bits(_ text: Substring) -> BitSequence { BitSequence(text.map { $0 == "1" }) }

  /// A spacing in kHz.
  static func numerology(_ text: Substring) -> Numerology? { Numerology.allCases.first { "\($0.subcarrierSpacing / 1000)" == text } }

  static func band(_ text: Substring) -> ControlResourceSetZeroBand? {
    let bands: [Substring: ControlResourceSetZeroBand] = [
      "fr1": .fr1, "fr1-40": .fr1From40MHz, "fr1-shared": .fr1SharedSpectrum, "fr2-1": .fr2Lower, "fr2-2": .fr2Upper,
    ]
    return bands[text]
  }

  /// A CORESET of start, size, bitmap, offset, symbols, whether it is interleaved, L, R, shift, whether precoders are wide.
  static func coreset(_ text: [Substring], index: Int) throws -> ControlResourceSet {
    let values = text.map { Int($0) ?? -1 }
    return try ControlResourceSet(
      index: index, bandwidthPartStart: values[0], bandwidthPartSize: values[1], frequencyDomainResources: bits(text[2]),
      blockOffset: values[3] < 0 ? nil : values[3], symbolCount: values[4],
      mapping: values[5] == 0 ? .nonInterleaved : .interleaved(bundleSize: values[6], interleaverSize: values[7], shift: values[8]),
      precoderGranularity: values[9] == 0 ? .resourceElementGroupBundle : .allContiguousResourceBlocks)
  }
}
