import Base
import Foundation
import Security
import Testing

@testable import Assembly
@testable import Configuration

/// The files that hold the home network private keys and the key of the store.
struct KeyFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func file(_ name: String, _ text: String, mode: Int = 0o600) throws -> String {
    let path = folder.appendingPathComponent(name).path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  private func publicKey(_ path: String, _ scheme: ProtectionScheme) throws -> String {
    let udm = UDMConfiguration(suciProfiles: [SUCIProfileConfiguration(id: 1, scheme: scheme, privateKey: .file(path: path))])
    return Hex.encode(try #require(try KeyFiles.homeNetworkKeys(udm).first).publicKey.octets)
  }

  // TS 33.501 §C.4.3 and §C.4.4.
  private static let profileA = "c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d"
  private static let profileAPublic = "5a8d38864820197c3394b92613b20b91633cbd897119273bf8e4a6f4eec0a650"
  private static let profileB = "f1ab1074477ebcc7f554ea1c5fc368b1616730155e0041ac447d6301975fecda"
  private static let profileBPublic = "0272da71976234ce833a6907425867b82e074d44ef907dfb4b3e21c1c2256ebcd1"

  @Test("hexadecimal: the keys of TS 33.501 Annex C.4")
  func hexadecimal() throws {
    #expect(try publicKey(try file("a", Self.profileA + "\n"), .profileA) == Self.profileAPublic)
    #expect(try publicKey(try file("b", Self.profileB), .profileB) == Self.profileBPublic)
  }

  @Test("PEM: the same keys as openssl writes them (PKCS #8 and SEC 1)")
  func pem() throws {
    // `openssl pkey -inform DER -outform PEM` of RFC 8410 and RFC 5915 structures around the keys of Annex C.4.
    let a = Data([0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x6E, 4, 0x22, 4, 0x20] + (try #require(Hex.decode(Self.profileA))))
    let pemA = "-----BEGIN PRIVATE KEY-----\n\(a.base64EncodedString())\n-----END PRIVATE KEY-----\n"
    #expect(try publicKey(try file("a.pem", pemA), .profileA) == Self.profileAPublic)
    let b = Data(
      [0x30, 0x31, 2, 1, 1, 4, 0x20] + (try #require(Hex.decode(Self.profileB)))
        + [0xA0, 0x0A, 6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7])
    let pemB = "-----BEGIN EC PRIVATE KEY-----\n\(b.base64EncodedString())\n-----END EC PRIVATE KEY-----\n"
    #expect(try publicKey(try file("b.pem", pemB), .profileB) == Self.profileBPublic)
  }

  @Test("a file that others can read, is missing, or has something else is refused and says what to do")
  func refused() throws {
    func reason(_ path: String) -> String {
      do {
        return try publicKey(path, .profileA)
      } catch {
        return "\(error)"
      }
    }
    #expect(reason(try file("open", Self.profileA, mode: 0o644)).contains("chmod 600"))
    #expect(reason(folder.path + "/none").contains("there is no such file"))
    #expect(reason(try file("text", "hello")).contains("neither 64 hexadecimal digits nor a PEM private key"))
    #expect(reason(try file("short", String(Self.profileA.dropLast(2)))).contains("neither"))
  }

  @Test("missing files are made once, with mode 0600, and can be read")
  func creation() throws {
    let path = folder.appendingPathComponent("sub/new.key").path
    let udm = UDMConfiguration(suciProfiles: [SUCIProfileConfiguration(id: 3, scheme: .profileB, privateKey: .file(path: path))])
    #expect(try KeyFiles.createSUCIKeys(udm, random: SystemRandom()) == [path])
    #expect(try KeyFiles.createSUCIKeys(udm, random: SystemRandom()).isEmpty)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try KeyFiles.homeNetworkKeys(udm).first?.identifier == 3)
  }
}
