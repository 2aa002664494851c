import Base
import Configuration
import Foundation
import Security

/// Why a key file or the subscriber store cannot be used; each says what to do.
public enum KeyFileError: Error, Sendable, CustomStringConvertible {
  case cannotCreate(path: String, reason: String)
  case cannotRead(path: String, reason: String)
  case invalid(path: String, reason: String)
  /// The key that sealed the store is gone.
  case sealingKeyMissing(keyPath: String, storePath: String)

  public var description: String {
    switch self {
    case .cannotCreate(let path, let reason): "\(path): cannot be created (\(reason)); check the folder and who you are"
    case .cannotRead(let path, let reason): "\(path): cannot be read (\(reason)); `vitrum keys create` makes missing key files"
    case .invalid(let path, let reason): "\(path): \(reason)"
    case .sealingKeyMissing(let keyPath, let storePath):
      "\(keyPath) is missing, but \(storePath) exists and was sealed with it; restore the key file, or move the store away"
    }
  }
}

/// The key files that a configuration names: read, and made when they are missing. All have mode 0600.
public enum KeyFiles {
  /// The key that seals the subscriber store.
  /// - Returns: whether it was made now.
  @discardableResult
  public static func createSealingKey(_ storage: StorageConfiguration, random: any RandomSource) throws(KeyFileError) -> Bool {
    guard !FileManager.default.fileExists(atPath: storage.keyPath) else { return false }
    guard !FileManager.default.fileExists(atPath: storage.path) else {
      throw .sealingKeyMissing(keyPath: storage.keyPath, storePath: storage.path)
    }
    try create(storage.keyPath, random.bytes(SealingKeyFile.keyOctets))
    return true
  }

  /// The home network private keys whose files are missing.
  /// - Returns: the paths of those that were made.
  public static func createSUCIKeys(_ udm: UDMConfiguration, random: any RandomSource) throws(KeyFileError) -> [String] {
    var made: [String] = []
    for profile in udm.suciProfiles {
      guard case .file(let path) = profile.privateKey, !FileManager.default.fileExists(atPath: path) else { continue }
      var generator = RandomGenerator(random)
      let key: HomeNetworkPrivateKey
      do throws(SecurityError) {
        key = try HomeNetworkPrivateKey(scheme: profile.scheme, identifier: profile.id, using: &generator)
      } catch {
        throw .cannotCreate(path: path, reason: "\(error)")
      }
      try create(path, Array((Hex.encode(key.privateKey.revealed) + "\n").utf8))
      made.append(path)
    }
    return made
  }

  /// The home network key pairs of a configuration.
  public static func homeNetworkKeys(_ udm: UDMConfiguration) throws(KeyFileError) -> [HomeNetworkPrivateKey] {
    var keys: [HomeNetworkPrivateKey] = []
    for profile in udm.suciProfiles {
      let place: String
      let secret: SecretBytes
      switch profile.privateKey {
      case .value(let value): (place, secret) = ("udm.suciProfiles id \(profile.id)", value)
      case .file(let path): (place, secret) = (path, try read(path, scheme: profile.scheme))
      }
      do throws(SecurityError) {
        keys.append(try HomeNetworkPrivateKey(scheme: profile.scheme, identifier: profile.id, privateKey: secret))
      } catch {
        throw .invalid(path: place, reason: "is no private key of \(profile.scheme): \(error)")
      }
    }
    return keys
  }

  /// 64 hexadecimal digits, or a PEM file in PKCS #8 or SEC 1 form.
  private static func read(_ path: String, scheme: ProtectionScheme) throws(KeyFileError) -> SecretBytes {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      if let mode = attributes[.posixPermissions] as? Int, mode & 0o077 != 0 {
        throw KeyFileError.invalid(path: path, reason: "other users can read it; run: chmod 600 \(path)")
      }
    } catch let error as KeyFileError {
      throw error
    } catch {
      throw .cannotRead(path: path, reason: FileManager.default.fileExists(atPath: path) ? "no permission" : "there is no such file")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw .invalid(path: path, reason: "is not text; write hexadecimal or PEM")
    }
    if let secret = SecretBytes(hex: text), secret.count == 32 { return secret }
    guard let der = PEM.privateKey(text), let secret = PEM.scalar(der, scheme: scheme) else {
      throw .invalid(path: path, reason: "is neither 64 hexadecimal digits nor a PEM private key for \(scheme)")
    }
    return secret
  }

  private static func create(_ path: String, _ octets: [UInt8]) throws(KeyFileError) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .cannotCreate(path: path, reason: error.localizedDescription)
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard write(descriptor, octets, octets.count) == octets.count, fsync(descriptor) == 0 else {
      throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
    }
  }
}

/// The little of PEM and DER that private keys need.
enum PEM {
  /// The DER of the first private key in a text.
  static func privateKey(_ text: String) -> [UInt8]? {
    let lines = text.split(whereSeparator: \.isNewline)
    guard let begin = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN") && $0.contains("PRIVATE KEY") }),
      let end = lines[begin...].firstIndex(where: { $0.hasPrefix("-----END") })
    else { return nil }
    return Data(base64Encoded: lines[(begin + 1)..<end].joined()).map { Array($0) }
  }

  /// The 32 octets of the private key: the innermost OCTET STRING of that length, which both PKCS #8 (RFC 5958, RFC 8410) and
  /// SEC 1 (RFC 5915) have exactly one of.
  static func scalar(_ der: [UInt8], scheme: ProtectionScheme) -> SecretBytes? {
    let found = der.indices.dropLast(33).filter { der[$0] == 0x04 && der[$0 + 1] == 0x20 }
    guard let index = found.first, index + 34 <= der.count else { return nil }
    return SecretBytes(der[(index + 2)..<(index + 34)])
  }
}

/// A ``RandomSource`` as a generator.
public struct RandomGenerator: RandomNumberGenerator {
  private let source: any RandomSource
  public init(_ source: any RandomSource) { self.source = source }
  public mutating func next() -> UInt64 { source.uint64() }
}
