import Modulation
import ReferenceSignals

/// Resource blocks and symbols that a PDSCH may not have (`RateMatchPattern` with bitmaps, TS 38.214 §5.1.4.1).
public struct RateMatchPattern: Sendable, Hashable {
  /// Common resource blocks, ascending.
  public let blocks: [Int]
  /// `symbolsInResourceBlock`: a bit for each symbol of one or two slots.
  public let symbols: [Bool]
  /// `periodicityAndPattern`: in which of these one or two slots the symbols are reserved; always if it is not configured.
  public let periodic: [Bool]

  /// - Throws: for blocks that do not ascend from 0 to 2474, other than 12, 14, 24 or 28 symbols, and periods other than 1, 2, 4, 5, 8, 10, 20
  ///   and 40.
  public init(blocks: [Int], symbols: [Bool], periodic: [Bool] = [true]) throws(ParameterError) {
    let clause = "TS 38.214 §5.1.4.1"
    guard blocks.allSatisfy({ 0...2474 ~= $0 }), zip(blocks, blocks.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ParameterError("blocks", blocks.count, "common resource blocks ascend from 0 to 2474", clause)
    }
    guard [12, 14, 24, 28].contains(symbols.count) else {
      throw ParameterError("symbols", symbols.count, "there are those of one slot or of two", clause)
    }
    guard [1, 2, 4, 5, 8, 10, 20, 40].contains(periodic.count) else {
      throw ParameterError("periodic", periodic.count, "a period is 1, 2, 4, 5, 8, 10, 20 or 40", clause)
    }
    self.blocks = blocks
    self.symbols = symbols
    self.periodic = periodic
  }

  /// What it takes of a slot; blocks outside of the carrier's grid are left out.
  /// - Parameters:
  ///   - slot: within the frame.
  ///   - frame: 0 to 1023.
  /// - Throws: for a carrier whose slots have another number of symbols, and a slot or frame that there is not.
  public func elements(_ carrier: Carrier, slot: Int, frame: Int) throws(ParameterError) -> ResourceElementSet {
    let perSlot = carrier.symbolsPerSlot
    guard symbols.count % perSlot == 0 else {
      throw ParameterError("carrier", perSlot, "the pattern is of other slots", "TS 38.214 §5.1.4.1")
    }
    guard 0..<carrier.numerology.slotsPerFrame ~= slot, 0...1023 ~= frame else {
      throw ParameterError("slot", "\(frame), \(slot)", "there is no such slot or frame", "TS 38.211 §4.3.1")
    }
    var set = ResourceElementSet(carrier)
    let unit = symbols.count / perSlot
    let number = frame * carrier.numerology.slotsPerFrame + slot
    guard periodic[number / unit % periodic.count] else { return set }
    let start = number % unit * perSlot
    for symbol in 0..<perSlot where symbols[start + symbol] {
      for block in blocks.map({ $0 - carrier.gridStart }) where 0..<carrier.gridSize ~= block {
        try set.insert(symbols: symbol..<(symbol + 1), blocks: block..<(block + 1))
      }
    }
    return set
  }
}

extension SynchronizationSignalBlockPlacement {
  /// What SS/PBCH blocks take of a slot of a PDSCH: whole resource blocks that overlap with them, in the symbols that do (TS 38.214 §5.1.4).
  /// - Parameters:
  ///   - indices: of the blocks that are sent (`ssb-PositionsInBurst`).
  ///   - halfFrame: that has them, 0 or 1.
  ///   - slot: of the PDSCH's carrier, within the frame.
  ///   - other: the PDSCH's carrier, of any subcarrier spacing, with the same point A.
  /// - Throws: for a block, half-frame or slot that there is not.
  public func elements(
    indices: [Int], halfFrame: Int, slot: Int, of other: Carrier
  ) throws(ParameterError) -> ResourceElementSet {
    guard 0..<other.numerology.slotsPerFrame ~= slot else {
      throw ParameterError("slot", slot, "a frame has \(other.numerology.slotsPerFrame)", "TS 38.211 §4.3.2")
    }
    let spacing = carrier.numerology.subcarrierSpacing
    let blockWidth = 12 * other.numerology.subcarrierSpacing
    let low = (12 * carrier.gridStart + firstSubcarrier) * spacing
    let high = low + SynchronizationSignalBlock.subcarrierCount * spacing
    let blocks = (low / blockWidth - other.gridStart)..<((high + blockWidth - 1) / blockWidth - other.gridStart)
    var set = ResourceElementSet(other)
    for index in indices {
      let (blockSlot, symbol) = try pattern.start(index: index, halfFrame: halfFrame)
      // Times in parts of a subframe that both symbols are multiples of.
      let unit = other.symbolsPerSlot * other.numerology.slotsPerSubframe
      let first = (blockSlot * 14 + symbol) * unit
      let end = first + SynchronizationSignalBlock.symbolCount * unit
      let own = 14 * carrier.numerology.slotsPerSubframe
      for place in 0..<other.symbolsPerSlot {
        let start = (slot * other.symbolsPerSlot + place) * own
        guard start < end, start + own > first else { continue }
        try set.insert(symbols: place..<(place + 1), blocks: blocks.clamped(to: 0..<other.gridSize))
      }
    }
    return set
  }
}
