import Base
import CFuzz
import Foundation
import FuzzSupport
import PlantedTraps

/// The target of this process; set once, before libFuzzer starts.
nonisolated(unsafe) private var current: (any FuzzTarget)?
nonisolated(unsafe) private var plantsTrap = false
nonisolated(unsafe) private var currentName = ""

extension FuzzTarget {
  /// The program of a target: `unpack ROOT FOLDER` writes its inputs as files, `pack FOLDER ROOT FILES` makes corpus files of them,
  /// `show FILE` runs one input and says what it is, `statistics FILE` prints what the processes of a run have seen; anything else is
  /// libFuzzer's command line.
  public static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let target = Self()
    do {
      switch arguments.first {
      case "unpack" where arguments.count == 3:
        let root = URL(filePath: arguments[1])
        let folder = URL(filePath: arguments[2])
        try Corpus.writeFolder(try target.seeds(root), named: "seed", to: folder)
        // The first run of a target makes its corpus.
        if !Corpus.files(name, root: root).isEmpty {
          try Corpus.writeFolder(try Corpus.read(name, root: root), named: "corpus", to: folder)
        }
        for attack in target.attacks { try Corpus.writeFolder([attack.octets], named: "attack-\(attack.name)", to: folder) }
      case "pack" where arguments.count == 4:
        let inputs = try Corpus.readFolder(URL(filePath: arguments[1]))
        let count = try Corpus.write(inputs, name, root: URL(filePath: arguments[2]), files: Int(arguments[3]) ?? 1)
        print("\(count) of \(inputs.count) inputs, \(inputs.count - count) dropped for want of room")
      case "show" where arguments.count == 2:
        let octets = Array(try Data(contentsOf: URL(filePath: arguments[1])))
        print(Hex.encode(octets))
        let outcome = try target.check(octets)
        print(outcome.canonical.map { "decoded, encoded as \(Hex.encode($0))" } ?? "refused", "memory \(outcome.memoryPermille)/1000")
      case "statistics" where arguments.count == 2:
        let words = try Data(contentsOf: URL(filePath: arguments[1])).withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        guard words.count == 4 else { throw FuzzFinding("no statistics") }
        print("executions=\(words[0]) decoded=\(words[1]) slowest_us=\(words[2] / 1000) memory_permille=\(words[3])")
      default: exit(fuzz(target))
      }
    } catch {
      FileHandle.standardError.write(Data("fuzz-\(name): \(error)\n".utf8))
      exit(1)
    }
  }

  private static func fuzz(_ target: Self) -> CInt {
    current = target
    currentName = name
    let environment = ProcessInfo.processInfo.environment
    plantsTrap = environment["VITRUM_PLANTED_TRAP"] != nil
    // What is made at first use is made now: it belongs to no input. Two that hold do: whatever breaks has to break in libFuzzer's hands.
    for file in (environment["VITRUM_FUZZ_WARM_UP"] ?? "").split(separator: ":") {
      if let octets = try? Data(contentsOf: URL(filePath: String(file))) { _ = try? target.check(Array(octets)) }
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    return vitrum_fuzz_drive(&count, &arguments, testOneInput)
  }
}

private func processorNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

private func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let current else { return 0 }
  let octets = Array(UnsafeBufferPointer(start: data, count: count))
  let start = processorNanoseconds()
  do {
    let outcome = try current.check(octets)
    let nanoseconds = processorNanoseconds() - start
    vitrum_statistics_add(data, count, outcome.canonical == nil ? 0 : 1, nanoseconds, UInt64(outcome.memoryPermille))
    if plantsTrap, let canonical = outcome.canonical { PlantedTraps.plantedTrap(currentName, canonical) }
  } catch  where !plantsTrap {
    FileHandle.standardError.write(Data("FINDING \(currentName): \(error.description)\nOCTETS \(Hex.encode(octets))\n".utf8))
    abort()
  } catch {
    // Only the planted trap counts.
  }
  return 0
}

/// Called by libFuzzer for every new input: half of them are changed with regard to their structure.
@_cdecl("LLVMFuzzerCustomMutator")
public func customMutator(_ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: UInt32) -> Int {
  var generator = SeededGenerator(seed: UInt64(seed))
  guard let current, generator.next() & 1 == 0 else { return vitrum_fuzz_mutate(data, count, capacity) }
  let octets = Array(UnsafeBufferPointer(start: data, count: count))
  guard let changed = current.mutate(octets, using: &generator), changed.count <= capacity else {
    return vitrum_fuzz_mutate(data, count, capacity)
  }
  changed.withUnsafeBufferPointer { if let base = $0.baseAddress { data.update(from: base, count: changed.count) } }
  return generator.next() & 3 == 0 ? vitrum_fuzz_mutate(data, changed.count, capacity) : changed.count
}
