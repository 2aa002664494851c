import Base
import ChannelModels
import DSPKernels
import Foundation
import MassiveMIMO
import Testing

@Suite struct AntennaPanelTests {
  private static let panel = Result { try AntennaPanel() }

  @Test("Gains of beams are within 0.2 dB of an independent computation wherever above their peak - 30 dB")
  func gains() throws {
    let panel = try Self.panel.get()
    #expect(panel.portCount == 64)
    let coupling = try Vectors.number(Vectors.lines("coupling", of: "panel")[0][1])
    #expect(abs(10 * log10(panel.coupling) - coupling) < 0.02)
    let lines = try Vectors.lines("gain", of: "panel")
    #expect(lines.count > 150)
    for line in lines {
      let numbers = try line.dropFirst().map { try Vectors.number($0) }
      let beam = panel.beam(zenithDegrees: numbers[0], azimuthDegrees: numbers[1], polarisation: Int(numbers[2]))
      let gain = 10 * log10(panel.gain(beam, zenithDegrees: numbers[3], azimuthDegrees: numbers[4]))
      #expect(abs(gain - numbers[5]) < 0.2, "\(line.joined(separator: " "))")
    }
  }

  @Test("320 W in both polarisations' beams are 78 to 80 dBm to the front, as computed independently")
  func radiatedPower() throws {
    let panel = try Self.panel.get()
    let watts = 10 * log10(320e3)
    for line in try Vectors.lines("eirp", of: "panel") {
      let numbers = try line.dropFirst().map { try Vectors.number($0) }
      let found = panel.effectiveIsotropicRadiatedPower(powerDBm: watts, zenithDegrees: numbers[0], azimuthDegrees: numbers[1])
      #expect(abs(found - numbers[2]) < 0.1)
    }
    #expect(78...80 ~= panel.effectiveIsotropicRadiatedPower(powerDBm: watts, zenithDegrees: 96, azimuthDegrees: 0))
  }

  @Test("No excitation radiates more over the sphere than it is fed with")
  func passive() throws {
    let panel = try Self.panel.get()
    let loss = pow(10, -panel.lossDecibels / 10)
    var generator = SeededGenerator(seed: 1)
    var excitations = (0..<4).map { _ in
      (0..<64).map { _ in Complex(.random(in: -1...1, using: &generator), .random(in: -1...1, using: &generator)) }
    }
    for (zenith, azimuth) in [(96.0, 0.0), (96, 60), (110, -30)] {
      excitations.append(panel.beam(zenithDegrees: zenith, azimuthDegrees: azimuth, polarisation: 1))
    }
    // A port alone.
    excitations.append((0..<64).map { Complex($0 == 27 ? 1 : 0, 0) })
    for weights in excitations {
      let part = panel.radiatedPart(weights)
      #expect(part > 0.1 && part <= loss * 1.0001, "\(part)")
    }
  }

  @Test("Losses below 0 dB and rows that are no whole sub-arrays are refused")
  func refusals() {
    #expect(throws: (any Error).self) { try AntennaPanel(lossDecibels: -1) }
    #expect(throws: (any Error).self) { try AntennaPanel(rows: 10) }
  }
}
