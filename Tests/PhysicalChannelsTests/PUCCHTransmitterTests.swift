import Base
import ChannelCoding
import DSPKernels
import Foundation
import Modulation
import PhysicalChannels
import ReferenceSignals
import Testing

/// Vectors of the PUCCH formats (Oracle/pucch.py).
struct PUCCHVector {
  let fields: [Substring]
  let carrier: Carrier
  let slot: Int
  private var next = 13

  init(_ line: [Substring]) throws {
    fields = line
    let numbers = line[1...12].compactMap { Int($0) }
    carrier = try Carrier(
      numerology: try #require(Numerology(rawValue: UInt8(numbers[0]))), cyclicPrefix: numbers[1] == 1 ? .extended : .normal,
      gridStart: numbers[2], gridSize: numbers[3], cellIdentity: numbers[4])
    slot = numbers[5]
  }

  mutating func number() throws -> Int {
    next += 1
    return try #require(Int(fields[next - 1]))
  }

  mutating func identity() throws -> Int? {
    let value = try number()
    return value < 0 ? nil : value
  }

  mutating func bits() -> BitSequence {
    next += 1
    return fields[next - 1] == "-" ? BitSequence() : BitSequence(fields[next - 1].map { $0 == "1" })
  }

  mutating func payload() throws -> (codeRate: Int, PUCCHPayload) {
    let rate = try number()
    return (rate, PUCCHPayload(harqACK: bits(), schedulingRequest: bits(), csiPart1: bits(), csiPart2: bits()))
  }

  mutating func sums() throws -> [(Double, Double)] {
    let sums = fields[next...].map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(sums.count == 3)
    return sums.map { ($0[0], $0[1]) }
  }

  func configuration(
    _ format: PUCCHConfiguration.Format, identities: PUCCHConfiguration.Identities = .init(rnti: 0)
  ) throws -> PUCCHConfiguration {
    let numbers = fields[1...12].compactMap { Int($0) }
    let hopping = try PUCCHSequenceHopping(
      carrier, groupHopping: try #require(PUCCHGroupHopping(rawValue: UInt8(numbers[6]))), identity: numbers[7] < 0 ? nil : numbers[7])
    return try PUCCHConfiguration(
      carrier, format, firstSymbol: numbers[8], symbolCount: numbers[9], firstBlock: numbers[10],
      secondHopBlock: numbers[11] < 0 ? nil : numbers[11], hopping: hopping, identities: identities)
  }

  static func lines(_ kind: String) throws -> [[Substring]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Oracle/pucch-vectors.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ") }.filter { $0[0] == kind }
  }

  /// What the line's format is configured as, and what it sends.
  mutating func formatAndContent() throws -> (PUCCHConfiguration, PUCCHControl?, (codeRate: Int, PUCCHPayload)?) {
    switch fields[0] {
    case "format0":
      let shift = try number()
      let control = PUCCHControl(harqACK: bits(), isSchedulingRequest: try number() == 1)
      return (try configuration(.format0(initialCyclicShift: shift)), control, nil)
    case "format1":
      let (shift, cover) = (try number(), try number())
      let acknowledgement = bits()
      let control = PUCCHControl(harqACK: acknowledgement, isSchedulingRequest: acknowledgement.count == 0)
      return (try configuration(.format1(initialCyclicShift: shift, timeDomainOCC: cover)), control, nil)
    case "format2":
      let count = try number()
      let identities = PUCCHConfiguration.Identities(
        rnti: UInt16(try number()), scrambling: try identity(), demodulationReferenceSignal: try identity())
      return (try configuration(.format2(blockCount: count), identities: identities), nil, try payload())
    default:
      let first = try number()
      let cover = fields[0] == "format4" ? try number() : 0
      let identities = PUCCHConfiguration.Identities(
        rnti: UInt16(try number()), scrambling: try identity(), demodulationReferenceSignal: try identity())
      let options = PUCCHConfiguration.LongOptions(
        isPiHalfBPSK: try number() == 1, hasAdditionalDMRS: try number() == 1, hasTypeTwoDMRS: try number() == 1)
      let format: PUCCHConfiguration.Format =
        fields[0] == "format4" ? .format4(spreading: first, cover: cover, options) : .format3(blockCount: first, options)
      return (try configuration(format, identities: identities), nil, try payload())
    }
  }

  /// The grid of what a line sends.
  static func send(
    _ configuration: PUCCHConfiguration, _ control: PUCCHControl?, _ payload: (codeRate: Int, PUCCHPayload)?, slot: Int,
    amplitude: Float = 1
  ) throws -> ResourceGrid {
    var grid = ResourceGrid(configuration.carrier)
    if let control {
      try PUCCHTransmitter(configuration).transmit(control, slot: slot, into: &grid, amplitude: amplitude)
    } else if let payload {
      var transmitter = try PUCCHTransmitter(configuration, payload.1.sizes, codeRate: payload.codeRate)
      try transmitter.transmit(payload.1, slot: slot, into: &grid, amplitude: amplitude)
    }
    return grid
  }
}

extension ResourceGrid {
  func scaled(_ factor: Float) -> ResourceGrid {
    var copy = self
    copy.withMutableElements { elements in for index in elements.indices { elements[index] = elements[index] * factor } }
    return copy
  }
}

@Suite struct PUCCHTransmitterTests {
  @Test(
    "TS 38.211 §6.3.2 and §6.4.1.3: every element of formats 0 to 4",
    arguments: [("format0", 120), ("format1", 160), ("format2", 120), ("format3", 120), ("format4", 140)])
  func formats(_ kind: String, _ count: Int) throws {
    let lines = try PUCCHVector.lines(kind)
    #expect(lines.count == count)
    for line in lines {
      var vector = try PUCCHVector(line)
      let (configuration, control, payload) = try vector.formatAndContent()
      let grid = try PUCCHVector.send(configuration, control, payload, slot: vector.slot)
      let quiet = try PUCCHVector.send(configuration, control, payload, slot: vector.slot, amplitude: 0.25)
      #expect(quiet == grid.scaled(0.25), "\(line[0...12])")
      for (sum, weights) in zip(try vector.sums(), [(0.0173, 1.31), (0.731, 0.417), (2.113, 2.71)]) {
        var (real, imaginary) = (0.0, 0.0)
        for symbol in 0..<grid.symbolCount {
          for subcarrier in 0..<grid.subcarrierCount {
            let value = grid[0, symbol, subcarrier]
            guard value != .zero else { continue }
            let angle = weights.0 * Double(subcarrier) + weights.1 * Double(symbol)
            real += Double(value.real) * cos(angle) - Double(value.imaginary) * sin(angle)
            imaginary += Double(value.real) * sin(angle) + Double(value.imaginary) * cos(angle)
          }
        }
        #expect(abs(real - sum.0) < 2e-4 && abs(imaginary - sum.1) < 2e-4, "\(line[0...12]) \(real) \(imaginary) \(sum)")
      }
    }
  }

