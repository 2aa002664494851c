import Base

/// Single network slice selection assistance information (TS 24.501 §9.11.2.8).
public struct SNSSAI: InformationElement {
  /// Slice/service type.
  public var sst: UInt8
  /// Slice differentiator, 24 bits; `nil` when absent (FFFFFF on the wire means the same, TS 23.003 §28.4.2).
  public var sd: UInt32?
  /// The SST of the HPLMN that this one is mapped to.
  public var mappedHPLMNSST: UInt8?
  /// The SD of the HPLMN that this one is mapped to.
  public var mappedHPLMNSD: UInt32?

  public init(sst: UInt8, sd: UInt32? = nil, mappedHPLMNSST: UInt8? = nil, mappedHPLMNSD: UInt32? = nil) {
    self.sst = sst
    self.sd = sd
    self.mappedHPLMNSST = mappedHPLMNSST
    self.mappedHPLMNSD = mappedHPLMNSD
  }

  public init(coding c: inout NASCoder, _ value: SNSSAI?) throws(NASError) {
    switch c.mode {
    case .decode:
      let count = c.remaining
      guard count == 1 || count == 2 || count == 4 || count == 5 || count == 8 else { throw .malformed(ie: "sNSSAI") }
      sst = try c.uint8("sst", nil)
      sd = count > 2 ? try c.uint24("sd", nil) : nil
      mappedHPLMNSST = count == 2 || count >= 5 ? try c.uint8("mappedHPLMNSST", nil) : nil
      mappedHPLMNSD = count == 8 ? try c.uint24("mappedHPLMNSD", nil) : nil
    case .encode:
      guard let value, value.mappedHPLMNSD == nil || value.mappedHPLMNSST != nil else { throw .notEncodable(ie: "sNSSAI") }
      _ = try c.uint8("sst", value.sst)
      // A mapped SD has no coding without an SD in front of it; FFFFFF stands for "no SD".
      if let sd = value.sd ?? (value.mappedHPLMNSD == nil ? nil : 0xFF_FFFF) { _ = try c.uint24("sd", sd) }
      if let mapped = value.mappedHPLMNSST { _ = try c.uint8("mappedHPLMNSST", mapped) }
      if let mapped = value.mappedHPLMNSD { _ = try c.uint24("mappedHPLMNSD", mapped) }
      self = value
    case .toJSON, .fromJSON:
      sst = try c.uint8("sst", value?.sst)
      sd = try Self.differentiator("sd", &c, value?.sd)
      mappedHPLMNSST = try c.optionalNested("mappedHPLMNSST", presentInOctets: false, value?.mappedHPLMNSST)
      mappedHPLMNSD = try Self.differentiator("mappedHPLMNSD", &c, value?.mappedHPLMNSD)
    }
  }

  private static func differentiator(_ name: String, _ c: inout NASCoder, _ value: UInt32?) throws(NASError) -> UInt32? {
    let octets: [UInt8]? = value.map {
      [UInt8(truncatingIfNeeded: $0 >> 16), UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)]
    }
    guard let read = try c.optionalNested(name, presentInOctets: false, octets) else { return nil }
    guard read.count == 3 else { throw .invalidJSON(path: name) }
    return read.reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// Requested, allowed, configured or pending NSSAI (TS 24.501 §9.11.3.37).
public struct NSSAI: InformationElement {
  public var sNSSAIs: [SNSSAI]
  public init(_ sNSSAIs: [SNSSAI]) { self.sNSSAIs = sNSSAIs }

  public init(coding c: inout NASCoder, _ value: NSSAI?) throws(NASError) {
    sNSSAIs = try c.countedList("", value?.sNSSAIs)
  }
}

/// Requested mapped NSSAI (TS 24.501 §9.11.3.31B): S-NSSAIs of the HPLMN, each with its length.
public typealias MappedNSSAI = NSSAI

/// Rejected NSSAI (TS 24.501 §9.11.3.46).
public struct RejectedNSSAI: InformationElement {
  public struct Entry: InformationElement {
    public enum Cause: NamedValue {
      case notAvailableInTheCurrentPLMNOrSNPN
      case notAvailableInTheCurrentRegistrationArea
      case failedOrRevokedNetworkSliceSpecificAuthentication
      case maximumNumberOfUEsReached
      case other(UInt8)
      public static var bitWidth: Int { 4 }
      public init(rawValue: UInt8) {
        switch rawValue {
        case 0: self = .notAvailableInTheCurrentPLMNOrSNPN
        case 1: self = .notAvailableInTheCurrentRegistrationArea
        case 2: self = .failedOrRevokedNetworkSliceSpecificAuthentication
        case 3: self = .maximumNumberOfUEsReached
        default: self = .other(rawValue)
        }
      }
      public var rawValue: UInt8 {
        switch self {
        case .notAvailableInTheCurrentPLMNOrSNPN: 0
        case .notAvailableInTheCurrentRegistrationArea: 1
        case .failedOrRevokedNetworkSliceSpecificAuthentication: 2
        case .maximumNumberOfUEsReached: 3
        case .other(let value): value
        }
      }
    }
    public var sst: UInt8
    public var sd: UInt32?
    public var cause: Cause

    public init(sst: UInt8, sd: UInt32? = nil, cause: Cause) {
      self.sst = sst
      self.sd = sd
      self.cause = cause
    }

    public init(coding c: inout NASCoder, _ value: Entry?) throws(NASError) {
      switch c.mode {
      case .decode, .encode:
        let length = try c.bits("length", 4, value.map { $0.sd == nil ? 1 : 4 })
        cause = try c.named("cause", bits: 4, value?.cause)
        guard length == 1 || length == 4 else { throw .malformed(ie: "rejectedSNSSAI") }
        sst = try c.uint8("sst", value?.sst)
        sd = length == 4 ? try c.uint24("sd", value?.sd) : nil
      case .toJSON, .fromJSON:
        cause = try c.named("cause", bits: 4, value?.cause)
        let slice = try SNSSAI(coding: &c, value.map { SNSSAI(sst: $0.sst, sd: $0.sd) })
        sst = slice.sst
        sd = slice.sd
      }
    }
  }
  public var entries: [Entry]
  public init(_ entries: [Entry]) { self.entries = entries }
  public init(coding c: inout NASCoder, _ value: RejectedNSSAI?) throws(NASError) { entries = try c.list("", value?.entries) }
}
