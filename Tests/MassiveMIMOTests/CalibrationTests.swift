import Foundation
import Testing

@testable import MassiveMIMO

@Suite struct CalibrationTests {
  @Test(
    "TR 38.901 §7.8.1: coupling loss, SINR and SIR beside an independent simulation and the companies' medians",
    arguments: CalibrationCase.allCases)
  func calibration(_ calibration: CalibrationCase) throws {
    let result = try #require(try CalibrationResult.run(calibration, drops: 8, usersPerSite: 30, seed: 1, threads: 2))
    #expect(result.userCount == 8 * 570)
    let line = try #require(try Vectors.lines("calibration").first { $0[1] == calibration.rawValue })
    for (point, independent) in zip(result.points, Vectors.numbers(line[2])) {
      // The edges of the distributions are as exact as some hundred pieces of equipment make them.
      let chance = 0.3 + 3 * point.standardError
      #expect(abs(point.value - independent) < chance, "\(point)")
      if let reference = point.reference { #expect(abs(point.value - reference) < point.tolerance + point.standardError, "\(point)") }
    }
  }

  @Test func theResultDependsOnTheSeedAlone() throws {
    func run(seed: UInt64, threads: Int) throws -> [CalibrationResult.Point]? {
      try CalibrationResult.run(.umi6, drops: 3, usersPerSite: 2, seed: seed, threads: threads)?.points
    }
    let one = try run(seed: 5, threads: 1)
    #expect(try run(seed: 5, threads: 3) == one)
    #expect(try run(seed: 6, threads: 1) != one)
  }

  @Test func percentilesLieBetweenValues() {
    let distribution = EmpiricalDistribution([4, 1, 3, 2, 5])
    #expect(distribution.percentile(0) == 1 && distribution.percentile(50) == 3 && distribution.percentile(100) == 5)
    #expect(abs(distribution.percentile(40) - 2.6) < 1e-12)
  }
}
