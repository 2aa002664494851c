import Base
import Foundation
import FuzzSupport
import FuzzTargets
import Testing

/// The corpora of `Fuzz/` and the inputs that broke other implementations, through the same functions and oracles as the fuzzers.
@Suite struct FuzzReplayTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: allFuzzTargets.indices)
  func corpusHolds(_ index: Int) throws {
    let target = allFuzzTargets[index]
    let name = type(of: target).name
    let seeds = try target.seeds(Self.root)
    let corpus = try Corpus.read(name, root: Self.root)
    #expect(corpus.count >= 30 && !Set(corpus).isSubset(of: seeds), "\(name): the corpus is what no run has added to")
    #expect(seeds.count >= 30, "\(name)")
    var decoded = 0
    for octets in corpus + seeds {
      do {
        if try target.check(octets).canonical != nil { decoded += 1 }
      } catch {
        Issue.record("\(name): \(error)\n\(Hex.encode(octets))")
      }
    }
    #expect(decoded >= 20, "\(name): \(decoded) of \(corpus.count + seeds.count) inputs are values")
  }

  @Test(arguments: allFuzzTargets.indices)
  func attacksAreValuesOrErrors(_ index: Int) {
    let target = allFuzzTargets[index]
    let attacks = target.attacks
    #expect(attacks.count >= 20)
    #expect(Set(attacks.map(\.name)).count == attacks.count)
    for attack in attacks {
      do { _ = try target.check(attack.octets) } catch { Issue.record("\(type(of: target).name), \(attack.name): \(error)") }
    }
  }

  /// Changes that know the structure lead to other values, not only to octets that are refused.
  @Test(arguments: allFuzzTargets.indices)
  func changesOfTheStructureAreDecoded(_ index: Int) throws {
    let target = allFuzzTargets[index]
    var generator = SeededGenerator(seed: 1)
    var results = 0
    var decoded = 0
    for octets in try target.seeds(Self.root).prefix(60) {
      for _ in 0..<5 {
        guard let changed = target.mutate(octets, using: &generator), changed != octets else { continue }
        results += 1
        if try target.check(changed).canonical != nil { decoded += 1 }
      }
    }
    #expect(results >= 30 && decoded * 5 >= results, "\(type(of: target).name): \(decoded) of \(results)")
  }

  @Test func aMissingCorpusIsNamedWithTheRemedy() {
    #expect {
      try Corpus.read("Nothing", root: Self.root)
    } throws: { error in
      "\(error)".contains("Fuzz/Corpus/Nothing.txt") && "\(error)".contains("scripts/fuzz --minimise Nothing")
    }
  }

  @Test func moreMemoryThanTheBoundIsAFinding() throws {
    #expect(throws: FuzzFinding.self) { try MemoryBound.check(10) { [UInt8](repeating: 1, count: 70_000).count } }
    let (_, permille) = try MemoryBound.check(10) { [UInt8](repeating: 1, count: 33_000).count }
    #expect((490...520).contains(permille))
  }

  @Test func aCodecThatForgetsIsAFinding() {
    let codec = Codec<[UInt8]>(
      decode: { $0 }, encode: { Array($0.prefix(3)) }, json: { .string(Hex.encode($0)) },
      parse: { Hex.decode($0.stringValue ?? "") ?? [] }, describe: { "\($0)" })
    #expect(throws: Never.self) { try codec.check([1, 2, 3]) }
    #expect(throws: FuzzFinding.self) { try codec.check([1, 2, 3, 4]) }
  }
}
