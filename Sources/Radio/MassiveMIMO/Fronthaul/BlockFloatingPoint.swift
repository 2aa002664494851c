import DSPKernels
import Modulation

/// Block floating point compression of resource blocks (O-RAN.WG4.CUS.0, annex A.1): for each twelve elements an octet with their exponent,
/// then real and imaginary part of each as mantissas of a width, most significant bit first.
///
/// Elements are meant as 16 bit numbers: a part is multiplied by the full scale, rounded and cut off at ±32767.
public struct BlockFloatingPoint: Sendable, Hashable {
  /// udIqWidth: bits of a mantissa with its sign.
  public let mantissaBits: Int
  /// The number of 16 bits that a part of 1 becomes.
  public let fullScale: Float

  /// - Throws: for a width that is not 2 to 16, or a scale that is not above 0 and at most 32767.
  public init(mantissaBits: Int = 9, fullScale: Float = 4096) throws(ParameterError) {
    guard 2...16 ~= mantissaBits else {
      throw ParameterError("mantissaBits", mantissaBits, "a mantissa has 2 to 16 bits", "O-RAN.WG4.CUS.0, annex A.1")
    }
    guard fullScale > 0, fullScale <= 32767 else {
      throw ParameterError("fullScale", fullScale, "a part of 1 is above 0 and at most 32767", "O-RAN.WG4.CUS.0, annex A.1")
    }
    (self.mantissaBits, self.fullScale) = (mantissaBits, fullScale)
  }

  /// Octets of a resource block with its exponent.
  public var octetsPerBlock: Int { 1 + 3 * mantissaBits }

  /// - Parameter elements: whole resource blocks.
  /// - Throws: for elements that are no whole resource blocks.
  public func compress(_ elements: some Collection<Complex>, into octets: inout [UInt8]) throws(ParameterError) {
    guard elements.count % 12 == 0 else { throw Self.unevenElements(elements.count) }
    octets.reserveCapacity(octets.count + elements.count / 12 * octetsPerBlock)
    var parts: [Int32] = []
    parts.reserveCapacity(24)
    for element in elements {
      parts.append(quantized(element.real))
      parts.append(quantized(element.imaginary))
      guard parts.count == 24 else { continue }
      pack(parts, into: &octets)
      parts.removeAll(keepingCapacity: true)
    }
  }

  /// NaN becomes 0.
  private func quantized(_ part: Float) -> Int32 {
    let value = part * fullScale
    return value.isNaN ? 0 : Int32(max(-32767, min(32767, value.rounded())))
  }

  private func pack(_ parts: [Int32], into octets: inout [UInt8]) {
    // As many bits as the largest part has, less those of the mantissa, both with their sign.
    let largest = parts.reduce(0) { $0 | ($1 < 0 ? ~$1 : $1) }
    let exponent = max(0, 32 - largest.leadingZeroBitCount + 1 - mantissaBits)
    let limit = Int32(1) << (mantissaBits - 1) - 1
    let half: Int32 = exponent > 0 ? 1 << (exponent - 1) : 0
    octets.append(UInt8(exponent))
    var (word, bits) = (UInt32(0), 0)
    for part in parts {
      let mantissa = min(limit, (part + half) >> exponent)
      word = word << mantissaBits | UInt32(bitPattern: mantissa) & (1 << mantissaBits - 1)
      bits += mantissaBits
      while bits >= 8 {
        bits -= 8
        octets.append(UInt8(truncatingIfNeeded: word >> bits))
      }
    }
  }

  /// - Throws: for octets that are no whole resource blocks, or an exponent above 15.
  public func decompress(_ octets: some Collection<UInt8>) throws(ParameterError) -> [Complex] {
    guard octets.count % octetsPerBlock == 0 else {
      throw ParameterError("octets", octets.count, "a resource block has \(octetsPerBlock)", "O-RAN.WG4.CUS.0, annex A.1")
    }
    var elements: [Complex] = []
    elements.reserveCapacity(octets.count / octetsPerBlock * 12)
    var place = octets.startIndex
    while place < octets.endIndex {
      // The other four bits are reserved.
      let exponent = octets[place] & 0xF
      octets.formIndex(after: &place)
      let factor = Float(1 << Int(exponent)) / fullScale
      var (word, bits) = (UInt32(0), 0)
      var real: Float?
      for _ in 0..<24 {
        while bits < mantissaBits {
          word = word << 8 | UInt32(octets[place])
          octets.formIndex(after: &place)
          bits += 8
        }
        bits -= mantissaBits
        // The mantissa's sign becomes that of all 32 bits.
        let mantissa = Int32(bitPattern: (word >> bits) << (32 - mantissaBits)) >> (32 - mantissaBits)
        let part = Float(mantissa) * factor
        if let first = real {
          elements.append(Complex(first, part))
          real = nil
        } else {
          real = part
        }
      }
    }
    return elements
  }

  private static func unevenElements(_ count: Int) -> ParameterError {
    ParameterError("elements", count, "elements are whole resource blocks of 12", "O-RAN.WG4.CUS.0, annex A.1")
  }
}
