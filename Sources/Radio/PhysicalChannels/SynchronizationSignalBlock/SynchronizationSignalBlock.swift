import ChannelCoding
import DSPKernels
import Modulation
import ReferenceSignals

/// An SS/PBCH block: PSS, SSS, PBCH and its demodulation reference signal on four symbols of 240 subcarriers (TS 38.211 §7.4.3).
public struct SynchronizationSignalBlock: Sendable, Hashable {
  public static let symbolCount = 4
  public static let subcarrierCount = 240
  /// The first of the 127 subcarriers of PSS and SSS.
  public static let firstSynchronizationSubcarrier = 56

  public let cellIdentity: Int
  /// Of the block within the half-frame.
  public let index: Int
  /// The elements: 240 · symbol + subcarrier. Their mean power is 1 but for PSS.
  public let elements: [Complex]

  /// - Parameters:
  ///   - cellIdentity: N_ID^cell, 0 to 1007.
  ///   - pattern: which candidates there are.
  ///   - index: of this one.
  ///   - payload: of the block's half-frame; its bits of the index are taken from `index`.
  ///   - primaryPower: of PSS against SSS: 1 or 2 (0 or 3 dB, TS 38.213 §4.1).
  /// - Throws: for an identity or index that does not exist, or another power.
  public init(
    cellIdentity: Int, pattern: SynchronizationSignalBlockPattern, index: Int, payload: PBCHPayload, primaryPower: Float = 1
  ) throws(ParameterError) {
    try pattern.check(index: index, halfFrame: payload.halfFrame)
    guard primaryPower == 1 || primaryPower == 2 else {
      throw ParameterError("primaryPower", primaryPower, "PSS has the power of SSS or twice as much", "TS 38.213 §4.1")
    }
    let maximumCount = pattern.maximumCount
    let sequenceIndex = PBCHDemodulationReferenceSignal.sequenceIndex(
      index: index, halfFrame: payload.halfFrame, maximumCount: maximumCount)
    let reference = try PBCHDemodulationReferenceSignal.sequence(cellIdentity: cellIdentity, sequenceIndex: sequenceIndex)
    let payload = try PBCHPayload(
      payload.masterInformationBlock, systemFrameNumberLow: payload.systemFrameNumberLow, halfFrame: payload.halfFrame, index: index,
      subcarrierOffsetHigh: payload.subcarrierOffsetHigh)
    let coded: BitSequence
    do throws(ChannelCodingError) {
      coded = try PBCH.encode(
        scrambledPayload: payload.scrambledBits(cellIdentity: cellIdentity, maximumCount: maximumCount))
    } catch {
      throw ParameterError("payload", payload, "\(error)", "TS 38.212 §7.1.4")
    }
    let symbols = PBCH.modulate(coded, scrambling: PBCH.scrambling(cellIdentity: cellIdentity, index: index, maximumCount: maximumCount))
    var elements = [Complex](repeating: .zero, count: Self.symbolCount * Self.subcarrierCount)
    let primary = SynchronizationSignals.primary(cellIdentity % 3)
    let secondary = SynchronizationSignals.secondary(cellIdentity: cellIdentity)
    let level = primaryPower.squareRoot()
    for place in 0..<SynchronizationSignals.count {
      elements[Self.firstSynchronizationSubcarrier + place] = Complex(level * primary[place], 0)
      elements[2 * Self.subcarrierCount + Self.firstSynchronizationSubcarrier + place] = Complex(secondary[place], 0)
    }
    for (element, symbol) in zip(try PBCHDemodulationReferenceSignal.elements(cellIdentity: cellIdentity), reference) {
      elements[element] = symbol
    }
    for (element, symbol) in zip(try PBCH.elements(cellIdentity: cellIdentity), symbols) { elements[element] = symbol }
    self.cellIdentity = cellIdentity
    self.index = index
    self.elements = elements
  }
}
