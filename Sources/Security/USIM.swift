/// The USIM's part of authentication: key, algorithm set and the array of accepted sequence numbers (TS 33.102 §6.3.3, Annex C.2).
public struct USIM: Sendable {
  /// Δ of TS 33.102 Annex C.3: how far SEQ may jump.
  public static let defaultFreshnessLimit: UInt64 = 1 << 28

  public struct Success: Sendable, Equatable {
    public var rand: [UInt8]
    public var res: SecretBytes
    public var ck: SecretBytes
    public var ik: SecretBytes
    /// The first 6 octets of AUTN, input of K_AUSF.
    public var sqnXorAK: [UInt8]
    public var sqn: SequenceNumber
    public var amf: UInt16
  }

  public enum Outcome: Sendable, Equatable {
    case success(Success)
    /// 5GMM cause #20.
    case macFailure
    /// 5GMM cause #26: the separation bit of AMF is not set.
    case nonFiveGAuthenticationUnacceptable
    /// 5GMM cause #21 with AUTS, 14 octets.
    case synchFailure(auts: [UInt8])
  }

  public let algorithm: AKAAlgorithm
  /// SEQ_MS of each IND, to be kept across power cycles; always ``SequenceNumber/indexCount`` entries.
  public private(set) var acceptedSEQ: [UInt64]
  /// Δ: an SQN whose SEQ is further ahead of SEQ_MS than this is refused (TS 33.102 C.2.1).
  public let freshnessLimit: UInt64
  /// L: an SQN whose SEQ is further behind SEQ_MS than this is refused; `nil` for no limit on age (TS 33.102 C.2.2).
  public let ageLimit: UInt64?

  /// - Parameter acceptedSEQ: from an earlier ``acceptedSEQ``; anything but 32 entries means a fresh USIM.
  public init(
    algorithm: AKAAlgorithm, acceptedSEQ: [UInt64] = [], freshnessLimit: UInt64 = defaultFreshnessLimit, ageLimit: UInt64? = nil
  ) {
    self.algorithm = algorithm
    self.acceptedSEQ =
      acceptedSEQ.count == SequenceNumber.indexCount ? acceptedSEQ : [UInt64](repeating: 0, count: SequenceNumber.indexCount)
    self.freshnessLimit = freshnessLimit
    self.ageLimit = ageLimit
  }

  /// SQN_MS: the highest sequence number accepted so far.
  public var sqnMS: SequenceNumber {
    var best = 0
    for index in 1..<SequenceNumber.indexCount where acceptedSEQ[index] > acceptedSEQ[best] { best = index }
    return SequenceNumber(seq: acceptedSEQ[best], index: best)
  }

  /// Verifies a challenge in the order of TS 24.501 §5.4.1.3.6; the array changes only on success.
  /// - Parameters:
  ///   - rand: 16 octets.
  ///   - autn: 16 octets.
  ///   - requiresSeparationBit: `true` for access to 5GS.
  /// - Throws: `invalidLength`.
  public mutating func authenticate(
    rand: [UInt8], autn: [UInt8], requiresSeparationBit: Bool = true
  ) throws(SecurityError) -> Outcome {
    try requireLength(rand, 16, name: "RAND")
    try requireLength(autn, 16, name: "AUTN")
    let functions = algorithm.functions
    let response = try functions.f2345(rand: rand)
    let sqnXorAK = Array(autn[0..<6])
    let amf = UInt16(autn[6]) << 8 | UInt16(autn[7])
    guard let sqn = SequenceNumber(octets: xor(sqnXorAK, response.ak.revealed)) else { throw .invalidValue(of: "SQN") }
    guard constantTimeEqual(try functions.f1(rand: rand, sqn: sqn, amf: amf), Array(autn[8..<16])) else { return .macFailure }
    if requiresSeparationBit && amf & FiveGAKA.separationBit == 0 { return .nonFiveGAuthenticationUnacceptable }
    guard isFresh(sqn) else { return .synchFailure(auts: try auts(rand: rand)) }
    acceptedSEQ[sqn.index] = sqn.seq
    return .success(
      Success(rand: rand, res: response.res, ck: response.ck, ik: response.ik, sqnXorAK: sqnXorAK, sqn: sqn, amf: amf))
  }

  private func isFresh(_ sqn: SequenceNumber) -> Bool {
    let highest = sqnMS.seq
    if sqn.seq > highest { return sqn.seq - highest <= freshnessLimit }
    if let ageLimit, highest - sqn.seq >= ageLimit { return false }
    return sqn.seq > acceptedSEQ[sqn.index]
  }

  /// AUTS with the dummy AMF of zero (TS 33.102 §6.3.3).
  private func auts(rand: [UInt8]) throws(SecurityError) -> [UInt8] {
    let functions = algorithm.functions
    let sqn = sqnMS
    return xor(sqn.octets, try functions.f5Star(rand: rand).revealed) + (try functions.f1Star(rand: rand, sqn: sqn, amf: 0))
  }
}
