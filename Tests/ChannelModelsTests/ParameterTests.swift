import ChannelModels
import Modulation
import Testing

/// Configurations that the models do not have are refused.
@Suite struct ParameterTests {
  private func refuses(_ parameter: String, _ body: () throws -> Void) {
    #expect(performing: body, throws: { ($0 as? ParameterError)?.parameter == parameter })
  }

  @Test func tappedDelayLines() throws {
    refuses("delaySpreadSeconds") { _ = try TappedDelayLine(.a, maximumDopplerHz: 0) }
    refuses("delaySpreadSeconds") { _ = try TappedDelayLine(.tdla30, delaySpreadSeconds: 1e-8, maximumDopplerHz: 0) }
    refuses("delaySpreadSeconds") { _ = try TappedDelayLine(.a, delaySpreadSeconds: .nan, maximumDopplerHz: 0) }
    refuses("delaySpreadSeconds") { _ = try TappedDelayLine(.a, delaySpreadSeconds: 1, maximumDopplerHz: 0) }
    refuses("maximumDopplerHz") { _ = try TappedDelayLine(.tdla30, maximumDopplerHz: -1) }
    refuses("maximumDopplerHz") { _ = try TappedDelayLine(.tdla30, maximumDopplerHz: .infinity) }
    refuses("kFactorDB") { _ = try TappedDelayLine(.a, delaySpreadSeconds: 1e-8, maximumDopplerHz: 0, kFactorDB: 3) }
    refuses("kFactorDB") { _ = try TappedDelayLine(.d, delaySpreadSeconds: 1e-8, maximumDopplerHz: 0, kFactorDB: 1000) }
  }

  @Test func correlations() throws {
    refuses("level") { _ = try AntennaCorrelation(.mediumA, direction: .uplink) }
    refuses("level") { _ = try AntennaCorrelation(.high, .crossPolarised, direction: .uplink) }
    refuses("level") { _ = try AntennaCorrelation(.medium, .crossPolarised, direction: .downlink) }
    refuses("alpha") { _ = try AntennaCorrelation(alpha: 1.1, beta: 0, direction: .uplink) }
    refuses("beta") { _ = try AntennaCorrelation(alpha: 0, beta: .nan, direction: .uplink) }
    refuses("gamma") { _ = try AntennaCorrelation(alpha: 0, beta: 0, gamma: 0.1, direction: .uplink) }
    let linear = try AntennaCorrelation(.high, direction: .uplink)
    refuses("transmitAntennas") { _ = try linear.matrix(transmitAntennas: 3, receiveAntennas: 2) }
    refuses("receiveAntennas") { _ = try linear.matrix(transmitAntennas: 2, receiveAntennas: 16) }
    let crossed = try AntennaCorrelation(.high, .crossPolarised, direction: .downlink)
    refuses("transmitAntennas") { _ = try crossed.matrix(transmitAntennas: 1, receiveAntennas: 2) }
    refuses("receiveAntennas") { _ = try crossed.matrix(transmitAntennas: 2, receiveAntennas: 1) }
    let model = ChannelModel.tappedDelayLine(try TappedDelayLine(.tdla30, maximumDopplerHz: 5, correlation: linear))
    refuses("receiveAntennas") { _ = try Draws.realization(model, 2, 6, seed: 1) }
  }

  @Test func clusteredDelayLines() throws {
    refuses("polarisationSlants") { _ = try AntennaArray(elements: .init(rows: 1, columns: 1), polarisationSlants: []) }
    refuses("elements") { _ = try AntennaArray(elements: .init(rows: 0, columns: 1)) }
    refuses("elements") { _ = try AntennaArray(elements: .init(rows: .max, columns: .max)) }
    refuses("spacing") { _ = try AntennaArray(elements: .init(rows: 1, columns: 1), spacing: .init(vertical: .nan)) }
    let array = try AntennaArray(elements: .init(rows: 2, columns: 2))
    func model(_ velocity: Double = 0, _ scaling: Double? = nil, _ kFactor: Double? = nil) throws -> ChannelModel {
      .clusteredDelayLine(
        try ClusteredDelayLine(
          .a, delaySpreadSeconds: 1e-7, baseStation: array, userEquipment: array, direction: .uplink,
          velocity: .init(metersPerSecond: velocity), kFactorDB: kFactor,
          angleScalings: .init(arrivalZenith: scaling.map { .init(spreadDegrees: $0) })))
    }
    refuses("velocity") { _ = try model(.nan) }
    refuses("angleScalings") { _ = try model(0, -1) }
    refuses("kFactorDB") { _ = try model(0, nil, 3) }
    refuses("transmitAntennas") { _ = try Draws.realization(try model(), 3, 4, seed: 1) }
    refuses("receiveAntennas") { _ = try Draws.realization(try model(), 4, 5, seed: 1) }
  }

  @Test func realizations() throws {
    let model = ChannelModel.tappedDelayLine(try TappedDelayLine(.tdla30, maximumDopplerHz: 5))
    func realization(_ transmit: Int, _ receive: Int, _ carrier: Double = 1e9, _ rate: Double = 1e6) throws -> ChannelRealization {
      try ChannelRealization(
        model, transmitAntennas: transmit, receiveAntennas: receive, carrierFrequencyHz: carrier, sampleRateHz: rate, seed: 1)
    }
    refuses("transmitAntennas") { _ = try realization(0, 1) }
    refuses("receiveAntennas") { _ = try realization(1, .max) }
    refuses("receiveAntennas") { _ = try realization(256, 256) }
    refuses("carrierFrequencyHz") { _ = try realization(1, 1, 0) }
    refuses("sampleRateHz") { _ = try realization(1, 1, 1e9, .nan) }
    refuses("sampleRateHz") { _ = try realization(1, 1, 1e9, 5) }
    refuses("transmitAntennas") { _ = try Draws.realization(.awgn, 2, 3, seed: 1) }
    let long = ChannelModel.tappedDelayLine(try TappedDelayLine(.e, delaySpreadSeconds: 1e-5, maximumDopplerHz: 5, kFactorDB: 50))
    refuses("sampleRateHz") { _ = try Draws.realization(long, 1, 1, seed: 1) }
    refuses("gridSize") {
      _ = try ChannelFrequencyResponse(try realization(1, 1), try Carrier(numerology: .kHz15, gridSize: 100, cellIdentity: 0))
    }
    refuses("frequencyOffsetHz") { _ = try Impairments(frequencyOffsetHz: .infinity) }
    refuses("clockOffsetPPM") { _ = try Impairments(clockOffsetPPM: 2000) }
    refuses("delaySamples") { _ = try Impairments(delaySamples: -1) }
    refuses("antennaCount") { _ = try ImpairmentFilter(try Impairments(), antennaCount: 0, sampleRateHz: 1e6) }
    refuses("sampleRateHz") { _ = try ImpairmentFilter(try Impairments(), antennaCount: 1, sampleRateHz: 0) }
  }
}
