/// The sequences of the synchronization signals (TS 38.211 §7.4.2), of 127 values that are 1 or -1.
public enum SynchronizationSignals {
  public static let count = 127

  /// - Parameter identity: N_ID^(2), 0 to 2.
  public static func primary(_ identity: Int) -> [Float] {
    let x = sequence([0, 1, 1, 0, 1, 1, 1], tap: 4)
    return (0..<count).map { 1 - 2 * Float(x[($0 + 43 * identity) % count]) }
  }

  /// - Parameter cellIdentity: N_ID^cell, 0 to 1007.
  public static func secondary(cellIdentity: Int) -> [Float] {
    let (first, second) = (cellIdentity / 3, cellIdentity % 3)
    let x0 = sequence([1, 0, 0, 0, 0, 0, 0], tap: 4)
    let x1 = sequence([1, 0, 0, 0, 0, 0, 0], tap: 1)
    let (m0, m1) = (15 * (first / 112) + 5 * second, first % 112)
    return (0..<count).map { (1 - 2 * Float(x0[($0 + m0) % count])) * (1 - 2 * Float(x1[($0 + m1) % count])) }
  }

  /// x(i + 7) = x(i + tap) + x(i).
  private static func sequence(_ start: [Int], tap: Int) -> [Int] {
    var x = start
    while x.count < count { x.append((x[x.count - 7 + tap] + x[x.count - 7]) & 1) }
    return x
  }
}
