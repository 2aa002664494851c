/// The Milenage algorithm set (TS 35.206) with the constants c1 to c5 and r1 to r5 of its §4.1.
public struct Milenage: AKAFunctions {
  private let k: SecretBytes
  private let opc: SecretBytes

  /// - Parameters:
  ///   - k: subscriber key K, 16 octets.
  ///   - opc: OPc, 16 octets; see ``opc(k:op:)``.
  public init(k: SecretBytes, opc: SecretBytes) throws(SecurityError) {
    try k.requireLength(16, name: "K")
    try opc.requireLength(16, name: "OPc")
    self.k = k
    self.opc = opc
  }

  /// OPc from the operator variant configuration field OP (TS 35.206 §4.1).
  public static func opc(k: SecretBytes, op: SecretBytes) throws(SecurityError) -> SecretBytes {
    try k.requireLength(16, name: "K")
    try op.requireLength(16, name: "OP")
    let plain = op.revealed
    return SecretBytes(xor(try AES128.encryptBlock(plain, key: k), plain))
  }

  public func f1(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    Array(try out1(rand: rand, sqn: sqn, amf: amf)[0..<8])
  }

  public func f1Star(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    Array(try out1(rand: rand, sqn: sqn, amf: amf)[8..<16])
  }

  public func f2345(rand: [UInt8]) throws(SecurityError) -> AKAResponse {
    let temp = try temp(rand: rand)
    let out2 = try output(temp: temp, rotationOctets: 0, constant: 1)
    return AKAResponse(
      res: SecretBytes(out2[8..<16]), ck: SecretBytes(try output(temp: temp, rotationOctets: 4, constant: 2)),
      ik: SecretBytes(try output(temp: temp, rotationOctets: 8, constant: 4)), ak: SecretBytes(out2[0..<6]))
  }

  public func f5Star(rand: [UInt8]) throws(SecurityError) -> SecretBytes {
    SecretBytes(try output(temp: try temp(rand: rand), rotationOctets: 12, constant: 8)[0..<6])
  }

  /// TEMP = E[RAND ⊕ OPc].
  private func temp(rand: [UInt8]) throws(SecurityError) -> [UInt8] {
    try requireLength(rand, 16, name: "RAND")
    return try AES128.encryptBlock(xor(rand, opc.revealed), key: k)
  }

  private func out1(rand: [UInt8], sqn: SequenceNumber, amf: UInt16) throws(SecurityError) -> [UInt8] {
    let half = sqn.octets + [UInt8(amf >> 8), UInt8(amf & 0xFF)]
    let operatorCode = opc.revealed
    let rotated = Self.rotateLeft(xor(half + half, operatorCode), octets: 8)
    return xor(try AES128.encryptBlock(xor(try temp(rand: rand), rotated), key: k), operatorCode)
  }

  /// OUT2 to OUT5: E[rot(TEMP ⊕ OPc, r) ⊕ c] ⊕ OPc.
  private func output(temp: [UInt8], rotationOctets: Int, constant: UInt8) throws(SecurityError) -> [UInt8] {
    let operatorCode = opc.revealed
    var input = Self.rotateLeft(xor(temp, operatorCode), octets: rotationOctets)
    input[15] ^= constant
    return xor(try AES128.encryptBlock(input, key: k), operatorCode)
  }

  private static func rotateLeft(_ block: [UInt8], octets: Int) -> [UInt8] { Array(block[octets...] + block[..<octets]) }
}
