import NIOSSL

/// The TLS credentials of one network function (TS 33.210 §6.2, TS 33.501 §13.1): PEM files, TLS 1.2 or later, ALPN `h2`.
public struct SBITLS: Hashable, Sendable {
  /// The certificate chain, own certificate first.
  public var certificateFile: String
  public var privateKeyFile: String
  /// The certificates that sign those of the peers.
  public var trustFile: String
  /// A server asks for, and verifies, the certificate of its clients.
  public var isMutual: Bool

  public init(certificateFile: String, privateKeyFile: String, trustFile: String, isMutual: Bool = true) {
    self.certificateFile = certificateFile
    self.privateKeyFile = privateKeyFile
    self.trustFile = trustFile
    self.isMutual = isMutual
  }

  func serverContext() throws(HTTP2Error) -> NIOSSLContext {
    try context { chain, key in
      var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
      // A client is not reached under a name: its certificate is checked against the trust file alone.
      configuration.certificateVerification = isMutual ? .noHostnameVerification : .none
      return configuration
    }
  }

  func clientContext() throws(HTTP2Error) -> NIOSSLContext {
    try context { chain, key in
      var configuration = TLSConfiguration.makeClientConfiguration()
      configuration.certificateChain = chain
      configuration.privateKey = key
      configuration.certificateVerification = .fullVerification
      return configuration
    }
  }

  private func context(
    _ make: ([NIOSSLCertificateSource], NIOSSLPrivateKeySource) -> TLSConfiguration
  ) throws(HTTP2Error) -> NIOSSLContext {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificateFile).map { NIOSSLCertificateSource.certificate($0) }
      let key = NIOSSLPrivateKeySource.privateKey(try NIOSSLPrivateKey(file: privateKeyFile, format: .pem))
      var configuration = make(chain, key)
      configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(trustFile))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["h2"]
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw .credentials("\(certificateFile), \(privateKeyFile), \(trustFile): \(error)")
    }
  }
}
