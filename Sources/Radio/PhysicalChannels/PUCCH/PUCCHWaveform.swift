import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// The sequences and symbols of a PUCCH before they are put into a grid: what a transmitter sends and a receiver compares with.
struct PUCCHWaveform: Sendable {
  let configuration: PUCCHConfiguration
  /// w_i of each symbol of format 1.
  private let covers: [Complex]
  /// w_n of format 4.
  let spreadingCover: [Complex]
  /// c(i) of formats 2 to 4.
  let scrambling: BitSequence

  init(_ configuration: PUCCHConfiguration) {
    self.configuration = configuration
    switch configuration.format {
    case .format1(_, let index):
      covers = OrthogonalCover.format1(symbolCount: configuration.symbolCount, isHopping: configuration.secondHopBlock != nil, index: index)
    default: covers = []
    }
    if case .format4(let spreading, let cover, _) = configuration.format {
      spreadingCover = OrthogonalCover.format4(spreading: spreading, cover: cover)
    } else {
      spreadingCover = []
    }
    scrambling = GoldSequence.bits(configuration.scramblingInitial, count: configuration.bitCount)
  }

  /// The sequence of a symbol of format 0, or of format 1 with its orthogonal sequence but without d(0).
  /// - Parameter shift: m_cs.
  func sequence(slot: Int, symbol: Int, shift: Int = 0) -> [Complex] {
    let initial =
      switch configuration.format {
      case .format0(let shift), .format1(let shift, _): shift
      default: 0
      }
    var values = configuration.hopping.sequence(
      slot: slot, symbol: configuration.firstSymbol + symbol, hop: configuration.hop(symbol), shift: initial + shift)
    if !covers.isEmpty { for index in values.indices { values[index] = values[index] * covers[symbol] } }
    return values
  }

  /// The DM-RS of a symbol of formats 2 to 4, or nil where it has none.
  func references(slot: Int, symbol: Int) throws(ParameterError) -> [Complex]? {
    let place = configuration.firstSymbol + symbol
    let hop = configuration.hop(symbol)
    switch configuration.format {
    case .format2(let blockCount):
      return try PUCCHDemodulationReferenceSignal.format2(
        configuration.carrier, slot: slot, symbol: place, identity: configuration.referenceIdentity,
        firstBlock: configuration.subcarrier(symbol) / 12, blockCount: blockCount)
    case .format3(_, let options), .format4(_, _, let options):
      guard configuration.referenceSymbols.contains(symbol) else { return nil }
      if options.isPiHalfBPSK, options.hasTypeTwoDMRS {
        return try PUCCHDemodulationReferenceSignal.typeTwo(
          configuration.carrier, hopping: configuration.hopping, slot: slot, symbol: place, hop: hop,
          identity: configuration.referenceIdentity, count: configuration.subcarrierCount)
      }
      var shift = 0
      if case .format4(let spreading, let cover, _) = configuration.format {
        shift = PUCCHDemodulationReferenceSignal.cyclicShift(spreading: spreading, cover: cover)
      }
      return try configuration.hopping.sequence(
        slot: slot, symbol: place, hop: hop, shift: shift, count: configuration.subcarrierCount)
    default: return nil
    }
  }

  /// d: scrambled and modulated.
  func modulate(_ bits: BitSequence) -> [Complex] {
    var scrambled = BitSequence()
    var start = 0
    while start < bits.count {
      let count = min(64, bits.count - start)
      scrambled.append(bits.bits(from: start, count: count) ^ scrambling.bits(from: start, count: count), count: count)
      start += count
    }
    return (configuration.modulationOrder == 1 ? Constellation.piHalfBPSK : .qpsk).modulate(scrambled)
  }

  /// The elements of a symbol of format 2: DM-RS at subcarriers 1, 4, 7 and 10 of each block.
  static func interleaved(_ symbols: ArraySlice<Complex>, _ references: [Complex]?) -> [Complex] {
    guard let references else { return Array(symbols) }
    var next = symbols.startIndex
    return (0..<(symbols.count + references.count)).map { place in
      if place % 3 == 1 { return references[place / 3] }
      defer { next += 1 }
      return symbols[next]
    }
  }

  /// The subcarriers of format 4 that have a UE's power: those that are `comb` modulo N_SF, because its symbol repeats with a step of
  /// phase.
  var comb: Int {
    guard case .format4(let spreading, let cover, _) = configuration.format else { return 0 }
    return spreading == 2 ? cover : [0, 3, 2, 1][cover]
  }

  /// z of a symbol of formats 3 and 4: spread and precoded.
  func precoded(_ symbols: ArraySlice<Complex>, _ precoder: inout FourierTransform?) -> [Complex] {
    let count = configuration.subcarrierCount
    let first = symbols.startIndex
    var values =
      spreadingCover.isEmpty ? Array(symbols) : (0..<count).map { spreadingCover[$0] * symbols[first + $0 % symbols.count] }
    values.withUnsafeMutableBufferPointer { buffer in precoder?.forward(buffer) }
    let scale = 1 / Float(count).squareRoot()
    for index in values.indices { values[index] = values[index] * scale }
    return values
  }
}
