import Modulation

/// What a gNB received of a PUCCH.
public struct PUCCHReception: Sendable, Hashable {
  public enum Outcome: Sendable, Hashable {
    /// Nothing was sent, or so weakly that it does not differ from noise.
    case discontinuous
    /// On format 0 or 1.
    case control(PUCCHControl)
    /// On format 2, 3 or 4.
    case payload(PUCCHPayload)
    /// Only what is beside CSI part 2 could be decoded.
    case firstPart(PUCCHPayload)
    /// On format 2, 3 or 4: something was sent, but its CRC does not hold.
    case invalid
  }

  public var outcome: Outcome
  /// RSRP: the mean power of a resource element of one antenna that comes from the UE.
  public var signalPower: Float
  /// That of noise and interference.
  public var noisePower: Float
  /// How much later than the middle of the delays that are expected the signal comes, in seconds; nil where it is not known.
  public var timingOffset: Double?
  /// RSSI: the mean power of the PUCCH's resource elements at one antenna, with all that stands there.
  public var receivedPower: Float = 0
  /// By how much the UE's carrier is too high, in Hz: of formats 2 to 4 where a hop has several symbols with DM-RS.
  public var frequencyOffsetHz: Double?
  /// The measure of the signal beside the noise, which is near 1 for noise alone, and what it had to reach.
  public var statistic: Float
  public var threshold: Float

  /// The timing offset in steps of a timing advance command (TS 38.213 §4.2).
  public func timingAdvanceSteps(_ numerology: Numerology) -> Double? {
    timingOffset.map { LayerMeasurement.timingAdvanceSteps($0, numerology) }
  }

  /// The ratio of signal to noise of a resource element of one antenna.
  public var signalToNoise: Float { noisePower > 0 ? signalPower / noisePower : 0 }
}

/// How a receiver of a PUCCH decides.
public struct PUCCHReceiverSettings: Sendable, Hashable {
  /// How often noise alone may pass for ACK, a scheduling request or a payload (TS 38.104 §8.3.1: 0.01).
  public var falseAlarm: Double
  /// Candidates of the polar decoder, 1 to 32.
  public var listSize: Int
  /// The span of the delays that a channel is expected to have, in symbols without prefix: a normal prefix is 0.07.
  public var delaySpan: Double
  /// The span of the Doppler shifts, in turns from one symbol to the next.
  public var dopplerSpan: Double

  public init(falseAlarm: Double = 0.01, listSize: Int = 8, delaySpan: Double = 0.035, dopplerSpan: Double = 0.01) {
    self.falseAlarm = falseAlarm
    self.listSize = listSize
    self.delaySpan = delaySpan
    self.dopplerSpan = dopplerSpan
  }

  func check() throws(ParameterError) {
    guard falseAlarm > 0, falseAlarm < 1 else {
      throw ParameterError("falseAlarm", falseAlarm, "a rate is between 0 and 1", "TS 38.104 §8.3.1")
    }
    guard 1...32 ~= listSize else { throw ParameterError("listSize", listSize, "there are 1 to 32 candidates", "TS 38.212 §5.3.1") }
    guard delaySpan >= 0, delaySpan <= 0.25 else {
      throw ParameterError("delaySpan", delaySpan, "delays are 0 to a quarter of a symbol", "TS 38.211 §5.3.1")
    }
    guard dopplerSpan >= 0, dopplerSpan <= 0.25 else {
      throw ParameterError("dopplerSpan", dopplerSpan, "Doppler shifts are 0 to a quarter of a turn", "TS 38.211 §5.3.1")
    }
  }

  static func check(_ antennaCount: Int) throws(ParameterError) {
    guard 1...256 ~= antennaCount else {
      throw ParameterError("antennaCount", antennaCount, "a receiver has 1 to 256 antennas", "TS 38.104 §8.3")
    }
  }
}

extension PUCCHConfiguration {
  /// The mean power of a resource element of the PUCCH at an antenna.
  func receivedPower(_ grid: borrowing ResourceGrid) -> Float {
    var sum: Float = 0
    for symbol in 0..<symbolCount {
      for antenna in 0..<grid.portCount {
        let start = grid.offset(port: antenna, symbol: firstSymbol + symbol) + subcarrier(symbol)
        grid.withElements { elements in for index in start..<(start + subcarrierCount) { sum += elements[index].power } }
      }
    }
    return sum / Float(symbolCount * grid.portCount * subcarrierCount)
  }

  func check(_ grid: borrowing ResourceGrid, antennaCount: Int) throws(ParameterError) {
    guard grid.portCount == antennaCount else {
      throw ParameterError("grid", grid.portCount, "the receiver has \(antennaCount) antennas", "TS 38.104 §8.3")
    }
    guard grid.symbolCount == carrier.symbolsPerSlot, grid.subcarrierCount == carrier.subcarrierCount else {
      throw ParameterError("grid", grid.subcarrierCount, "the carrier has \(carrier.subcarrierCount) subcarriers", "TS 38.211 §4.4.2")
    }
  }
}
