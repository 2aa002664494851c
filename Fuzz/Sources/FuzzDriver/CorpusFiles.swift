import Base
import Foundation
import FuzzSupport

extension Corpus {
  /// One file has at most these octets of text and these lines, so that it can be read.
  private static let fileLimit = (octets: 160_000, lines: 1_400)

  /// Replaces the files of a target by these inputs.
  /// - Parameter files: how many files there may be.
  /// - Returns: how many inputs they have; the rest was dropped.
  static func write(_ inputs: [[UInt8]], _ name: String, root: URL, files: Int) throws -> Int {
    for file in self.files(name, root: root) { try FileManager.default.removeItem(at: file) }
    var texts: [(text: String, lines: Int)] = []
    for line in chosen(inputs.map { Data($0).base64EncodedString() + "\n" }, limit: files * fileLimit.octets) {
      let place = texts.firstIndex { $0.lines < fileLimit.lines && $0.text.utf8.count + line.utf8.count <= fileLimit.octets } ?? texts.count
      if place == texts.count {
        guard texts.count < files else { continue }
        texts.append(("", 0))
      }
      texts[place].text += line
      texts[place].lines += 1
    }
    for (index, file) in texts.enumerated() { try Data(file.text.utf8).write(to: self.file(name, index + 1, root: root)) }
    return texts.reduce(0) { $0 + $1.lines }
  }

  /// The short ones, and for a third of their room the longest: what only a long input shows is not lost.
  private static func chosen(_ lines: [String], limit: Int) -> [String] {
    var rest = lines.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }[...]
    var room = limit * 3 / 4
    var chosen: [String] = []
    while let line = rest.first, line.utf8.count <= room {
      room -= line.utf8.count
      chosen.append(rest.removeFirst())
    }
    room += limit / 4
    var long: [String] = []
    while let line = rest.popLast() {
      guard line.utf8.count <= room else { continue }
      room -= line.utf8.count
      long.insert(line, at: 0)
    }
    return chosen + long
  }

  static func readFolder(_ folder: URL) throws -> [[UInt8]] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      Array(try Data(contentsOf: folder.appending(path: $0)))
    }
  }

  static func writeFolder(_ inputs: [[UInt8]], named prefix: String, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, octets) in inputs.enumerated() { try Data(octets).write(to: folder.appending(path: "\(prefix)-\(index)")) }
  }
}
