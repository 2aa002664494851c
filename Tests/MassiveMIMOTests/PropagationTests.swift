import ChannelModels
import Foundation
import Modulation
import Testing

@Suite struct PropagationTests {
  @Test("TR 38.901, table 7.4.2-1: probability of a line of sight")
  func lineOfSight() throws {
    let lines = try Vectors.lines("sight")
    #expect(lines.count == 63)
    for line in lines {
      let model = try PropagationModel(Vectors.scenario(line[1]), carrierFrequencyHz: 6e9)
      let value = model.lineOfSightProbability(distance: try Vectors.number(line[2]), height: try Vectors.number(line[3]))
      #expect(abs(value - (try Vectors.number(line[4]))) < 1e-8, "\(line)")
    }
  }

  @Test("TR 38.901, table 7.4.1-1: loss of the path with and without line of sight")
  func loss() throws {
    let lines = try Vectors.lines("pathloss")
    #expect(lines.count == 189)
    for line in lines {
      let model = try PropagationModel(Vectors.scenario(line[1]), carrierFrequencyHz: Vectors.number(line[2]) * 1e9)
      let (distance, height, roofs) = (try Vectors.number(line[3]), try Vectors.number(line[4]), try Vectors.number(line[5]))
      for (isSeen, expected) in zip([true, false], Vectors.numbers(line[6])) {
        let value = model.loss(distance: distance, height: height, environmentHeight: roofs, isLineOfSight: isSeen)
        #expect(abs(value - expected) < 1e-6, "\(line)")
      }
    }
  }

  @Test("TR 38.901, table 7.4.3-2: loss of walls")
  func walls() throws {
    let lines = try Vectors.lines("wall")
    #expect(lines.count == 4)
    for line in lines {
      let frequency = try Vectors.number(line[1]) * 1e9
      for (wall, expected) in zip([BuildingLoss.low, .high], Vectors.numbers(line[2])) {
        #expect(abs(wall.wallLoss(carrierFrequencyHz: frequency) - expected) < 1e-6)
      }
    }
  }

  @Test("TR 38.901, table 7.4.1-1, note 1: roofs are in the way by chance, at heights of 12 m to that of the equipment")
  func environment() throws {
    let model = try PropagationModel(.urbanMacro, carrierFrequencyHz: 6e9)
    for line in try Vectors.lines("environment") {
      let (distance, height, low) = (try Vectors.number(line[1]), try Vectors.number(line[2]), try Vectors.number(line[3]))
      let count = 10_000
      let values = (0..<count).map {
        model.environmentHeight(distance: distance, height: height, chance: (Double($0) + 0.5) / Double(count))
      }
      #expect(abs(Double(values.count { $0 == 1 }) / Double(count) - low) < 2e-4)
      let roofs = Set(values).subtracting([1]).sorted()
      let expected = low < 1 ? Array(stride(from: 12, through: height - 1.5, by: 3)) : []
      #expect(roofs == expected)
      for roof in roofs {
        let share = Double(values.count { $0 == roof }) / Double(count)
        #expect(abs(share - (1 - low) / Double(roofs.count)) < 3e-4)
      }
    }
  }

  @Test func whatTheTablesDoNotHaveIsRefused() throws {
    for (scenario, frequency, height) in [
      (PropagationScenario.urbanMacro, 0.4e9, nil), (.urbanMicro, 101e9, nil), (.ruralMacro, 31e9, nil), (.urbanMacro, .nan, nil),
      (.urbanMacro, 6e9, 9.0), (.urbanMacro, 6e9, .infinity),
    ] {
      let error = #expect(throws: ParameterError.self) {
        try PropagationModel(scenario, carrierFrequencyHz: frequency, baseStationHeight: height)
      }
      #expect(error?.clause == "TR 38.901, table 7.4.1-1")
    }
    #expect(throws: ParameterError.self) { try PropagationModel(.ruralMacro, carrierFrequencyHz: 1e9, streetWidth: 51) }
  }
}
