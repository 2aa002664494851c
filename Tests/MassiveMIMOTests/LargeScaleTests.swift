import Base
import Foundation
import Testing

@testable import ChannelModels

@Suite struct LargeScaleTests {
  @Test("TR 38.901, tables 7.5-6 to 7.5-9: correlated large-scale parameters from independent numbers")
  func parameters() throws {
    let lines = try Vectors.lines("parameters")
    #expect(lines.count == 54)
    for line in lines {
      let propagation = try PropagationModel(Vectors.scenario(line[1]), carrierFrequencyHz: Vectors.number(line[3]) * 1e9)
      let model = LargeScaleModel(propagation, try Vectors.state(line[2]))
      let value = model.parameters(
        Vectors.numbers(line[7]), distance: try Vectors.number(line[4]), height: try Vectors.number(line[5]), isLineOfSight: line[6] == "1")
      let all = [
        value.shadowFading, value.kFactor, value.delaySpread, value.departureAzimuthSpread, value.arrivalAzimuthSpread,
        value.departureZenithSpread, value.arrivalZenithSpread,
      ]
      for (value, expected) in zip(all, Vectors.numbers(line[8])) {
        #expect(abs(value - expected) <= 1e-7 * abs(expected) + 1e-18, "\(line): \(all)")
      }
    }
  }

  @Test("TR 38.901, tables 7.5-7 to 7.5-9: mean and offset of zenith angles of departure")
  func zenith() throws {
    let lines = try Vectors.lines("zenith")
    #expect(lines.count == 54)
    for line in lines {
      let propagation = try PropagationModel(Vectors.scenario(line[1]), carrierFrequencyHz: Vectors.number(line[3]) * 1e9)
      let model = LargeScaleModel(propagation, try Vectors.state(line[2]))
      let (distance, height, isSeen) = (try Vectors.number(line[4]), try Vectors.number(line[5]), line[6] == "1")
      let expected = Vectors.numbers(line[7])
      let mean = model.zenithDepartureLogMean(distance: distance, height: height, isLineOfSight: isSeen)
      let offset = model.zenithDepartureOffset(distance: distance, height: height, isLineOfSight: isSeen)
      #expect(abs(mean - expected[0]) < 1e-7, "\(line)")
      #expect(abs(offset - expected[1]) < 1e-6, "\(line)")
    }
  }

  @Test("TR 38.901 (7.4-5): fields are normal, and their correlation falls as exp(-d/Δ)")
  func correlation() {
    var generator = SeededGenerator(seed: 7)
    let distances = [0.0, 5, 20, 50, 120]
    let count = 4000
    var products = [Double](repeating: 0, count: distances.count)
    var (sum, fourth) = (0.0, 0.0)
    for _ in 0..<count {
      let field = CorrelatedFields(distances: [37], waveCount: 128, using: &generator)
      let here = field.values(x: 300, y: -40)[0]
      sum += here
      fourth += here * here * here * here
      for (index, distance) in distances.enumerated() {
        products[index] += here * field.values(x: 300 + 0.6 * distance, y: -40 + 0.8 * distance)[0]
      }
    }
    // Five standard errors.
    let error = 5 / Double(count).squareRoot()
    #expect(abs(sum / Double(count)) < error)
    #expect(abs(fourth / Double(count) - 3) < 10 * error)
    for (product, distance) in zip(products, distances) {
      #expect(abs(product / Double(count) - exp(-distance / 37)) < 1.5 * error)
    }
  }

  @Test("TR 38.901 §7.5, step 4: what a site shows nearby is nearly the same, on another floor not")
  func spatialConsistency() throws {
    let propagation = try PropagationModel(.urbanMacro, carrierFrequencyHz: 3.5e9)
    var (near, floors, count) = (0.0, 0.0, 0.0)
    for seed in 0..<400 {
      let site = StatisticalSite(propagation, seed: UInt64(seed), hasRays: false)
      func fading(x: Double, height: Double) -> Double {
        let place = EquipmentPlace(x: x, y: 150, height: height, isIndoor: true, indoorDistance: 5)
        return site.link(place).parameters.shadowFading / 7
      }
      let here = fading(x: 100, height: 4.5)
      near += here * fading(x: 100.7, height: 4.5)
      floors += here * fading(x: 100, height: 7.5)
      count += 1
    }
    #expect(abs(near / count - exp(-0.1)) < 0.25)
    #expect(abs(floors / count) < 0.25)
  }

  @Test("TR 38.901 §7.4.2: so many places have a line of sight")
  func sight() throws {
    let propagation = try PropagationModel(.urbanMicro, carrierFrequencyHz: 3.5e9)
    let count = 2000
    let seen = (0..<count).count { seed in
      StatisticalSite(propagation, seed: UInt64(seed), hasRays: false).link(EquipmentPlace(x: 30, y: 40)).isLineOfSight
    }
    let expected = propagation.lineOfSightProbability(distance: 50, height: 1.5)
    #expect(abs(Double(seen) / Double(count) - expected) < 5 * (expected * (1 - expected) / Double(count)).squareRoot())
  }
}
