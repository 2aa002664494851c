import ArgumentParser

@main
struct Vitrum: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "vitrum", abstract: "A complete 5G standalone network.")
}
