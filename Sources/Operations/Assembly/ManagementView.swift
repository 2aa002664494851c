import Base
import Configuration
import Foundation
import Management
import Runtime

/// What a running network answers on its control socket.
struct ManagementView: Sendable {
  let configuration: Configuration
  let functions: [RunningFunction]

  /// Answers `{"command": "status"|"ues"|"sessions", "identities": true}`.
  func answer(_ request: JSON) async -> JSON {
    let includesIdentities = request["identities"]?.boolValue ?? false
    switch request["command"]?.stringValue {
    case "status": return await status()
    case "ues": return ["ues": await member("ues", of: .amf, includesIdentities)]
    case "sessions": return ["sessions": await member("sessions", of: .smf, includesIdentities)]
    default: return ["error": "unknown command; use status, ues or sessions"]
    }
  }

  private func member(_ key: String, of name: CoreFunction, _ includesIdentities: Bool) async -> JSON {
    guard let function = functions.first(where: { $0.name == name }) else { return [] }
    return await function.snapshot(includesIdentities)[key] ?? []
  }

  private func status() async -> JSON {
    var object = JSON.Object()
    object["plmn"] = .string(configuration.plmn.description)
    object["n2"] = .string(configuration.amf.n2.description)
    object["n3"] = .string(configuration.upf.n3.description)
    var list = JSON.Object()
    for function in functions {
      let snapshot = await function.snapshot(false)
      switch function.name {
      case .amf:
        object["gNBs"] = snapshot["gNBs"]
        object["ues"] = .int(snapshot["ues"]?.arrayValue?.count ?? 0)
      case .smf:
        object["upfs"] = snapshot["upfs"]
        object["sessions"] = .int(snapshot["sessions"]?.arrayValue?.count ?? 0)
      default: list[function.name.rawValue] = snapshot
      }
    }
    object["functions"] = .object(list)
    return .object(object)
  }

  /// Opens the control socket, and its folder when it is missing.
  static func listen(
    _ path: String, loop: any Loop, answer: @escaping @Sendable (JSON) async -> JSON
  ) throws -> ControlSocket {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return try ControlSocket(path: path, loop: loop, handler: answer)
  }
}
