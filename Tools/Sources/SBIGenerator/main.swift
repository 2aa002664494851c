import Foundation

// sbigen OPENAPI-FOLDER SERVICES-LIST OUTPUT-FOLDER
let arguments = CommandLine.arguments
guard arguments.count == 4 else {
  FileHandle.standardError.write(Data("usage: sbigen OPENAPI-FOLDER SERVICES-LIST OUTPUT-FOLDER\n".utf8))
  exit(2)
}

do {
  let folder = OpenAPIFolder(URL(fileURLWithPath: arguments[1]))
  let list = try ServiceList(String(contentsOfFile: arguments[2], encoding: .utf8))
  let output = URL(fileURLWithPath: arguments[3])
  let table = SchemaTable(folder)
  let models = ModelEmitter(folder, table)
  let writer = OutputWriter(output)
  // Types that the handwritten half uses, first so that their names are fixed.
  for schema in ["ProblemDetails", "InvalidParam", "PatchItem"] {
    _ = try models.type(reference: "TS29571_CommonData.yaml#/components/schemas/\(schema)")
  }
  let services = ServiceEmitter(folder, table, models)
  for service in list.services {
    try writer.write("\(service.name).swift", services.emit(service))
    try models.emitPending()
  }
  try writer.write("Queries", chunks: services.queryModels)
  var files: [String] = []
  for declaration in models.declarations where !files.contains(declaration.file) { files.append(declaration.file) }
  for file in files.sorted() {
    let stem = file.replacingOccurrences(of: ".yaml", with: "")
    try writer.write("Models_\(stem)", chunks: models.declarations.filter { $0.file == file }.map(\.text))
  }
  try writer.write(table: table.texts)
  try writer.write(opaque: models.opaque)
  print(
    "\(list.services.count) services, \(models.declarations.count) types, \(table.texts.count) schemas, \(models.opaque.count) opaque places"
  )
} catch {
  FileHandle.standardError.write(Data("sbigen: \(error)\n".utf8))
  exit(1)
}
