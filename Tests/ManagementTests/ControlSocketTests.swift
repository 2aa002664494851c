import Base
import Glibc
import Runtime
import Testing

@testable import Management

/// Runs everything at once on the caller's thread: enough for a socket that serves one request at a time.
private final class ImmediateLoop: Loop, @unchecked Sendable {
  var now: Instant { Instant() }
  var wallTime: WallTime { WallTime(nanosecondsSince1970: 0) }
  func enqueue(_ job: consuming ExecutorJob) {
    UnownedJob(job).runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
  }
  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
  func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }
  func checkIsolated() {}
  func post(_ work: @escaping @Sendable () -> Void) { work() }
  func schedule(after delay: Duration, label: String, _ work: @escaping @Sendable () -> Void) -> TimerToken { TimerToken(rawValue: 0) }
  func cancel(_ timer: TimerToken) {}
}

@Suite struct ControlSocketTests {
  private let path = "/tmp/vitrum-control-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock"

  @Test func oneLineInOneLineOutForTheOwnerOnly() throws {
    let socket = try ControlSocket(path: path, loop: ImmediateLoop()) { ["echo": $0] }
    defer { socket.stop() }
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(try ControlSocket.request(["command": "ues"], path: path)["echo"]?["command"] == "ues")
    #expect(throws: ControlSocketError.inUse(path: path)) { try ControlSocket(path: path, loop: ImmediateLoop()) { $0 } }
  }

  @Test func nobodyThereIsSaidSo() {
    #expect(throws: ControlSocketError.notRunning(path: path)) { try ControlSocket.request([:], path: path) }
    #expect(throws: ControlSocketError.self) { try ControlSocket.request([:], path: "/" + String(repeating: "x", count: 120)) }
  }

  @Test func aSocketLeftBehindIsReplaced() throws {
    let first = try ControlSocket(path: path, loop: ImmediateLoop()) { _ in ["who": 1] }
    first.stop()
    let second = try ControlSocket(path: path, loop: ImmediateLoop()) { _ in ["who": 2] }
    defer { second.stop() }
    #expect(try ControlSocket.request([:], path: path)["who"] == 2)
  }
}
