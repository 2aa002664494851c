import Foundation

/// Signal to interference and noise of users with one antenna over independent Rayleigh fading of power 1, with noise of variance 1: what
/// is known in closed form.
public struct RayleighTheory: Sendable, Hashable {
  /// Branches M.
  public var antennas: Int
  /// Users K, of one layer each.
  public var users: Int
  /// Total power P.
  public var power: Double

  public init(antennas: Int, users: Int, power: Double) { (self.antennas, self.users, self.power) = (antennas, users, power) }

  /// The mean of zero forcing with the same power for each user: P/K (M - K + 1).
  public var zeroForcing: Double { power / Double(users) * Double(antennas - users + 1) }

  /// The use-and-forget bound of conjugate weights h̄ √(P / KM), where a user knows its mean gain alone: P M / K / (P + 1).
  ///
  /// The gain's mean is √(P M / K); its variance and the power of each other user are P/K each.
  public var conjugate: Double { power * Double(antennas) / Double(users) / (power + 1) }

  /// The deterministic equivalent for large M and K of regularised zero forcing with loading α M, all weights with one factor for the total
  /// power.
  ///
  /// With c = K/M: m = 1 / (α + c / (1 + m)) is the limit of tr (H*H/M + α)⁻¹ / M, b = m² / (1 - c m² / (1 + m)²) that of the square's, and
  /// the ratio is P m² / (P (m - α b) + c b).
  public func regularizedZeroForcing(loading: Double) -> Double {
    let (alpha, c) = (loading / Double(antennas), Double(users) / Double(antennas))
    // α m² + (α + c - 1) m - 1 = 0.
    let half = (alpha + c - 1) / 2
    let m = (-half + (half * half + alpha).squareRoot()) / alpha
    let b = m * m / (1 - c * m * m / ((1 + m) * (1 + m)))
    return power * m * m / (power * (m - alpha * b) + c * b)
  }
}
