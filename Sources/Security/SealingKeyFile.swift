import Glibc

/// The file that holds the key of an ``AESGCMSealer``.
public enum SealingKeyFile {
  public static let keyOctets = 32

  /// Reads a key that only its owner can read.
  /// - Throws: `sealingKeyFile` unless `path` is a regular file (no symbolic link) of 32 octets, owned by the effective user, mode 0600.
  public static func load(path: String) throws(SecurityError) -> SecretBytes {
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .sealingKeyFile(path: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .sealingKeyFile(path: path, reason: String(cString: strerror(errno))) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .sealingKeyFile(path: path, reason: "not a regular file") }
    guard status.st_uid == geteuid() else { throw .sealingKeyFile(path: path, reason: "not owned by the current user") }
    guard status.st_mode & 0o7777 == 0o600 else {
      throw .sealingKeyFile(path: path, reason: "its mode has to be 0600; run: chmod 600 \(path)")
    }
    var octets = [UInt8](repeating: 0, count: keyOctets + 1)
    var length = 0
    while length < octets.count {
      let count = octets.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + length }, $0.count - length) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .sealingKeyFile(path: path, reason: String(cString: strerror(errno))) }
      if count == 0 { break }
      length += count
    }
    guard length == keyOctets else { throw .sealingKeyFile(path: path, reason: "it has to hold exactly \(keyOctets) octets") }
    return SecretBytes(octets[0..<keyOctets])
  }
}