  @Test("TS 38.213 §9.2.5.2: resource blocks for a payload")
  func blocks() throws {
    let lines = try PUCCHVector.lines("blocks")
    #expect(lines.count == 150)
    for line in lines {
      let numbers = line.dropFirst().compactMap { Int($0) }
      let count = try PUCCHBlocks.count(
        format: numbers[0], configured: numbers[1], controlSymbolCount: numbers[2], modulationOrder: numbers[3], codeRate: numbers[4],
        bitCount: numbers[5])
      #expect(count == numbers[6], "\(line)")
    }
  }

  @Test("TS 38.213, table 9.2.1-1: resources before dedicated ones")
  func common() throws {
    let lines = try PUCCHVector.lines("common")
    #expect(lines.count == 128)
    for line in lines {
      let numbers = line.dropFirst().compactMap { Int($0) }
      let resource = try PUCCHCommonResource(index: numbers[0], bandwidthPartSize: numbers[1], resource: numbers[2])
      #expect(
        [
          resource.format, resource.firstSymbol, resource.symbolCount, resource.firstBlock, resource.secondHopBlock,
          resource.initialCyclicShift,
        ] == Array(numbers[3...]), "\(line)")
      let carrier = try Carrier(numerology: .kHz30, gridSize: numbers[1], cellIdentity: 1)
      let configuration = try resource.configuration(carrier)
      #expect(configuration.firstBlock == resource.firstBlock && configuration.format.number == resource.format)
    }
    #expect(try PUCCHCommonResource.resource(firstElement: 5, elementCount: 8, indicator: 3) == 7)
  }

