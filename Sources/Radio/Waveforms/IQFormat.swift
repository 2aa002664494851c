import DSPKernels
import Modulation

/// How the samples of an IQ file are written: pairs of real and imaginary part, little endian, nothing else. Samples of several antennas
/// are interleaved: the first of each antenna, then the second of each.
public enum IQFormat: String, Sendable, Hashable, Codable, CaseIterable {
  /// Two 32-bit floats.
  case complexFloat32 = "cf32_le"
  /// Two 16-bit integers; 32768 stands for the file's full scale.
  case complexInt16 = "ci16_le"

  /// The ending of a file's name.
  public var fileExtension: String {
    switch self {
    case .complexFloat32: "cf32"
    case .complexInt16: "ci16"
    }
  }

  /// Octets of a sample.
  public var octetCount: Int { self == .complexFloat32 ? 8 : 4 }

  /// The format of a file's name: that of its ending, `nil` for another one.
  public init?(path: String) {
    let ending = path.split(separator: "/").last?.split(separator: ".", omittingEmptySubsequences: false).last.map { $0.lowercased() }
    guard let format = Self.allCases.first(where: { $0.fileExtension == ending }) else { return nil }
    self = format
  }

  /// What says which values a file may have.
  private static let clause = "docs/radio.md, IQ files"

  /// The octets of samples.
  /// - Parameters:
  ///   - samples: finite ones; those of several antennas are interleaved already.
  ///   - fullScale: what 32768 stands for; larger values are cut off. It is not used with floats.
  /// - Throws: for a full scale that is not above zero, and for a sample that is infinite or no number.
  public func octets(_ samples: [Complex], fullScale: Float = 1) throws(ParameterError) -> [UInt8] {
    try Self.check(fullScale)
    try Self.check(samples)
    var octets: [UInt8] = []
    octets.reserveCapacity(samples.count * octetCount)
    func append(_ word: UInt32, _ count: Int) {
      for place in 0..<count { octets.append(UInt8(truncatingIfNeeded: word >> UInt32(8 * place))) }
    }
    let factor = 32768 / fullScale
    for sample in samples {
      for value in [sample.real, sample.imaginary] {
        switch self {
        case .complexFloat32: append(value.bitPattern, 4)
        case .complexInt16:
          let steps = Int16(max(-32768, min(32767, (value * factor).rounded())))
          append(UInt32(UInt16(bitPattern: steps)), 2)
        }
      }
    }
    return octets
  }

  /// The samples of a file.
  /// - Parameters:
  ///   - octets: all of the file, or a part of it that begins with a sample.
  ///   - fullScale: what 32768 stands for; not used with floats.
  /// - Throws: for a full scale that is not above zero, for a file that ends within a sample, and for a sample that is
  ///   infinite or no number.
  public func samples(_ octets: [UInt8], fullScale: Float = 1) throws(ParameterError) -> [Complex] {
    try Self.check(fullScale)
    guard octets.count % octetCount == 0 else {
      throw ParameterError(
        "octets", octets.count, "the file ends within a sample, which has \(octetCount) octets as \(rawValue)", Self.clause)
    }
    let scale = fullScale / 32768
    let samples = octets.withUnsafeBytes { bytes in
      (0..<(bytes.count / octetCount)).map { index in
        switch self {
        case .complexFloat32:
          Complex(
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt32.self))),
            Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index + 4, as: UInt32.self))))
        case .complexInt16:
          Complex(
            Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index, as: Int16.self))) * scale,
            Float(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * index + 2, as: Int16.self))) * scale)
        }
      }
    }
    try Self.check(samples)
    return samples
  }

  private static func check(_ fullScale: Float) throws(ParameterError) {
    guard fullScale > 0, fullScale.isFinite else {
      throw ParameterError("fullScale", fullScale, "it is a finite number above zero", clause)
    }
  }

  /// - Throws: for a sample that is infinite or no number.
  private static func check(_ samples: [Complex]) throws(ParameterError) {
    if let index = samples.firstIndex(where: { !($0.real.isFinite && $0.imaginary.isFinite) }) {
      throw ParameterError(
        "samples[\(index)]", "\(samples[index].real), \(samples[index].imaginary)", "a sample is a finite number", clause)
    }
  }
}
