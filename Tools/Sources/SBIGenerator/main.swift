import Foundation

// sbigen OPENAPI-FOLDER PROJECT-FOLDER
let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: sbigen OPENAPI-FOLDER PROJECT-FOLDER\n".utf8))
  exit(2)
}

do {
  try Generation(openAPI: URL(fileURLWithPath: arguments[1]), project: URL(fileURLWithPath: arguments[2])).run()
} catch {
  FileHandle.standardError.write(Data("sbigen: \(error)\n".utf8))
  exit(1)
}