  @Test("UEs that share a resource of format 1 are orthogonal, in DM-RS and in data")
  func orthogonality() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 41)
    for symbols in 4...14 {
      for second in [nil, 20] {
        var grids: [ResourceGrid] = []
        for cover in 0..<7 {
          guard
            let configuration = try? PUCCHConfiguration(
              carrier, .format1(initialCyclicShift: 2, timeDomainOCC: cover), firstSymbol: 0, symbolCount: symbols, firstBlock: 3,
              secondHopBlock: second)
          else { break }
          var grid = ResourceGrid(carrier)
          try PUCCHTransmitter(configuration).transmit(PUCCHControl(isSchedulingRequest: true), slot: 4, into: &grid)
          grids.append(grid)
        }
        #expect(!grids.isEmpty)
        for first in grids.indices {
          for other in 0..<first {
            for parity in 0...1 {
              var sum = Complex.zero
              for symbol in stride(from: parity, to: symbols, by: 2) {
                for subcarrier in 0..<carrier.subcarrierCount {
                  sum += grids[first][0, symbol, subcarrier] * grids[other][0, symbol, subcarrier].conjugate
                }
              }
              #expect(sum.power < 1e-6)
            }
          }
        }
      }
    }
  }

  @Test("Configurations that the standard does not have are refused")
  func errors() throws {
    let carrier = try Carrier(numerology: .kHz30, gridSize: 24, cellIdentity: 41)
    let formats: [(PUCCHConfiguration.Format, Int, Int, Int, Int?)] = [
      (.format0(initialCyclicShift: 12), 0, 1, 0, nil), (.format0(initialCyclicShift: -1), 0, 1, 0, nil),
      (.format0(initialCyclicShift: 0), 0, 3, 0, nil), (.format0(initialCyclicShift: 0), 0, 0, 0, nil),
      (.format0(initialCyclicShift: 0), 13, 2, 0, nil), (.format0(initialCyclicShift: 0), 0, 1, 0, 3),
      (.format0(initialCyclicShift: 0), -1, 1, 0, nil), (.format0(initialCyclicShift: 0), 0, 1, 24, nil),
      (.format0(initialCyclicShift: 0), 0, 2, 0, 24), (.format0(initialCyclicShift: 0), 0, 1, -1, nil),
      (.format0(initialCyclicShift: 0), .max, 2, .max, .max), (.format1(initialCyclicShift: 0, timeDomainOCC: 0), 0, 3, 0, nil),
      (.format1(initialCyclicShift: 0, timeDomainOCC: 7), 0, 14, 0, nil), (.format1(initialCyclicShift: 0, timeDomainOCC: 3), 0, 14, 0, 9),
      (.format1(initialCyclicShift: 0, timeDomainOCC: -1), 0, 14, 0, nil), (.format2(blockCount: 0), 0, 1, 0, nil),
      (.format2(blockCount: 17), 0, 1, 0, nil), (.format2(blockCount: 5), 0, 1, 20, nil), (.format3(blockCount: 7), 0, 4, 0, nil),
      (.format3(blockCount: .min), 0, 4, 0, nil), (.format4(spreading: 3, cover: 0), 0, 4, 0, nil),
      (.format4(spreading: 4, cover: 4), 0, 4, 0, nil), (.format4(spreading: 2, cover: 0), 0, 15, 0, nil),
    ]
    for (format, first, count, block, second) in formats {
      #expect(throws: ParameterError.self, "\(format)") {
        try PUCCHConfiguration(carrier, format, firstSymbol: first, symbolCount: count, firstBlock: block, secondHopBlock: second)
      }
    }
    #expect(throws: ParameterError.self) { try PUCCHSequenceHopping(carrier, identity: 1024) }
    let zero = try PUCCHConfiguration(carrier, .format0(initialCyclicShift: 0), firstSymbol: 0, symbolCount: 1, firstBlock: 0)
    let two = try PUCCHConfiguration(carrier, .format2(blockCount: 1), firstSymbol: 0, symbolCount: 1, firstBlock: 0)
    var grid = ResourceGrid(carrier)
    var small = ResourceGrid(portCount: 1, symbolCount: 14, subcarrierCount: 12)
    let control = PUCCHControl(harqACK: BitSequence([true]))
    #expect(throws: ParameterError.self) { try PUCCHTransmitter(zero).transmit(PUCCHControl(), slot: 0, into: &grid) }
    #expect(throws: ParameterError.self) { try PUCCHTransmitter(zero).transmit(control, slot: 20, into: &grid) }
    #expect(throws: ParameterError.self) { try PUCCHTransmitter(zero).transmit(control, slot: 0, into: &grid, port: 1) }
    #expect(throws: ParameterError.self) { try PUCCHTransmitter(zero).transmit(control, slot: 0, into: &small) }
    #expect(throws: ParameterError.self) { try PUCCHTransmitter(zero).transmit(control, slot: 0, into: &grid, amplitude: -1) }
    #expect(throws: ParameterError.self) {
      try PUCCHTransmitter(zero).transmit(PUCCHControl(harqACK: BitSequence(zeros: 3)), slot: 0, into: &grid)
    }
    #expect(throws: ParameterError.self) { _ = try PUCCHTransmitter(two) }
    for sizes in [
      PUCCHPayloadSizes(harqACK: 2), PUCCHPayloadSizes(harqACK: 60), PUCCHPayloadSizes(harqACK: -1),
      PUCCHPayloadSizes(harqACK: 3, csiPart1: 3, csiPart2: 4), PUCCHPayloadSizes(harqACK: .max, csiPart1: 3),
    ] {
      #expect(throws: ParameterError.self) { _ = try PUCCHTransmitter(two, sizes, codeRate: 80) }
    }
  }
}
