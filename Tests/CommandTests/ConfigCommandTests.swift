import Foundation
import Testing

/// `vitrum config`.
struct ConfigCommandTests {
  @Test("the file that comes with Vitrum has no mistakes, and at most 60 lines")
  func shippedFile() throws {
    let path = FileManager.default.currentDirectoryPath + "/vitrum.yaml"
    let result = try Vitrum.run(["config", "check", path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).count <= 61)
  }

  @Test("each mistake is named with file, line and path")
  func mistakes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("amf:\n  n2: 10.99.0.999\nsmf:\n  n5: 1\n", to: "bad.yaml")
    let result = try Vitrum.run(["config", "check", path])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("\(path):2: amf.n2: "))
    #expect(result.errors.contains("\(path):4: smf.n5: is not a setting"))
  }

  @Test("a missing file is named")
  func missingFile() throws {
    let result = try Vitrum.run(["config", "check", "/nowhere/vitrum.yaml"])
    #expect(result.status == 2)
    #expect(result.errors.contains("/nowhere/vitrum.yaml: cannot be read; there is no such file"))
  }

  @Test("the reference is itself a correct configuration")
  func reference() throws {
    let folder = try TemporaryFolder()
    let reference = try Vitrum.run(["config", "reference"])
    #expect(reference.status == 0)
    let path = try folder.write(reference.output, to: "reference.yaml")
    let check = try Vitrum.run(["config", "check", path])
    #expect(check.status == 0, "\(check.errors)")
  }

  @Test("a command that reads the configuration refuses a broken one with exit status 2")
  func otherCommands() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("plmn: {mcc: 9999}\n", to: "bad.yaml")
    for arguments in [["subscriber", "list"], ["status"], ["keys", "show"]] {
      let result = try Vitrum.run(arguments + ["--config", path])
      #expect(result.status == 2)
      #expect(result.errors.contains("plmn.mcc"))
    }
  }
}
