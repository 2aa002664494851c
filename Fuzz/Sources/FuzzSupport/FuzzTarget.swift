import Base
import Foundation

/// What one protocol's fuzzer does with octets. The fuzzer's program and the replay in the tests call the same functions.
public protocol FuzzTarget: Sendable {
  /// The protocol, as `scripts/fuzz` and the corpus file name it.
  static var name: String { get }
  init()

  /// Decodes octets and checks everything that has to hold for whatever they decode to.
  /// - Throws: what did not hold.
  func check(_ octets: [UInt8]) throws(FuzzFinding) -> FuzzOutcome

  /// A change that keeps or deliberately breaks the structure of a message; `nil` where the octets have none.
  func mutate(_ octets: [UInt8], using generator: inout SeededGenerator) -> [UInt8]?

  /// Inputs to begin with, from the vectors of the package at `root` and from its own encoders.
  func seeds(_ root: URL) throws -> [[UInt8]]

  /// Inputs of the kinds that broke other implementations.
  var attacks: [Attack] { get }
}

/// Something that has to hold and does not.
public struct FuzzFinding: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// What became of an input.
public struct FuzzOutcome: Sendable {
  /// The encoding of the decoded value; `nil` when the octets were refused.
  public var canonical: [UInt8]?
  /// The peak of live octets while it was decoded against what the bound allows, in thousandths.
  public var memoryPermille = 0

  public init(canonical: [UInt8]? = nil, memoryPermille: Int = 0) {
    self.canonical = canonical
    self.memoryPermille = memoryPermille
  }
}

/// An input of a kind that broke another implementation.
public struct Attack: Sendable {
  public let name: String
  public let octets: [UInt8]

  public init(_ name: String, _ octets: [UInt8]) {
    self.name = name
    self.octets = octets
  }

  /// - Parameter hex: its octets in hexadecimal; blanks are ignored.
  public init(_ name: String, hex: String) { self.init(name, Hex.decode(hex.filter { $0 != " " }) ?? []) }
}

/// Files of vectors.
public enum Vectors {
  /// The first hexadecimal column of every line.
  static func octets(_ file: URL) throws -> [[UInt8]] { try named(file).map(\.octets) }

  /// The first column of every line, and the first hexadecimal one.
  static func named(_ file: URL) throws -> [(name: String, octets: [UInt8])] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      let columns = line.split(separator: "\t")
      return columns.lazy.compactMap { Hex.decode($0) }.first { $0.count > 1 }.map { (String(columns[0]), $0) }
    }
  }

  /// The vectors of all text files of a folder.
  public static func octets(folder: URL) throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter { $0.hasSuffix(".txt") || $0.hasSuffix(".tsv") }
      .flatMap { try octets(folder.appending(path: $0)) }
  }
}
