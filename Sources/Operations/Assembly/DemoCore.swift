import Foundation

/// How the demonstration runs the core.
public enum DemoCore: Sendable, Hashable {
  case oneProcess
  /// Each function is a process of its own, knows the NRF's address, and finds the others by discovery.
  ///
  /// `folder/NAME.yaml`, where it exists, is the configuration of function NAME instead of the network's: with another address of its SBI,
  /// a certificate of its own.
  case separateProcesses(folder: String?)

  /// The processes, those first that need the others while they stop.
  var namesInStopOrder: [String] {
    switch self {
    case .oneProcess: ["core"]
    case .separateProcesses: CoreFunction.allCases.reversed().map(\.rawValue)
    }
  }
}

extension DemoRun {
  /// Starts the processes of the core.
  /// - Returns: those that have not said yet that they are ready.
  func startCore() async throws -> [String] {
    guard case .separateProcesses(let folder) = settings.core else {
      var arguments = ["core", "--controlled", "--config", settings.configurationPath]
      if let path = settings.capturePath { arguments += ["--pcap", path] }
      try startChild("core", arguments)
      return ["core"]
    }
    try await StoreAccess.forgetServingFunctions(settings.configuration.storage)
    // Who starts before the NRF, the UDM before the UDR, and the SMF before the UPF try again until it is there: this saves that time.
    let first = [CoreFunction.nrf, .udr, .upf]
    for function in first {
      try startFunction(function, folder)
      try await waitFor("ready", of: [function.rawValue], what: function.rawValue.uppercased())
    }
    let others = CoreFunction.allCases.filter { !first.contains($0) }
    for function in others { try startFunction(function, folder) }
    return others.map(\.rawValue)
  }

  private func startFunction(_ function: CoreFunction, _ folder: String?) throws {
    var path = settings.configurationPath
    if let folder {
      let own = "\(folder)/\(function.rawValue).yaml"
      if FileManager.default.fileExists(atPath: own) { path = own }
    }
    var arguments = ["nf", function.rawValue, "--controlled", "--config", path]
    if let capture = settings.capturePath { arguments += ["--pcap", Self.capturePath(capture, of: function)] }
    try startChild(function.rawValue, arguments)
  }

  /// `v.pcapng` of the AMF is `v-amf.pcapng`.
  static func capturePath(_ path: String, of function: CoreFunction) -> String {
    let url = URL(fileURLWithPath: path)
    let name = "\(url.deletingPathExtension().lastPathComponent)-\(function.rawValue)"
    let file = url.deletingLastPathComponent().appendingPathComponent(name)
    return url.pathExtension.isEmpty ? file.path : file.appendingPathExtension(url.pathExtension).path
  }
}
