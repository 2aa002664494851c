import Modulation
import ReferenceSignals

/// A PUCCH resource of one slot, the same for the UE that sends it and the gNB that receives it (TS 38.211 §6.3.2, TS 38.213 §9.2.1).
///
/// Resource blocks are counted from the grid's first: that of a bandwidth part is to be added to `startingPRB`. Interlaced mapping and
/// formats 0, 1 and 4 over several resource blocks (for shared spectrum and FR2-2) are not among these.
public struct PUCCHConfiguration: Sendable, Hashable {
  /// What formats 3 and 4 have in common.
  public struct LongOptions: Sendable, Hashable {
    /// `pi2BPSK`, instead of QPSK.
    public var isPiHalfBPSK: Bool
    /// `additionalDMRS`.
    public var hasAdditionalDMRS: Bool
    /// `dmrs-UplinkTransformPrecodingPUCCH`: with π/2-BPSK, DM-RS are sequences of type 2.
    public var hasTypeTwoDMRS: Bool

    public init(isPiHalfBPSK: Bool = false, hasAdditionalDMRS: Bool = false, hasTypeTwoDMRS: Bool = false) {
      self.isPiHalfBPSK = isPiHalfBPSK
      self.hasAdditionalDMRS = hasAdditionalDMRS
      self.hasTypeTwoDMRS = hasTypeTwoDMRS
    }
  }

  public enum Format: Sendable, Hashable {
    /// Up to 2 bits in 1 or 2 symbols; m_0 is 0 to 11.
    case format0(initialCyclicShift: Int)
    /// Up to 2 bits in 4 to 14 symbols; `timeDomainOCC` numbers the orthogonal sequences of table 6.3.2.4.1-2.
    case format1(initialCyclicShift: Int, timeDomainOCC: Int)
    /// More bits in 1 or 2 symbols and 1 to 16 resource blocks.
    case format2(blockCount: Int)
    /// More bits in 4 to 14 symbols and 1 to 16 resource blocks, 2^a · 3^b · 5^c.
    case format3(blockCount: Int, LongOptions = LongOptions())
    /// More bits in 4 to 14 symbols of one resource block that 2 or 4 UEs share: `occ-Length` and `occ-Index`.
    case format4(spreading: Int, cover: Int, LongOptions = LongOptions())

    /// 0 to 4.
    public var number: Int {
      switch self {
      case .format0: 0
      case .format1: 1
      case .format2: 2
      case .format3: 3
      case .format4: 4
      }
    }

    var long: LongOptions? {
      switch self {
      case .format3(_, let options), .format4(_, _, let options): options
      default: nil
      }
    }
  }

  /// What formats 2 to 4 are scrambled with.
  public struct Identities: Sendable, Hashable {
    /// n_RNTI: C-RNTI.
    public var rnti: UInt16
    /// n_ID: `dataScramblingIdentityPUSCH`, 0 to 1023, or nil for the cell's.
    public var scrambling: Int?
    /// N_ID^0: `scramblingID0`, 0 to 65535, or nil for the cell's.
    public var demodulationReferenceSignal: Int?

    public init(rnti: UInt16, scrambling: Int? = nil, demodulationReferenceSignal: Int? = nil) {
      self.rnti = rnti
      self.scrambling = scrambling
      self.demodulationReferenceSignal = demodulationReferenceSignal
    }
  }

  public let carrier: Carrier
  public let format: Format
  /// l': `startingSymbolIndex`.
  public let firstSymbol: Int
  /// N_symb^PUCCH.
  public let symbolCount: Int
  public let firstBlock: Int
  /// Where the second hop begins, or nil without frequency hopping within the slot.
  public let secondHopBlock: Int?
  public let hopping: PUCCHSequenceHopping
  public let identities: Identities
  /// The symbols with DM-RS, counted from the PUCCH's first; for format 2 all, for format 0 none.
  public let referenceSymbols: [Int]

