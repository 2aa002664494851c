import Base
import DSPKernels
import MassiveMIMO
import Modulation
import Testing

@Suite struct BlockFloatingPointTests {
  @Test("Nine bits: exponent and mantissas of a block by hand, most significant bit first")
  func block() throws {
    let codec = try BlockFloatingPoint(mantissaBits: 9, fullScale: 1)
    // 1000 has ten bits and its sign: two more than nine.
    let elements = [Complex(1000, -1000), Complex(4, -4), Complex(1, 2)] + [Complex](repeating: .zero, count: 9)
    var octets: [UInt8] = []
    try codec.compress(elements, into: &octets)
    #expect(octets.count == 28)
    #expect(octets[0] == 2)
    // 250, -250, 1, -1, 0 (1 + 2 >> 2), 1 in nine bits each, then zeros.
    let bits = [250, -250, 1, -1, 0, 1].map { value in String(String(value & 0x1FF | 0x200, radix: 2).dropFirst()) }.joined()
    let expected = stride(from: 0, to: 48, by: 8).map { place -> UInt8 in
      let start = bits.index(bits.startIndex, offsetBy: place)
      return UInt8(bits[start..<bits.index(start, offsetBy: 8)], radix: 2) ?? 0
    }
    #expect(Array(octets[1..<7]) == expected)
    #expect(try codec.decompress(octets)[..<3] == [Complex(1000, -1000), Complex(4, -4), Complex(0, 4)])
  }

  @Test("Exponents are the least with which the largest part has a mantissa, also of negative powers of two and at both ends")
  func exponents() throws {
    let codec = try BlockFloatingPoint(mantissaBits: 9, fullScale: 1)
    for (value, exponent) in [
      (0, 0), (1, 0), (255, 0), (256, 1), (-256, 0), (-257, 1), (511, 1), (512, 2), (-512, 1), (32767, 7), (-32767, 7), (70000, 7),
    ] as [(Float, UInt8)] {
      var octets: [UInt8] = []
      try codec.compress([Complex(value, 0)] + [Complex](repeating: .zero, count: 11), into: &octets)
      #expect(octets[0] == exponent, "\(value)")
      let back = try codec.decompress(octets)[0].real
      #expect(abs(back - max(-32767, min(32767, value))) <= Float(1 << Int(exponent)), "\(value)")
    }
  }

  @Test("A part is off by half a step of its block at most but where the largest mantissa ends", arguments: [4, 8, 9, 12, 14, 16])
  func error(_ width: Int) throws {
    let codec = try BlockFloatingPoint(mantissaBits: width)
    var generator = SeededGenerator(seed: UInt64(width))
    let elements = (0..<120).map { index in
      let size = Float(1 << (index / 12)) / 256
      return Complex(.random(in: -size...size, using: &generator), .random(in: -size...size, using: &generator))
    }
    var octets: [UInt8] = []
    try codec.compress(elements, into: &octets)
    #expect(octets.count == 10 * codec.octetsPerBlock)
    let back = try codec.decompress(octets)
    for (block, start) in stride(from: 0, to: 120, by: 12).enumerated() {
      let step = Float(1 << Int(octets[block * codec.octetsPerBlock]))
      for index in start..<start + 12 {
        #expect(abs(back[index].real - elements[index].real) * codec.fullScale <= step + 0.5)
        #expect(abs(back[index].imaginary - elements[index].imaginary) * codec.fullScale <= step + 0.5)
      }
    }
  }

  @Test("256QAM through nine bits has an error vector of less than half a percent")
  func constellation() throws {
    let codec = try BlockFloatingPoint()
    var generator = SeededGenerator(seed: 1)
    let elements = (0..<12 * 273).map { _ in Constellation.qam256.symbol(.random(in: 0..<256, using: &generator)) }
    var octets: [UInt8] = []
    try codec.compress(elements, into: &octets)
    let error = zip(elements, try codec.decompress(octets)).reduce(0) { $0 + ($1.0 - $1.1).power }
    #expect((error / Float(elements.count)).squareRoot() < 0.005)
  }

  @Test("Widths, scales, elements and octets that cannot be are refused by name; what is no number becomes 0")
  func refusals() throws {
    func parameter(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return (error as? ParameterError)?.parameter }
      return nil
    }
    #expect(parameter { _ = try BlockFloatingPoint(mantissaBits: 1) } == "mantissaBits")
    #expect(parameter { _ = try BlockFloatingPoint(fullScale: .nan) } == "fullScale")
    let codec = try BlockFloatingPoint()
    var octets: [UInt8] = []
    #expect(parameter { try codec.compress([Complex(1, 1)], into: &octets) } == "elements")
    #expect(parameter { _ = try codec.decompress([0, 1, 2]) } == "octets")
    try codec.compress([Complex](repeating: Complex(.nan, .infinity), count: 12), into: &octets)
    #expect(try codec.decompress(octets).allSatisfy { $0.real == 0 && $0.imaginary > 7.9 })
  }
}
