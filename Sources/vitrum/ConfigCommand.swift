import ArgumentParser
import CommandSupport
import Configuration

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Check a configuration file, or explain every setting.",
    discussion: """
      EXAMPLES:
        vitrum config check vitrum.yaml
        vitrum config reference | less
      """,
    subcommands: [Check.self, Reference.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Name file, line and path of each mistake.",
      discussion: """
        EXAMPLE:
          vitrum config check vitrum.yaml

        Exit status 2: there are mistakes, one in each line of stderr.
        """)

    @Argument(help: "The file.") var file = "vitrum.yaml"

    func run() throws {
      do throws(ConfigurationError) {
        _ = try Configuration.load(path: file)
      } catch {
        throw failure(error.description, .invalidInput)
      }
      printLine("\(file): no mistakes")
    }
  }

  struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print every setting with its default and what it does.")

    func run() { printLine(Configuration.reference) }
  }
}

/// `--config FILE` of the commands that read the configuration.
struct ConfigurationOption: ParsableArguments {
  @Option(name: .customLong("config"), help: "The configuration file.") var path = "vitrum.yaml"

  /// - Throws: exit code 2, with the mistakes on stderr.
  func load() throws -> Configuration {
    do throws(ConfigurationError) {
      return try Configuration.load(path: path)
    } catch {
      throw failure(error.description, .invalidInput)
    }
  }
}
