import ArgumentParser
import Assembly
import Base
import CommandSupport
import Security
import Storage
import UE

struct UECommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ue", abstract: "Run simulated UEs, with this or any other standard core.",
    discussion: """
      EXAMPLES:
        sudo vitrum ue --supi imsi-999700000000001 --k 465b5ce8b199b49faa5f0a2ee238a6bc --opc e8ed289deba952e4283b54e88e6183ca \\
          --gnb 127.0.0.100:4997 --dnn internet
        sudo vitrum ue --subscribers sims.json --count 50 --gnb 127.0.0.100:4997 --suci-profile A --suci-key-id 1 --suci-public-key 5a8d...
        sudo ip netns exec vitrum-ue-1 ping 10.98.0.2

      Each UE has a network namespace of its own (--namespace, with its number behind) that contains lo and a TUN device for each PDU
      session. Several UEs are spread over the gNBs. Ctrl-C deregisters and ends.

      EXIT STATUS:
        0 done; 3 authentication rejected, or the network is not genuine; 4 registration rejected; 5 PDU session rejected;
        6 no cell or no answer; 1 anything else. One line on stderr has the cause and the SUCI, never a key.
      """)

  @OptionGroup var identity: USIMOptions
  @Option(help: "How many UEs; their SUPIs count upwards, or come from --subscribers.") var count: Int?
  @Option(help: "Radio address of a gNB: ADDRESS:PORT; may be repeated.") var gnb: [EndpointArgument] = []
  @Option(help: "DNN of a PDU session; may be repeated. `none` establishes no session.") var dnn: [String] = []
  @Option(help: "PDU session type: ipv4, ipv6 or ipv4v6.") var sessionType: UEConfiguration.SessionType = .ipv4
  @Option(help: "Requested slice: SST or SST-SD; may be repeated.") var slice: [SliceArgument] = []
  @Option(help: "NAS ciphering algorithms that the UE has, e.g. NEA0,NEA2.") var ciphering: String?
  @Option(help: "NAS integrity algorithms that the UE has, e.g. NIA2.") var integrity: String?
  @Option(help: "Prefix of the UEs' network namespaces; `none` puts the devices into this one.") var namespace = "vitrum-ue"
  @Option(help: "Network namespace of the radio link.") var radioNamespace: String?
  @Option(help: "Own address of the radio link.") var radioAddress = EndpointArgument(.v4(0x7F00_0001))
  @Flag(help: "Deregister and end as soon as every UE has its sessions.") var once = false
  @Option(help: "trace, debug, info, notice, warning, error or critical.") var logLevel = "info"
  @OptionGroup var control: ControlOption

  func validate() throws {
    if gnb.isEmpty { throw ValidationError("--gnb: name at least one gNB, e.g. --gnb 127.0.0.100:4997") }
    if let count, !(1...1000).contains(count) { throw ValidationError("--count: use 1 to 1000") }
    if !control.isControlled { try identity.check() }
  }

  func run() throws {
    try Root.require("the UE (TUN device, network namespace)")
    let settings = UESettings(
      namespacePrefix: namespace == "none" ? nil : namespace, radioNamespace: radioNamespace, radioAddress: radioAddress.ip,
      logLevel: logLevel, endsAfterFailure: true, isOnce: once)
    let fixed = control.isControlled ? [] : try identity.subscribers(count: count)
    let command = self
    let capabilities = (
      try Algorithms.parse(ciphering, prefix: "NEA", option: "--ciphering"),
      try Algorithms.parse(integrity, prefix: "NIA", option: "--integrity")
    )
    try runProcess(isControlled: control.isControlled) { process in
      var subscribers = fixed
      if process.isControlled {
        guard case .command(let json) = await process.next(within: .seconds(30)) else { return ExitStatus.failed.rawValue }
        subscribers = (json["subscribers"]?.arrayValue ?? []).compactMap { try? Subscriber(json: $0) }
      }
      do {
        let configurations = try subscribers.enumerated().map { try command.configuration($0.offset, $0.element, capabilities) }
        return await UEProcess(configurations, settings: settings).run(process)
      } catch {
        printError("\(error)")
        return ExitStatus.invalidInput.rawValue
      }
    }
  }

  private func configuration(_ index: Int, _ subscriber: Subscriber, _ capabilities: ([UInt8]?, [UInt8]?)) throws -> UEConfiguration {
    let sessions = (dnn == ["none"] ? [] : dnn.isEmpty ? [nil] : dnn.map(Optional.some)).map {
      UEConfiguration.SessionRequest(dnn: $0, snssai: slice.first?.slice, type: sessionType)
    }
    guard let supi = SUPI(subscriber.supi) else { throw ValidationError("--supi: \(subscriber.supi) is not a SUPI") }
    var configuration = UEConfiguration(
      supi: supi, homePLMN: try identity.homePLMN(), algorithm: try USIMOptions.algorithm(subscriber.credentials),
      imeisv: Self.imeisv(index), concealment: try identity.concealment(), routingIndicator: identity.routingIndicator,
      requestedNSSAI: slice.map(\.slice), sessions: sessions,
      gNBRadioAddresses: gnb.isEmpty ? [] : [gnb[index % gnb.count].address(defaultPort: 4997)])
    if let numbers = capabilities.0 { configuration.ciphering = numbers.compactMap { CipheringAlgorithm(rawValue: $0) } }
    if let numbers = capabilities.1 { configuration.integrity = numbers.compactMap { IntegrityAlgorithm(rawValue: $0) } }
    return configuration
  }

  /// An IMEISV with its own serial number (TS 23.003 §6.2.2).
  private static func imeisv(_ index: Int) -> String {
    let serial = String(816_125 + index)
    return "43708161" + serial + "01"
  }
}

extension UEConfiguration.SessionType: ExpressibleByArgument {}

/// `NEA0,NEA2` as algorithm numbers.
enum Algorithms {
  static func parse(_ text: String?, prefix: String, option: String) throws -> [UInt8]? {
    guard let text else { return nil }
    return try text.split(separator: ",").map { name in
      guard name.uppercased().hasPrefix(prefix), let number = UInt8(name.dropFirst(prefix.count)), number < 4 else {
        throw ValidationError("\(option): \"\(name)\" is unknown; use \(prefix)0, \(prefix)1, \(prefix)2 or \(prefix)3")
      }
      return number
    }
  }
}
