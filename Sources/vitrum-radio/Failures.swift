import ArgumentParser
import CommandSupport
import Modulation

/// Runs a part of a command whose parameters come from the command line: what the standard does not have is wrong usage.
func usage<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as ParameterError { throw ValidationError("\(error)") }
}

/// Runs a part of a command that reads a file: what is wrong with it ends the command with that status.
/// - Parameter path: the file's.
func reading<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as ParameterError { throw failure("\(path): \(error)", .invalidInput) }
}
