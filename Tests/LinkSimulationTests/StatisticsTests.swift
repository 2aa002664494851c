import Base
import Foundation
import Synchronization
import Testing

@testable import LinkSimulation

@Suite struct StatisticsTests {
  private static let lines: [[Substring]] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/statistics-vectors.txt")
    return ((try? String(contentsOf: url, encoding: .utf8)) ?? "").split(separator: "\n").map { $0.split(separator: " ") }
  }()

  @Test("The bounds of Clopper and Pearson are those of scipy's beta distribution")
  func proportions() throws {
    let lines = Self.lines.filter { $0[0] == "proportion" }
    #expect(lines.count == 100)
    for line in lines {
      let proportion = Proportion(events: try #require(Int(line[1])), trials: try #require(Int(line[2])))
      let confidence = try #require(Double(line[3]))
      let interval = proportion.interval(confidence: confidence)
      #expect(abs(interval.low - (try #require(Double(line[4])))) < 1e-8)
      #expect(abs(interval.high - (try #require(Double(line[5])))) < 1e-8)
      #expect(abs(proportion.upperBound(confidence: confidence) - (try #require(Double(line[6])))) < 1e-8)
    }
  }

  @Test("The bounds of grouped trials are those of Korn and Graubard, made with scipy")
  func clusters() throws {
    let lines = Self.lines.filter { $0[0] == "clustered" }
    #expect(lines.count == 100)
    for line in lines {
      let groups = try line.dropFirst(4).map { text in
        let parts = text.split(separator: "/")
        return Proportion(events: try #require(Int(parts[0])), trials: try #require(Int(parts[1])))
      }
      let interval = ClusteredProportion(groups).interval(confidence: try #require(Double(line[1])))
      #expect(abs(interval.low - (try #require(Double(line[2])))) < 1e-7)
      #expect(abs(interval.high - (try #require(Double(line[3])))) < 1e-7)
    }
  }

  @Test("Without trials nothing is known")
  func nothing() {
    #expect(Proportion().interval() == ProportionInterval(low: 0, high: 1))
    #expect(ClusteredProportion().interval() == ProportionInterval(low: 0, high: 1))
  }

  @Test("Groups that are alike in themselves count as one trial each")
  func certainty() {
    let groups = ClusteredProportion((0..<40).map { Proportion(events: $0 % 4 == 0 ? 0 : 20, trials: 20) })
    let single = Proportion(events: 30, trials: 40).interval()
    #expect(abs(groups.interval().low - single.low) < 0.02 && abs(groups.interval().high - single.high) < 0.02)
    let all = ClusteredProportion((0..<100).map { _ in Proportion(events: 20, trials: 20) })
    #expect(all.interval() == Proportion(events: 100, trials: 100).interval())
  }

  @Test("Results of threads stand in the order of the pieces, and the first error is the one that is thrown", arguments: [1, 2, 7])
  func concurrent(_ threads: Int) throws {
    let workers = Atomic(0)
    let results = try Concurrent.map(5..<105, threads: threads) {
      workers.add(1, ordering: .relaxed)
      return { $0 * $0 }
    }
    #expect(results == (5..<105).map { $0 * $0 })
    #expect(1...threads ~= workers.load(ordering: .relaxed))
    struct Wrong: Error, Equatable { var piece: Int }
    #expect(throws: Wrong(piece: 30)) {
      try Concurrent.map(0..<100, threads: threads) { { if $0 % 30 == 0, $0 > 0 { throw Wrong(piece: $0) } } }
    }
    let begun = Atomic(0)
    let some = try Concurrent.map(0..<100, threads: threads, isCancelled: { begun.load(ordering: .relaxed) >= 10 }) {
      {
        begun.add(1, ordering: .relaxed)
        return $0
      }
    }
    #expect(some.count <= 10 + threads && some == Array(0..<some.count))
  }

  @Test("Seeds of neighbouring pieces give unrelated bits")
  func seeds() {
    let words = (0..<200).map { number -> UInt64 in
      var generator = SeededGenerator(seed: 3, number: number)
      return generator.next()
    }
    #expect(Set(words).count == 200)
    for (one, other) in zip(words, words.dropFirst()) { #expect(10...54 ~= (one ^ other).nonzeroBitCount) }
  }
}
