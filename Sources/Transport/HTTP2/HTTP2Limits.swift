/// Bounds on what a peer may ask of an SBI connection.
public struct HTTP2Limits: Hashable, Sendable {
  public var maximumConnections = 512
  public var maximumConcurrentStreams = 100
  public var maximumHeaderListOctets = 16_384
  public var maximumBodyOctets = 1 << 20
  /// Of the requests of all connections that are being received or answered: the connections together could ask for 50 GB.
  public var maximumBodyOctetsTogether = 256 << 20
  /// CONTINUATION frames of one header block.
  public var maximumContinuationFrames = 5
  /// Streams that a peer may reset within ``resetWindowSeconds`` ("rapid reset").
  public var maximumResets = 200
  public var resetWindowSeconds = 30
  /// From the first octet of a connection to its first request, and from a request's headers to its last octet.
  public var requestTimeoutMilliseconds = 10_000
  /// From a response's first octet to its last: a peer that opens no window would keep it for ever.
  public var responseTimeoutMilliseconds = 30_000
  /// A connection without a request for this long is closed.
  public var idleTimeoutMilliseconds = 300_000

  public init() {}
}
