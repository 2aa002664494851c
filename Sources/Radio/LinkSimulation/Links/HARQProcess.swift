/// Which transmission of a transport block comes next: a sender's HARQ process (TS 38.321 §5.4.2).
public struct HARQProcess: Sendable, Hashable {
  public struct Transmission: Sendable, Hashable {
    /// 0 for a new transport block.
    public var attempt: Int
    public var redundancyVersion: Int
    public var isNew: Bool { attempt == 0 }
  }

  /// What came of a transmission.
  public enum Outcome: Sendable, Hashable {
    case acknowledged
    /// It will be sent again.
    case retransmission
    /// It was sent as often as it may be.
    case lost
  }

  /// Of each attempt in turn; as many as there are attempts.
  public let redundancyVersions: [Int]
  private var attempt = 0

  /// - Parameter redundancyVersions: 0, 2, 3, 1 in the demodulation requirements (TS 38.104 §8.2.1); without any a block is sent once.
  public init(redundancyVersions: [Int] = [0, 2, 3, 1]) {
    self.redundancyVersions = redundancyVersions.isEmpty ? [0] : redundancyVersions
  }

  /// What is sent now.
  public var transmission: Transmission { Transmission(attempt: attempt, redundancyVersion: redundancyVersions[attempt]) }

  /// Takes the receiver's answer.
  public mutating func finish(isAcknowledged: Bool) -> Outcome {
    if isAcknowledged {
      attempt = 0
      return .acknowledged
    }
    attempt = (attempt + 1) % redundancyVersions.count
    return attempt == 0 ? .lost : .retransmission
  }
}
