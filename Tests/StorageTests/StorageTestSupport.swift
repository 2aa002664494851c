import Base
import Foundation
import Security

@testable import Storage

enum Sample {
  static let supi = "imsi-999700000000001"
  static let k = "465b5ce8b199b49faa5f0a2ee238a6bc"
  static let opc = "e8ed289deba952e4283b54e88e6183ca"

  static func subscriber(_ number: Int = 1) -> Subscriber {
    let digits = String(number)
    return Subscriber(
      supi: "imsi-99970" + String(repeating: "0", count: 10 - digits.count) + digits,
      gpsi: number == 1 ? "msisdn-491700000001" : nil,
      credentials: AuthenticationCredentials(
        key: SecretBytes(hex: k) ?? SecretBytes([]), operatorVariant: SecretBytes(hex: opc) ?? SecretBytes([])),
      slices: [
        SubscribedSlice(
          snssai: SNSSAI(sst: 1), isDefault: true,
          dataNetworks: [
            SubscribedDataNetwork(
              dnn: "internet", isDefault: true, arp: AllocationRetentionPriority(priorityLevel: 3, mayPreempt: true, isPreemptable: true),
              staticIPv4: IPAddress("10.45.0.9"), staticIPv6: IPAddress("2001:db8:45:9::"))
          ]),
        SubscribedSlice(snssai: SNSSAI(sst: 2, sd: 10), dataNetworks: []),
      ],
      restrictions: AccessRestrictions(forbiddenRATs: ["EUTRA"], forbiddenTACs: [7, 9]))
  }

  static func tuakSubscriber() -> Subscriber {
    var subscriber = subscriber(2)
    subscriber.credentials = AuthenticationCredentials(
      algorithm: .tuak, key: SecretBytes((0..<32).map { UInt8($0) }), operatorVariant: SecretBytes((32..<64).map { UInt8($0) }))
    return subscriber
  }
}

/// A folder that disappears with the last reference.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("vitrum-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var database: String { path + "/subscribers.sqlite" }
  func octets(_ name: String) -> [UInt8] { FileManager.default.contents(atPath: "\(path)/\(name)").map { [UInt8]($0) } ?? [] }
}

extension CredentialSealer {
  /// AES-GCM with a key for the test.
  static func testing(_ key: UInt8 = 1) throws -> CredentialSealer {
    CredentialSealer(try AESGCMSealer(key: SecretBytes(Array(repeating: key, count: 32)))) {
      var generator = SystemRandomNumberGenerator()
      return randomOctets(12, using: &generator)
    }
  }
}

/// The error that `body` throws.
func storageError(_ body: () async throws -> Void) async -> StorageError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? StorageError
  }
}

func contains(_ needle: [UInt8], in octets: [UInt8]) -> Bool {
  Data(octets).range(of: Data(needle)) != nil
}
