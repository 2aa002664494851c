import DSPKernels
import Modulation

/// A downlink channel from the ports of a CSI-RS as a UE has estimated it, with the noise and interference: some samples for each subband.
///
/// A sample is kept as H* K⁻¹ H, which is all that the quality of a precoder depends on.
public struct CSIChannel: Sendable {
  public let portCount: Int
  public let antennaCount: Int
  public let subbandCount: Int
  /// Port by port.
  private(set) var grams: [Complex] = []
  /// The samples' subbands.
  private(set) var subbands: [Int] = []

  var sampleCount: Int { subbands.count }

  /// - Throws: for no ports, antennas or subbands, or too many.
  public init(portCount: Int, antennaCount: Int, subbandCount: Int = 1) throws(ParameterError) {
    guard 1...32 ~= portCount else { throw ParameterError("portCount", portCount, "a CSI-RS has 1 to 32", "TS 38.211 §7.4.1.5") }
    guard 1...64 ~= antennaCount else { throw ParameterError("antennaCount", antennaCount, "there are 1 to 64", "TS 38.214 §5.2.2") }
    guard 1...37 ~= subbandCount else { throw ParameterError("subbandCount", subbandCount, "there are 1 to 37", "TS 38.214 §5.2.1.4") }
    self.portCount = portCount
    self.antennaCount = antennaCount
    self.subbandCount = subbandCount
  }

  /// Adds a sample of a subband.
  /// - Parameters:
  ///   - channel: row by row: a row for each antenna, with an element for each port.
  ///   - noise: the covariance of noise and interference, row by row.
  ///   - powerRatio: of a PDSCH's resource elements to those of the CSI-RS (powerControlOffset).
  /// - Throws: for matrices of another size or with numbers that are not finite, a subband that there is not, a power that is not positive,
  ///   and an antenna without noise.
  public mutating func append(
    _ channel: [Complex], noise: [Complex], subband: Int = 0, powerRatio: Float = 1
  ) throws(ParameterError) {
    guard channel.count == antennaCount * portCount, channel.allSatisfy({ $0.power.isFinite }) else {
      throw ParameterError("channel", channel.count, "it has \(antennaCount) rows of \(portCount) finite numbers", "TS 38.214 §5.2.2")
    }
    guard noise.count == antennaCount * antennaCount, noise.allSatisfy({ $0.power.isFinite }),
      (0..<antennaCount).allSatisfy({ noise[$0 * (antennaCount + 1)].real > 0 })
    else {
      throw ParameterError("noise", noise.count, "it has \(antennaCount) rows of as many finite numbers, and power", "TS 38.214 §5.2.2")
    }
    guard 0..<subbandCount ~= subband else {
      throw ParameterError("subband", subband, "there are \(subbandCount)", "TS 38.214 §5.2.1.4")
    }
    guard powerRatio.isFinite, powerRatio > 0 else {
      throw ParameterError("powerRatio", powerRatio, "it is positive", "TS 38.214 §5.2.2.3.1")
    }
    var work = noise
    var inverse = [Complex](repeating: .zero, count: noise.count)
    work.withUnsafeMutableBufferPointer { work in
      inverse.withUnsafeMutableBufferPointer { inverse in
        if let work = work.baseAddress, let inverse = inverse.baseAddress {
          HermitianMatrix.invert(work, into: inverse, count: antennaCount)
        }
      }
    }
    // K⁻¹ H, then H* times it.
    var weighted = [Complex](repeating: .zero, count: channel.count)
    for antenna in 0..<antennaCount {
      for other in 0..<antennaCount {
        let factor = inverse[antenna * antennaCount + other] * powerRatio
        for port in 0..<portCount { weighted[antenna * portCount + port] += factor * channel[other * portCount + port] }
      }
    }
    let start = grams.count
    grams.append(contentsOf: repeatElement(.zero, count: portCount * portCount))
    for antenna in 0..<antennaCount {
      for port in 0..<portCount {
        let factor = channel[antenna * portCount + port].conjugate
        let row = start + port * portCount
        for other in 0..<portCount { grams[row + other] += factor * weighted[antenna * portCount + other] }
      }
    }
    subbands.append(subband)
  }

  /// W* G W of a sample, row by row.
  /// - Parameter precoder: row by row: a row for each port.
  func effective(sample: Int, precoder: [Complex], rank: Int) -> [Complex] {
    var product = [Complex](repeating: .zero, count: portCount * rank)
    let start = sample * portCount * portCount
    for port in 0..<portCount {
      for other in 0..<portCount {
        let factor = grams[start + port * portCount + other]
        for layer in 0..<rank { product[port * rank + layer] += factor * precoder[other * rank + layer] }
      }
    }
    var result = [Complex](repeating: .zero, count: rank * rank)
    for port in 0..<portCount {
      for layer in 0..<rank {
        let factor = precoder[port * rank + layer].conjugate
        for other in 0..<rank { result[layer * rank + other] += factor * product[port * rank + other] }
      }
    }
    return result
  }

  /// 1 + SINR of each layer behind a linear MMSE receiver, from W* G W, which is overwritten.
  static func gains(
    _ matrix: UnsafeMutablePointer<Complex>, rank: Int, inverse: UnsafeMutablePointer<Complex>, into gains: UnsafeMutablePointer<Float>
  ) {
    for layer in 0..<rank { matrix[layer * (rank + 1)].real += 1 }
    HermitianMatrix.invert(matrix, into: inverse, count: rank)
    for layer in 0..<rank { gains[layer] = max(1, 1 / inverse[layer * (rank + 1)].real) }
  }
}
