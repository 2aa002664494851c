import Base
import Configuration
import Foundation
import Security
import Storage

/// Opens the subscriber store that a configuration names.
public enum StoreAccess {
  /// - Parameters:
  ///   - createsKey: makes the key file when neither it nor the store exists.
  ///   - observer: see ``SQLiteSubscriberStore``.
  public static func open(
    _ storage: StorageConfiguration, random: any RandomSource, createsKey: Bool = true, observer: SubscriberChangeObserver? = nil
  ) throws -> SQLiteSubscriberStore {
    if createsKey { try KeyFiles.createSealingKey(storage, random: random) }
    let key = try SealingKeyFile.load(path: storage.keyPath)
    let folder = URL(fileURLWithPath: storage.path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let sealer = CredentialSealer(try AESGCMSealer(key: key), nonce: { random.bytes(12) })
    return try SQLiteSubscriberStore(path: storage.path, sealer: sealer, observer: observer)
  }

  /// A network that starts serves nobody yet, whatever an earlier one has written.
  static func forgetServingFunctions(_ storage: StorageConfiguration) async throws {
    let store = try open(storage, random: SystemRandom())
    for kind in [ContextKind.amf3GPPAccess, .smfRegistration] { try await store.removeContexts(kind) }
    try store.close()
  }
}