  /// - Parameters:
  ///   - hopping: of the carrier; with its cell identity and without group hopping where none is given.
  ///   - identities: for formats 2 to 4.
  /// - Throws: for what the format does not have, and for symbols or resource blocks beyond those of the slot and the grid.
  public init(
    _ carrier: Carrier, _ format: Format, firstSymbol: Int, symbolCount: Int, firstBlock: Int, secondHopBlock: Int? = nil,
    hopping: PUCCHSequenceHopping? = nil, identities: Identities = Identities(rnti: 0)
  ) throws(ParameterError) {
    let isShort = format.number == 0 || format.number == 2
    guard isShort ? 1...2 ~= symbolCount : 4...14 ~= symbolCount else {
      throw ParameterError(
        "symbolCount", symbolCount, "format \(format.number) has \(isShort ? "1 or 2" : "4 to 14") symbols", "TS 38.211, table 6.3.2.1-1")
    }
    guard firstSymbol >= 0, firstSymbol <= carrier.symbolsPerSlot - symbolCount else {
      throw ParameterError("firstSymbol", firstSymbol, "the slot has \(carrier.symbolsPerSlot) symbols", "TS 38.213 §9.2.1")
    }
    guard secondHopBlock == nil || symbolCount > 1 else {
      throw ParameterError("secondHopBlock", secondHopBlock ?? 0, "one symbol has one hop", "TS 38.211 §6.3.2.1")
    }
    try Self.check(format, symbolCount: symbolCount, isHopping: secondHopBlock != nil)
    let blockCount = Self.blockCount(format)
    for (name, block) in [("firstBlock", firstBlock), ("secondHopBlock", secondHopBlock ?? 0)] {
      guard block >= 0, block <= carrier.gridSize - blockCount else {
        throw ParameterError(name, block, "the grid has \(carrier.gridSize) resource blocks", "TS 38.213 §9.2.1")
      }
    }
    guard identities.scrambling.map({ 0...1023 ~= $0 }) ?? true else {
      throw ParameterError("scrambling", identities.scrambling ?? 0, "n_ID is 0 to 1023", "TS 38.211 §6.3.2.5.1")
    }
    guard identities.demodulationReferenceSignal.map({ 0...65535 ~= $0 }) ?? true else {
      throw ParameterError(
        "demodulationReferenceSignal", identities.demodulationReferenceSignal ?? 0, "N_ID^0 is 0 to 65535", "TS 38.211 §6.4.1.3.2.1")
    }
    if let hopping {
      guard hopping.slotsPerFrame == carrier.numerology.slotsPerFrame, hopping.symbolsPerSlot == carrier.symbolsPerSlot else {
        throw ParameterError("hopping", hopping.slotsPerFrame, "it was made for another numerology", "TS 38.211 §6.3.2.2")
      }
    }
    self.carrier = carrier
    self.format = format
    self.firstSymbol = firstSymbol
    self.symbolCount = symbolCount
    self.firstBlock = firstBlock
    self.secondHopBlock = secondHopBlock
    self.hopping = if let hopping { hopping } else { try PUCCHSequenceHopping(carrier) }
    self.identities = identities
    referenceSymbols =
      switch format {
      case .format0: []
      case .format1: Array(stride(from: 0, to: symbolCount, by: 2))
      case .format2: Array(0..<symbolCount)
      case .format3(_, let options), .format4(_, _, let options):
        try PUCCHSymbols.demodulationReferenceSignals(
          length: symbolCount, isHopping: secondHopBlock != nil, isAdditional: options.hasAdditionalDMRS)
      }
  }

  private static func check(_ format: Format, symbolCount: Int, isHopping: Bool) throws(ParameterError) {
    switch format {
    case .format0(let shift), .format1(let shift, _):
      guard 0...11 ~= shift else {
        throw ParameterError("initialCyclicShift", shift, "a cyclic shift is 0 to 11", "TS 38.213 §9.2.1")
      }
      if case .format1(_, let cover) = format {
        let least = OrthogonalCover.lengths(symbolCount: symbolCount, isHopping: isHopping).min() ?? 1
        guard 0..<least ~= cover else {
          throw ParameterError("timeDomainOCC", cover, "\(symbolCount) symbols have \(least) sequences", "TS 38.211, table 6.3.2.4.1-2")
        }
      }
    case .format2(let count):
      guard 1...16 ~= count else {
        throw ParameterError("blockCount", count, "format 2 has 1 to 16 resource blocks", "TS 38.213 §9.2.1")
      }
    case .format3(let count, _):
      guard [1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 16].contains(count) else {
        throw ParameterError("blockCount", count, "format 3 has 1 to 16 resource blocks, 2^a · 3^b · 5^c", "TS 38.211 §6.3.2.6.3")
      }
    case .format4(let spreading, let cover, _):
      guard spreading == 2 || spreading == 4 else {
        throw ParameterError("spreading", spreading, "occ-Length is 2 or 4", "TS 38.211 §6.3.2.6.3")
      }
      guard 0..<spreading ~= cover else {
        throw ParameterError("cover", cover, "occ-Index is 0 to \(spreading - 1)", "TS 38.211 §6.3.2.6.3")
      }
    }
  }

  private static func blockCount(_ format: Format) -> Int {
    switch format {
    case .format2(let count), .format3(let count, _): count
    default: 1
    }
  }

  /// Resource blocks of each symbol.
  public var blockCount: Int { Self.blockCount(format) }
  /// M_sc.
  var subcarrierCount: Int { 12 * blockCount }
  /// N_SF of format 4, otherwise 1.
  var spreading: Int {
    if case .format4(let spreading, _, _) = format { spreading } else { 1 }
  }
  /// Q_m of formats 2 to 4.
  public var modulationOrder: Int { format.long?.isPiHalfBPSK == true ? 1 : 2 }
  /// N_symb,UCI.
  public var controlSymbolCount: Int { format.number == 2 ? symbolCount : symbolCount - referenceSymbols.count }
  /// Modulated symbols in each OFDM symbol with UCI.
  var elementsPerSymbol: Int { format.number == 2 ? 8 * blockCount : subcarrierCount / spreading }
  /// E_tot of formats 2 to 4 (TS 38.212, table 6.3.1.4-1).
  public var bitCount: Int { format.number < 2 ? 0 : controlSymbolCount * elementsPerSymbol * modulationOrder }

  /// Hops, 1 or 2.
  var hopCount: Int { secondHopBlock == nil ? 1 : 2 }
  /// The hop of a symbol.
  func hop(_ symbol: Int) -> Int { secondHopBlock != nil && symbol >= symbolCount / 2 ? 1 : 0 }
  /// The first subcarrier of a symbol.
  func subcarrier(_ symbol: Int) -> Int { 12 * (hop(symbol) == 1 ? secondHopBlock ?? firstBlock : firstBlock) }

  /// The scrambling sequence's c_init (TS 38.211 §6.3.2.5.1 and §6.3.2.6.1).
  var scramblingInitial: UInt32 { UInt32(identities.rnti) << 15 + UInt32(identities.scrambling ?? carrier.cellIdentity) }
  var referenceIdentity: Int { identities.demodulationReferenceSignal ?? carrier.cellIdentity }

  func check(slot: Int) throws(ParameterError) {
    guard 0..<carrier.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(carrier.numerology.slotsPerFrame) slots", "TS 38.211 §4.3.2")
    }
  }
}
