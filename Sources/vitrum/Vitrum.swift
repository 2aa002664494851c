import ArgumentParser

@main
struct Vitrum: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vitrum", abstract: "A complete 5G standalone network.",
    discussion: """
      EXAMPLES:
        sudo vitrum up                        start core, gNB, UE and data network, and show that traffic flows
        vitrum config check vitrum.yaml       find mistakes in the configuration
        vitrum subscriber list                who may use the network
        vitrum decode nas 7e004179000d0199f9070000000000000010...

      EXIT STATUS:
        0 done; 1 failed; 2 the input is wrong (octets, JSON, configuration, subscribers); 3 the network rejected the UE's
        authentication; 4 the registration was rejected; 5 the PDU session was rejected; 6 no answer from the network;
        64 wrong usage; 69 no network runs; 77 root is needed; 130 and 143 stopped by Ctrl-C or SIGTERM before it was done.
      """,
    version: "0.1.0",
    subcommands: [
      UpCommand.self, CoreCommand.self, FunctionCommand.self, GNBCommand.self, UECommand.self, DataNetworkCommand.self, StatusCommand.self,
      UEsCommand.self, SessionsCommand.self, SubscriberCommand.self, KeysCommand.self, ConfigCommand.self, DecodeCommand.self,
      EncodeCommand.self, RadioCommand.self,
    ])
}
