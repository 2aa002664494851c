/// A subcarrier spacing of 2^µ · 15 kHz (TS 38.211 §4.2).
public enum Numerology: UInt8, Sendable, Hashable, CaseIterable {
  case kHz15 = 0
  case kHz30 = 1
  case kHz60 = 2
  case kHz120 = 3
  case kHz240 = 4

  /// µ.
  public var exponent: Int { Int(rawValue) }
  /// Hz.
  public var subcarrierSpacing: Int { 15000 << exponent }
  public var slotsPerSubframe: Int { 1 << exponent }
  public var slotsPerFrame: Int { 10 << exponent }
}

/// TS 38.211 §4.2; the extended prefix is for 60 kHz only.
public enum CyclicPrefix: Sendable, Hashable, CaseIterable {
  case normal
  case extended

  /// Symbols of a slot (tables 4.3.2-1 and 4.3.2-2).
  public var symbolsPerSlot: Int { self == .normal ? 14 : 12 }
}

/// A cell's resource grid of one numerology (TS 38.211 §4.4.2).
public struct Carrier: Sendable, Hashable {
  public var numerology: Numerology
  public var cyclicPrefix: CyclicPrefix
  /// N_grid^start: the first common resource block of the grid, counted from point A.
  public var gridStart: Int
  /// N_grid^size: resource blocks.
  public var gridSize: Int
  /// N_ID^cell, 0 to 1007.
  public var cellIdentity: Int

  public var subcarrierCount: Int { 12 * gridSize }
  public var symbolsPerSlot: Int { cyclicPrefix.symbolsPerSlot }

  /// - Throws: for a grid beyond 275 resource blocks, a cell identity above 1007, an extended prefix of another spacing than 60 kHz.
  public init(
    numerology: Numerology, cyclicPrefix: CyclicPrefix = .normal, gridStart: Int = 0, gridSize: Int, cellIdentity: Int
  ) throws(ParameterError) {
    guard 1...275 ~= gridSize else {
      throw ParameterError("gridSize", gridSize, "a carrier has 1 to 275 resource blocks", "TS 38.211 §4.4.2")
    }
    guard 0...2199 ~= gridStart else {
      throw ParameterError("gridStart", gridStart, "offsetToCarrier is 0 to 2199", "TS 38.331 §6.3.2")
    }
    guard 0...1007 ~= cellIdentity else {
      throw ParameterError("cellIdentity", cellIdentity, "a cell identity is 0 to 1007", "TS 38.211 §7.4.2.1")
    }
    guard cyclicPrefix == .normal || numerology == .kHz60 else {
      throw ParameterError("cyclicPrefix", cyclicPrefix, "only 60 kHz has an extended prefix", "TS 38.211, table 4.2-1")
    }
    self.numerology = numerology
    self.cyclicPrefix = cyclicPrefix
    self.gridStart = gridStart
    self.gridSize = gridSize
    self.cellIdentity = cellIdentity
  }
}
