import Crypto
import Foundation
import Simulation

/// Lets two processes compare what they simulated: each network adds the digest of its whole trace to a file.
///
/// `VITRUM_TRACE_DIGESTS` names the file, `VITRUM_SEED_OFFSET` is added to every seed; `scripts/determinism` uses both.
enum TraceDigest {
  static let seedOffset = ProcessInfo.processInfo.environment["VITRUM_SEED_OFFSET"].flatMap { UInt64($0) } ?? 0
  private static let file = ProcessInfo.processInfo.environment["VITRUM_TRACE_DIGESTS"]

  static func append(_ world: World) {
    guard let file, let descriptor = fopen(file, "a") else { return }
    let digest = SHA256.hash(data: Data(world.trace.text.utf8)).map { String(format: "%02x", $0) }.joined()
    fputs("\(digest) \(world.trace.events.count)\n", descriptor)
    fclose(descriptor)
  }
}
