import Foundation

/// Writes the two modules: SBI with the services that the network itself speaks, SBIServices with all.
struct Generation {
  private let project: URL
  private let folder: OpenAPIFolder
  private let table: SchemaTable
  private let models: ModelEmitter

  init(openAPI: URL, project: URL) {
    self.project = project
    folder = OpenAPIFolder(openAPI)
    table = SchemaTable(folder)
    models = ModelEmitter(folder, table)
  }

  func run() throws {
    let own = try writeOwnServices()
    try writeAllServices(own)
  }

  private func list(_ name: String) throws -> String {
    try String(contentsOf: project.appendingPathComponent("Tools/Sources/SBIGenerator/\(name)"), encoding: .utf8)
  }

  private func writer(_ path: String, modules: [String]) throws -> OutputWriter {
    let folder = project.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let writer = OutputWriter(folder, modules: modules)
    try writer.clear()
    return writer
  }

  private func writeModels(_ writer: OutputWriter) throws {
    for file in Set(models.declarations.map(\.file)).sorted() {
      let stem = file.replacingOccurrences(of: ".yaml", with: "")
      try writer.write("Models_\(stem)", chunks: models.declarations.filter { $0.file == file }.map(\.text))
    }
  }

  /// - Returns: the writer, for the schemas that come behind, and how many there are already.
  private func writeOwnServices() throws -> (writer: OutputWriter, schemas: Int, opaque: [String]) {
    let services = try ServiceList(try list("services.txt"))
    let writer = try writer("Sources/Protocols/SBI/Generated", modules: ["Base"])
    // Types that the handwritten half uses, first so that their names are fixed.
    for schema in ["ProblemDetails", "InvalidParam", "PatchItem"] {
      _ = try models.type(reference: "TS29571_CommonData.yaml#/components/schemas/\(schema)")
    }
    let emitter = ServiceEmitter(folder, table, models)
    for service in services.services {
      try writer.write("\(service.name).swift", emitter.emit(service))
      try models.emitPending()
    }
    try writer.write("Queries", chunks: emitter.queryModels)
    try writeModels(writer)
    try writeTypeList("Tests/SBITests/Generated", "SBI", models.typeNames)
    print("SBI: \(services.services.count) services, \(models.declarations.count) types, \(table.texts.count) schemas")
    return (writer, table.texts.count, models.opaque)
  }

  private func writeAllServices(_ own: (writer: OutputWriter, schemas: Int, opaque: [String])) throws {
    models.beginModule()
    let writer = try writer("Sources/Protocols/SBIServices/Generated", modules: ["Base", "SBI"])
    let emitter = EndpointEmitter(folder, table, models)
    for file in try ListedFile.read(try list("all-services.txt")) {
      let (stem, chunks) = try emitter.emit(file)
      if !chunks.isEmpty { try writer.write("Endpoints_\(stem)", chunks: chunks) }
      try models.emitPending()
    }
    try writeModels(writer)
    try writeTypeList("Tests/SBIServicesTests/Generated", "SBIServices", models.typeNames)
    try own.writer.write(table: table.texts, ownCount: own.schemas)
    let places = table.numbers.filter { $0.key.contains(".yaml#/") }.map { (place: $0.key, schema: $0.value) } + emitter.bodies
    let chunks = [
      "endpointChunks": try writer.write(lines: emitter.descriptions.map { [$0] }, type: "SBIServiceText", name: "endpointChunk"),
      "placeChunks": try writer.write(
        lines: places.sorted { $0.place < $1.place }.map { ["\($0.schema) \($0.place)"] }, type: "SBIServiceText", name: "placeChunk"),
    ]
    var text =
      "/// Endpoints as JSON, one in each line; and the number of the schema that stands at a place of the OpenAPI files.\nenum SBIServiceText {\n"
    for (name, chunks) in chunks.sorted(by: { $0.key < $1.key }) {
      text += "  static var \(name): [StaticString] { [\(chunks.joined(separator: ", "))] }\n"
    }
    try writer.write("SBIServiceText.swift", text + "}\n")
    try CoverageTable(project: project).write(emitter.coverage, opaque: own.opaque + models.opaque)
    print(
      "SBIServices: \(emitter.descriptions.count) endpoints, \(models.declarations.count) types, \(table.texts.count) schemas in all, \(table.uncheckedMaps) objects with unchecked maps"
    )
  }

  /// The types of a module as data of a test.
  private func writeTypeList(_ path: String, _ module: String, _ names: [String]) throws {
    let writer = try writer(path, modules: module == "SBI" ? ["SBI"] : ["SBI", module])
    var text =
      "/// Every generated type of \(module).\nlet \(module == "SBI" ? "sbi" : "sbiServices")Types: [(name: String, size: Int)] = [\n"
    for pair in stride(from: 0, to: names.count, by: 2) {
      let entries = names[pair..<min(pair + 2, names.count)].map { "(\"\($0)\", MemoryLayout<\($0)>.size)," }
      text += "  " + entries.joined(separator: " ") + "\n"
    }
    try writer.write("\(module)Types.swift", text + "]\n")
  }
}
