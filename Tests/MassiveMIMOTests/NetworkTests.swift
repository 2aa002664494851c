import Base
import ChannelModels
import Foundation
import Modulation
import Testing

@testable import MassiveMIMO

@Suite struct NetworkTests {
  @Test("TR 38.901, table 7.2-1: distances to the nearest copies of sites")
  func wrapAround() throws {
    let lines = try Vectors.lines("wrap")
    #expect(lines.count == 12)
    for line in lines {
      let layout = try HexagonalLayout(siteCount: try #require(Int(line[1])), interSiteDistance: try Vectors.number(line[2]))
      let place = Vectors.numbers(line[3])
      let distances = layout.sites.indices.map { site in
        let seen = layout.displacement(site: site, to: SIMD2(place[0], place[1]))
        return (seen * seen).sum().squareRoot()
      }
      for (distance, expected) in zip(distances.sorted(), Vectors.numbers(line[4])) { #expect(abs(distance - expected) < 1e-5) }
    }
  }

  @Test func everySiteHasSixNeighbours() throws {
    for count in [7, 19] {
      let layout = try HexagonalLayout(siteCount: count, interSiteDistance: 200)
      #expect(layout.sites.count == count && layout.sectorCount == 3 * count)
      for site in layout.sites {
        let near = layout.sites.indices.map { layout.displacement(site: $0, to: site) }.map { ($0 * $0).sum().squareRoot() }
        #expect(near.count { abs($0 - 200) < 1e-6 } == 6)
        #expect(near.count { $0 < 1e-6 } == 1)
      }
    }
  }

  @Test("TR 38.901, tables 7.2-1 and 7.2-3: shares, floors and distances of dropped equipment")
  func users() throws {
    let layout = try HexagonalLayout(siteCount: 19, interSiteDistance: 500)
    var generator = SeededGenerator(seed: 4)
    let users = try UserDrop(
      layout, .urbanMacro, carrierFrequencyHz: 6e9, .init(.urbanMacro, usersPerSite: 600), using: &generator)
    #expect(users.count == 11_400)
    let indoors = (0..<users.count).filter { users.isIndoor[$0] }
    #expect(abs(Double(indoors.count) / 11_400 - 0.8) < 0.02)
    // Of the lesser of two uniform distances, and of floors 1 to 4, ..., 8.
    #expect(abs(indoors.reduce(0) { $0 + users.indoorDistances[$1] } / Double(indoors.count) - 25.0 / 3) < 0.3)
    #expect(abs(indoors.reduce(0) { $0 + users.heights[$1] } / Double(indoors.count) - 9) < 0.3)
    for user in 0..<users.count {
      let places = layout.sites.indices.map { users.place(user, site: $0, of: layout) }
      #expect(places.allSatisfy { ($0.x * $0.x + $0.y * $0.y).squareRoot() >= 35 })
      #expect(users.isIndoor[user] || users.heights[user] == 1.5 && users.buildingLosses[user] == 0 && users.indoorDistances[user] == 0)
    }
    let later = users.place(3, site: 0, of: layout, seconds: 2)
    let now = users.place(3, site: 0, of: layout)
    let way = SIMD2(later.x - now.x, later.y - now.y)
    #expect(abs((way * way).sum().squareRoot() - 2 * 3 / 3.6) < 1e-9)
  }

  @Test("TR 38.901, table 7.3-1 and §7.1.3: gains of elements and of columns with a downtilt")
  func ports() throws {
    let lines = try Vectors.lines("column")
    #expect(lines.count == 60)
    for line in lines {
      let count = try #require(Int(line[1]))
      let array = try AntennaArray(
        elements: .init(rows: count, columns: 1), pattern: .directional,
        orientation: .init(bearing: try Vectors.number(line[3]), downtilt: try Vectors.number(line[4])))
      let ports = try AntennaPorts(array, elementsPerPort: count, tiltZenithDegrees: try Vectors.number(line[2]))
      #expect(ports.count == 1)
      let gain = ports.gain(zenithDegrees: try Vectors.number(line[5]), azimuthDegrees: try Vectors.number(line[6]))
      let expected = try Vectors.number(line[7])
      // Nulls of the column are as deep as numbers are exact.
      #expect(abs(gain - expected) < 1e-5 || max(gain, expected) < -60, "\(line)")
    }
  }

  @Test func aPanelHasAPortForEachSubArray() throws {
    let array = try AntennaArray(
      elements: .init(rows: 12, columns: 8), polarisationSlants: [45, -45], pattern: .directional)
    #expect(array.count == 192)
    let ports = try AntennaPorts(array, elementsPerPort: 3, tiltZenithDegrees: 96)
    #expect(ports.count == 64)
    // 8 dBi of an element and three of them in phase.
    #expect(abs(ports.gain(zenithDegrees: 96, azimuthDegrees: 0) - (8 - 12 * 36 / 4225.0 + 10 * log10(3))) < 1e-6)
  }

  @Test func wrongNumbersAreNamed() throws {
    #expect(#expect(throws: ParameterError.self) { try HexagonalLayout(siteCount: 5, interSiteDistance: 500) }?.parameter == "siteCount")
    #expect(throws: ParameterError.self) { try HexagonalLayout(siteCount: 7, interSiteDistance: .nan) }
    let array = try AntennaArray(elements: .init(rows: 10, columns: 1))
    #expect(#expect(throws: ParameterError.self) { try AntennaPorts(array, elementsPerPort: 3) }?.parameter == "elementsPerPort")
    #expect(throws: ParameterError.self) { try AntennaPorts(array, elementsPerPort: 0) }
    #expect(throws: ParameterError.self) { try AntennaPorts(array, tiltZenithDegrees: 181) }
    let layout = try HexagonalLayout(siteCount: 7, interSiteDistance: 500)
    var generator = SeededGenerator(seed: 1)
    var rules = [UserDrop.Rule](repeating: .init(.urbanMacro, usersPerSite: 1), count: 5)
    rules[0].usersPerSite = 0
    rules[1].indoorShare = 1.1
    rules[2].highLossShare = .nan
    rules[3].speed = -1
    rules[4].usersPerSite = 10_001
    for rule in rules {
      #expect(throws: ParameterError.self) { try UserDrop(layout, .urbanMacro, carrierFrequencyHz: 6e9, rule, using: &generator) }
    }
    #expect(throws: ParameterError.self) {
      try UserDrop(
        layout, .ruralMacro, carrierFrequencyHz: 6e9, .init(.ruralMacro, usersPerSite: 1, highLossShare: 0.5), using: &generator)
    }
    #expect(throws: ParameterError.self) { try CalibrationResult.run(.uma6, drops: 0, usersPerSite: 1, seed: 1, threads: 1) }
    #expect(throws: ParameterError.self) { try CalibrationResult.run(.uma6, drops: 1, usersPerSite: 0, seed: 1, threads: 1) }
  }
}
