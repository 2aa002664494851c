import Foundation
import Glibc
import Testing

/// Network, mount and process namespaces of their own, so that what a test builds and counts is nobody else's. Needs root.
final class Sandbox {
  private let holder = Process()
  /// The first process in the namespaces.
  private let processID: pid_t

  init() throws {
    try #require(geteuid() == 0, "these tests need root")
    let pipe = Pipe()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
    // A /run of its own holds the names of namespaces and the state of `vitrum up`.
    let script = "mount -t tmpfs tmpfs /run && ip link set lo up && echo ready && exec sleep 3600"
    holder.arguments = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", script]
    holder.standardInput = FileHandle.nullDevice
    holder.standardOutput = pipe
    try holder.run()
    try #require(String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self).hasPrefix("ready"))
    let holderID = holder.processIdentifier
    let children = try String(contentsOfFile: "/proc/\(holderID)/task/\(holderID)/children", encoding: .utf8)
    processID = try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
  }

  deinit {
    kill(processID, SIGKILL)
    holder.waitUntilExit()
  }

  /// The words that run a program inside.
  func command(_ program: String, _ arguments: [String], in folder: URL) -> [String] {
    ["/usr/bin/nsenter", "--target", "\(processID)", "--net", "--mount", "--pid", "--wd=\(folder.path)", program] + arguments
  }
}
