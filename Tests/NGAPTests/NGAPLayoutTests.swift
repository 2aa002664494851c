import Base
import Dispatch
import Foundation
import NGAP
import PER
import PERTestSupport
import Testing

@Suite struct NGAPLayoutTests {
  private static func size<T: NGAPCodable>(_ type: T.Type) -> Int { MemoryLayout<T>.size }

  @Test("No type is larger than 256 octets")
  func sizes() {
    #expect(NGAPTypeList.all.count > 700)
    let large = NGAPTypeList.all.map { ($0, Self.size($0)) }.filter { $0.1 > 256 }
    #expect(large.isEmpty, "\(large)")
  }

  @Test("Every type decodes random octets to a value or a typed error")
  func hostileOctets() {
    var generator = SeededGenerator(state: 7)
    for type in NGAPTypeList.all {
      for _ in 0..<20 {
        let octets = (0..<Int.random(in: 0...60, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        guard let value = try? type.init(decoding: octets), let again = try? value.encode() else { continue }
        #expect((try? type.init(decoding: again)) != nil)
      }
    }
  }

  @Test("The deepest message decodes on a stack of 512 kB")
  func smallStack() throws {
    let lines = try NGAPVectorTests.lines()
    let outcome = Outcome()
    let thread = Thread {
      for line in lines {
        guard let pdu = try? NGAPPDU(decoding: line.octets), (try? pdu.encode()) == line.octets, (try? pdu.json) != nil else { return }
      }
      outcome.finish()
    }
    thread.stackSize = 512 * 1024
    thread.start()
    #expect(outcome.wait())
  }

  /// Tells the test that the thread has come to its end.
  private final class Outcome: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func finish() { semaphore.signal() }
    func wait() -> Bool { semaphore.wait(timeout: .now() + 120) == .success }
  }
}
