import Foundation
import Modulation
import Testing

@testable import LinkSimulation

@Suite struct RequirementTests {
  @Test("A search ends at the lowest ratio that is met, wherever it lies", arguments: [-12.0, -3.2, -0.1, 0, 0.05, 0.6, 1.1, 7.4])
  func search(_ threshold: Double) {
    var tried: [Double] = []
    RatioSearch(start: 0, step: 0.25).run { decibels in
      tried.append(decibels)
      return decibels >= threshold
    }
    let best = tried.filter { $0 >= threshold }.min() ?? .infinity
    #expect(best - threshold < 0.25 && Set(tried).count == tried.count && tried.count <= 14)
  }

  @Test("A search gives up where nothing is met, or everything, and when it is told to")
  func ends() {
    for outcome in [true, false] {
      var tried: [Double] = []
      RatioSearch(start: 5, step: 0.5, reach: 10).run {
        tried.append($0)
        return outcome
      }
      #expect(tried.allSatisfy { -5...15 ~= $0 } && tried.count <= 5)
    }
    var count = 0
    RatioSearch(start: 0, step: 0.25).run { _ in
      count += 1
      return count < 3 ? true : nil
    }
    #expect(count == 3)
  }

  @Test("TS 38.104 §8: the table has every row with 2, 4 and 8 antennas")
  func rows() throws {
    let all = try DemodulationRequirement.all()
    #expect(all.count == 3 * (5 + 3 + 5))
    for name in Set(all.map(\.name)) {
      let rows = all.filter { $0.name == name }
      #expect(rows.map(\.antennas) == [2, 4, 8])
      let limits = rows.compactMap(\.limit)
      // More antennas need less.
      #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 > $1 })
    }
    #expect(all.filter { $0.neededMargin == 1 }.count == 9)
    for case .throughput(let link, let least) in all.map(\.test) {
      guard case .pusch(let configuration) = link.signal else {
        Issue.record("\(link) is no PUSCH")
        continue
      }
      #expect(least == 0.7 && configuration.carrier.gridSize == 273)
      let symbols = try configuration.demodulation.symbols(configuration.time, isHopping: false)
      #expect(symbols.map(\.index) == [2, 11])
      // The signal of all layers together is what the ratio counts.
      #expect(abs(link.powerPerElement - 1) < 1e-6)
    }
    #expect(DemodulationRequirement.some(all).count == 13)
  }

  @Test(
    "TS 38.104 §8.2.1: at the limit of a row seven tenths come through",
    arguments: [
      ("TDLB100-400 QPSK 193/1024, 1 layer", 8), ("TDLC300-100 16QAM 658/1024, 1 layer", 4), ("TDLA30-10 64QAM 567/1024, 1 layer", 2),
      ("TDLB100-400 QPSK 193/1024, 2 layers", 4), ("TDLC300-100 16QAM 658/1024, 2 layers", 2),
    ])
  func subset(_ name: String, _ antennas: Int) throws {
    let all = try DemodulationRequirement.all(delayInterpolation: .nearestSample)
    let requirement = try #require(all.first { $0.name == "PUSCH " + name && $0.antennas == antennas })
    guard case .throughput(let link, let least) = requirement.test, let limit = requirement.limit else { return #expect(Bool(false)) }
    let result = try LinkRun(seed: 1).run(link, decibels: limit, .exactly(3))
    #expect(result.throughput >= least && result.counts.undetectedErrors == 0 && result.counts.slots == 60, "\(result.throughput)")
    // Far below it nearly nothing does: the noise is there.
    #expect(try LinkRun(seed: 1).run(link, decibels: limit - 20, .exactly(1)).throughput < 0.1)
  }

  @Test("The table names what is not met")
  func table() throws {
    let requirement = try #require(try DemodulationRequirement.all().first)
    var result = RequirementResult(requirement: requirement)
    #expect(result.isMarginOpen)
    result.measurements = [.init(decibels: -3.8, rate: 0.6, bound: 0.5, trials: 100, isMet: false)]
    #expect(!result.isMet && result.margin == nil)
    #expect(RequirementTable.markdown([result]).contains("**not met**"))
    result.measurements.append(.init(decibels: -2.8, rate: 0.8, bound: 0.75, trials: 100, isMet: true))
    #expect(!result.isMet && result.margin == 0)
    result.measurements.append(.init(decibels: -4.05, rate: 0.75, bound: 0.71, trials: 100, isMet: true))
    #expect(result.isMet && abs((result.margin ?? 0) - 1.25) < 1e-9)
    #expect(!result.isMarginOpen)
    let lines = RequirementTable.markdown([result]).split(separator: "\n")
    #expect(lines.count == 3 && lines[2].contains("| -2.80 dB | -4.05 dB | 1.25 dB | 75.0 % (≥ 71.0 %) | 100 |"))
  }
}
