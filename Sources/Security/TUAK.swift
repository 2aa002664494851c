/// The TUAK algorithm set (TS 35.231), built on the permutation Keccak-f[1600].
public struct TUAK: AKAFunctions {
  /// Lengths that an operator fixes for its USIMs (TS 35.231 §5).
  public struct Parameters: Sendable, Equatable {
    /// MAC-A and MAC-S in octets: 8, 16 or 32. AUTN (TS 33.102 §6.3.2) has room for 8.
    public var macOctets = 8
    /// RES in octets: 4, 8, 16 or 32. 5G AKA allows up to 16 (TS 33.501 A.4).
    public var resOctets = 8
    /// CK in octets: 16 or 32.
    public var ckOctets = 16
    /// IK in octets: 16 or 32.
    public var ikOctets = 16
    /// Applications of Keccak-f[1600] for each output.
    public var keccakIterations = 1

    public init(macOctets: Int = 8, resOctets: Int = 8, ckOctets: Int = 16, ikOctets: Int = 16, keccakIterations: Int = 1) {
      self.macOctets = macOctets
      self.resOctets = resOctets
      self.ckOctets = ckOctets
      self.ikOctets = ikOctets
      self.keccakIterations = keccakIterations
    }
  }

  public let parameters: Parameters
  private let k: SecretBytes
  private let topc: SecretBytes

  /// - Parameters:
  ///   - k: subscriber key K, 16 or 32 octets.
  ///   - topc: TOPc, 32 octets; see ``topc(k:top:keccakIterations:)``.
  public init(k: SecretBytes, topc: SecretBytes, parameters: Parameters = Parameters()) throws(SecurityError) {
    try k.requireLength(16, 32, name: "K")
    try topc.requireLength(32, name: "TOPc")
    guard [8, 16, 32].contains(parameters.macOctets), [4, 8, 16, 32].contains(parameters.resOctets),
      [16, 32].contains(parameters.ckOctets), [16, 32].contains(parameters.ikOctets), (1...255).contains(parameters.keccakIterations)
    else { throw .invalidValue(of: "TUAK parameters") }
    self.k = k
    self.topc = topc
    self.parameters = parameters
  }

  /// TOPc from the operator variant configuration field TOP (TS 35.231 §6.2).
  public static func topc(k: SecretBytes, top: SecretBytes, keccakIterations: Int = 1) throws(SecurityError) -> SecretBytes {
    try k.requireLength(16, 32, name: "K")
    try top.requireLength(32, name: "TOP")
    guard (1...255).contains(keccakIterations) else { throw .invalidValue(of: "Keccak iterations") }
    var state = input(top: top, instance: 0, rand: [], amf: 0, sqn: nil, k: k)
    for _ in 0..<keccakIterations { state.permute() }
    return SecretBytes(output(state, at: 0, count: 32))
  }

  public func f1(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    try mac(instance: 0x00, rand: rand, sqn: sqn, amf: amf)
  }

  public func f1Star(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    try mac(instance: 0x80, rand: rand, sqn: sqn, amf: amf)
  }

  public func f2345(rand: [UInt8]) throws(SecurityError) -> AKAResponse {
    var instance: UInt8 = 0x40 | Self.lengthCode(parameters.resOctets)
    if parameters.ckOctets == 32 { instance |= 0x04 }
    if parameters.ikOctets == 32 { instance |= 0x02 }
    let state = try run(instance: instance, rand: rand, sqn: nil, amf: 0)
    return AKAResponse(
      res: SecretBytes(Self.output(state, at: 0, count: parameters.resOctets)),
      ck: SecretBytes(Self.output(state, at: 32, count: parameters.ckOctets)),
      ik: SecretBytes(Self.output(state, at: 64, count: parameters.ikOctets)),
      ak: SecretBytes(Self.output(state, at: 96, count: 6)))
  }

  public func f5Star(rand: [UInt8]) throws(SecurityError) -> SecretBytes {
    SecretBytes(Self.output(try run(instance: 0xC0, rand: rand, sqn: nil, amf: 0), at: 96, count: 6))
  }

  private func mac(instance: UInt8, rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    let state = try run(instance: instance | Self.lengthCode(parameters.macOctets), rand: rand, sqn: sqn, amf: amf)
    return Self.output(state, at: 0, count: parameters.macOctets)
  }

  private func run(instance: UInt8, rand: [UInt8], sqn: SequenceNumber?, amf: UInt16) throws(SecurityError) -> Keccak1600 {
    try requireLength(rand, 16, name: "RAND")
    var state = Self.input(top: topc, instance: instance, rand: rand, amf: amf, sqn: sqn, k: k)
    for _ in 0..<parameters.keccakIterations { state.permute() }
    return state
  }

  /// INSTANCE[2..4] for a length of 8, 16 or 32 octets; 4 octets are coded as zero.
  private static func lengthCode(_ octets: Int) -> UInt8 {
    switch octets {
    case 8: 0x08
    case 16: 0x10
    case 32: 0x20
    default: 0
    }
  }

  /// The state before the permutation (TS 35.231 §6.1): every field stands with its last octet first.
  private static func input(
    top: SecretBytes, instance: UInt8, rand: [UInt8], amf: UInt16, sqn: SequenceNumber?, k: SecretBytes
  ) -> Keccak1600 {
    var octets: [UInt8] = []
    octets.reserveCapacity(136)
    octets += top.revealed.reversed()
    octets.append(instance | (k.count == 32 ? 1 : 0))
    octets += Array("TUAK1.0".utf8).reversed()
    octets += rand.isEmpty ? [UInt8](repeating: 0, count: 16) : rand.reversed()
    octets += [UInt8(amf & 0xFF), UInt8(amf >> 8)]
    octets += (sqn?.octets ?? [UInt8](repeating: 0, count: 6)).reversed()
    octets += k.revealed.reversed()
    octets += [UInt8](repeating: 0, count: 96 - octets.count)
    octets.append(0x1F)
    octets += [UInt8](repeating: 0, count: 135 - octets.count)
    octets.append(0x80)
    return Keccak1600(octets)
  }

  private static func output(_ state: Keccak1600, at offset: Int, count: Int) -> [UInt8] {
    Array(state.octets[offset..<(offset + count)].reversed())
  }
}
