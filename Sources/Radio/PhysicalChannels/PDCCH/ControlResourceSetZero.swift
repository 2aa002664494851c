import Modulation

/// What of a frequency band chooses the tables of CORESET 0 (TS 38.213 §13).
public enum ControlResourceSetZeroBand: Sendable, Hashable, CaseIterable {
  /// FR1, with a minimum channel bandwidth of 5 or 10 MHz.
  case fr1
  /// FR1, with a minimum channel bandwidth of 40 MHz.
  case fr1From40MHz
  /// FR1 with shared spectrum channel access.
  case fr1SharedSpectrum
  /// FR2-1.
  case fr2Lower
  /// FR2-2.
  case fr2Upper

  var isFR1: Bool { self == .fr1 || self == .fr1From40MHz || self == .fr1SharedSpectrum }
}

/// CORESET 0 as controlResourceSetZero of the MIB has it (TS 38.213 §13, tables 13-1 to 13-10A).
public struct ControlResourceSetZero: Sendable, Hashable {
  /// SS/PBCH block and CORESET multiplexing pattern.
  public enum MultiplexingPattern: Int, Sendable, Hashable, CaseIterable {
    /// One after the other.
    case pattern1 = 1
    /// In other symbols and other resource blocks.
    case pattern2 = 2
    /// In the same symbols.
    case pattern3 = 3
  }

  public let band: ControlResourceSetZeroBand
  /// Of the SS/PBCH block.
  public let synchronization: Numerology
  /// Of the CORESET.
  public let numerology: Numerology
  public let pattern: MultiplexingPattern
  public let blockCount: Int
  public let symbolCount: Int
  /// From the CORESET's first resource block to the one that the SS/PBCH block's first overlaps with, of the CORESET's numerology.
  public let offset: Int

  /// - Parameters:
  ///   - index: controlResourceSetZero, 0 to 15.
  ///   - synchronization: of the SS/PBCH block.
  ///   - numerology: subCarrierSpacingCommon.
  ///   - subcarrierOffset: k_SSB, 0 to 23 in FR1 and 0 to 11 in FR2; with more there is no CORESET 0.
  /// - Throws: for a reserved index, and for spacings that the band does not have.
  public init(
    index: Int, band: ControlResourceSetZeroBand, synchronization: Numerology, numerology: Numerology, subcarrierOffset: Int
  ) throws(ParameterError) {
    guard 0...15 ~= index else {
      throw ParameterError("index", index, "controlResourceSetZero is 0 to 15", "TS 38.331 §6.3.2")
    }
    guard 0..<(band.isFR1 ? 24 : 12) ~= subcarrierOffset else {
      throw ParameterError(
        "subcarrierOffset", subcarrierOffset, "k_SSB is below 24, in FR2 below 12, if there is a CORESET 0", "TS 38.213 §4.1")
    }
    guard let table = Self.table(band, synchronization, numerology) else {
      throw ParameterError(
        "numerology", numerology, "no CORESET 0 of this spacing goes with SS/PBCH blocks of \(synchronization) in \(band)", "TS 38.213 §13")
    }
    guard index < table.count, let pattern = MultiplexingPattern(rawValue: table[index].0) else {
      throw ParameterError("index", index, "it is reserved", "TS 38.213 §13")
    }
    let row = table[index]
    self.band = band
    self.synchronization = synchronization
    self.numerology = numerology
    self.pattern = pattern
    blockCount = row.1
    symbolCount = row.2
    // A CORESET above the SS/PBCH block is one resource block further away where their subcarriers are not aligned.
    offset = row.3 < 0 && subcarrierOffset > 0 ? row.3 - 1 : row.3
  }

  /// The CORESET.
  /// - Parameter synchronizationBlock: the common resource block, of the CORESET's numerology, with which the SS/PBCH block's first resource
  ///   block overlaps (`synchronizationBlock(offsetToPointA:)`).
  /// - Throws: if it would begin below point A.
  public func controlResourceSet(synchronizationBlock: Int, cellIdentity: Int) throws(ParameterError) -> ControlResourceSet {
    guard 0...2474 ~= synchronizationBlock else {
      throw ParameterError("synchronizationBlock", synchronizationBlock, "common resource blocks go from 0 to 2474", "TS 38.211 §4.4.4.3")
    }
    return try ControlResourceSet(
      zeroFrom: synchronizationBlock - offset, blockCount: blockCount, symbolCount: symbolCount, cellIdentity: cellIdentity)
  }

  /// The common resource block, of the CORESET's numerology, with which the SS/PBCH block's first resource block overlaps.
  /// - Parameter offsetToPointA: of SIB1, in resource blocks of 15 kHz in FR1 and of 60 kHz in FR2 (TS 38.211 §4.4.4.2).
  /// - Throws: for an offset that is not a whole number of the CORESET's resource blocks.
  public func synchronizationBlock(offsetToPointA: Int) throws(ParameterError) -> Int {
    let shift = numerology.exponent - (band.isFR1 ? 0 : 2)
    guard 0...2199 ~= offsetToPointA, shift >= 0, offsetToPointA & (1 << shift - 1) == 0 else {
      throw ParameterError("offsetToPointA", offsetToPointA, "it is not a whole number of resource blocks", "TS 38.211 §4.4.4.2")
    }
    return offsetToPointA >> shift
  }
}
