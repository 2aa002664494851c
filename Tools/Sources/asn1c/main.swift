import ASN1Compiler
import Foundation

let usage = """
  usage: asn1c --name NAME [--standard TEXT --encoding aligned|unaligned] [--clause MODULE=TEXT]...
               --output FOLDER [--type-list FOLDER] FILE.asn...
         asn1c --check FILE.asn...
         asn1c --coverage NAME FILE.asn...      a row of the table in docs/codecs.md
  """

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data((message + "\n").utf8))
  exit(1)
}

var name = ""
var output: String?
var typeListFolder: String?
var clauses: [String: String] = [:]
var standard = ""
var isAligned: Bool?
var files: [String] = []
var isCheck = false
var coverageName: String?
var arguments = Array(CommandLine.arguments.dropFirst())
while !arguments.isEmpty {
  let argument = arguments.removeFirst()
  switch argument {
  case "--check": isCheck = true
  case "--coverage":
    guard !arguments.isEmpty else { fail(usage) }
    coverageName = arguments.removeFirst()
  case "--name", "--output", "--type-list", "--clause", "--standard", "--encoding":
    guard !arguments.isEmpty else { fail(usage) }
    let value = arguments.removeFirst()
    if argument == "--name" { name = value }
    if argument == "--output" { output = value }
    if argument == "--standard" { standard = value }
    if argument == "--encoding" { isAligned = value == "aligned" }
    if argument == "--type-list" { typeListFolder = value }
    if argument == "--clause", let equals = value.firstIndex(of: "=") {
      clauses[String(value[..<equals])] = String(value[value.index(after: equals)...])
    }
  default: files.append(argument)
  }
}
guard !files.isEmpty, isCheck || coverageName != nil || (!name.isEmpty && output != nil) else { fail(usage) }

do {
  var compiler = Compiler()
  for file in files {
    try compiler.add(text: String(contentsOfFile: file, encoding: .utf8), file: file)
  }
  if let coverageName {
    print(try compiler.coverage().row(coverageName))
  } else if isCheck {
    print(try compiler.summary())
  } else if let output {
    let (sources, typeList) = try compiler.generate(
      name: name, clauses: clauses, shape: isAligned.map { Compiler.Shape(standard: standard, isAligned: $0) })
    for file in sources { try file.text.write(toFile: output + "/" + file.name, atomically: true, encoding: .utf8) }
    if let typeListFolder { try typeList.text.write(toFile: typeListFolder + "/" + typeList.name, atomically: true, encoding: .utf8) }
  }
} catch {
  fail("\(error)")
}
