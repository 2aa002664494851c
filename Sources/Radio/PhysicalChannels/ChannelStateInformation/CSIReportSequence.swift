import ChannelCoding
import Modulation

/// The second parts of several CSI reports in one UCI (TS 38.212, tables 6.3.1.1.2-14 and 6.3.2.1.2-7). Their first parts follow one
/// another.
public enum CSIReportSequence {
  /// What is sent: first all reports' bits of the whole band, or of group 0, then report by report the others.
  /// - Parameter parts: reports of higher priority first.
  /// - Throws: for bits of another number than their size.
  public static func join(_ parts: [(bits: BitSequence, size: CSIReportFormat.SecondPartSize)]) throws(ParameterError) -> BitSequence {
    var joined = BitSequence()
    for part in parts {
      guard part.bits.count == part.size.bitCount else {
        throw ParameterError("parts", part.bits.count, "the part has \(part.size.bitCount) bits", "TS 38.212 §6.3.2.1.2")
      }
      joined.append(part.bits, 0..<part.size.priorityCounts[0])
    }
    for part in parts { joined.append(part.bits, part.size.priorityCounts[0]..<part.bits.count) }
    return joined
  }

  /// The parts of what was sent.
  /// - Throws: for another number of bits than all have.
  public static func split(
    _ bits: BitSequence, _ sizes: [CSIReportFormat.SecondPartSize]
  ) throws(ParameterError) -> [BitSequence] {
    guard bits.count == sizes.reduce(0, { $0 + $1.bitCount }) else {
      throw ParameterError("bits", bits.count, "the reports have another number", "TS 38.212 §6.3.2.1.2")
    }
    var start = 0
    func take(_ count: Int, into part: inout BitSequence) {
      part.append(bits, start..<(start + count))
      start += count
    }
    var parts = sizes.map { _ in BitSequence() }
    for (place, size) in sizes.enumerated() { take(size.priorityCounts[0], into: &parts[place]) }
    for (place, size) in sizes.enumerated() { take(size.bitCount - size.priorityCounts[0], into: &parts[place]) }
    return parts
  }
}
