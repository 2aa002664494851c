import DSPKernels
import Modulation

/// The channel of a transmission in a slot, and the noise: what an equaliser needs.
///
/// The channel of a symbol at t seconds from the slot's beginning is Σ over nodes of the node's weight in the symbol times the node's
/// response, times exp(2πj f t) with the layer's frequency offset f. A channel that stands still has one node.
public struct ChannelEstimate: ~Copyable {
  public let maximumLayers: Int
  public let maximumAntennas: Int
  public let maximumSubcarriers: Int
  public let maximumNodes: Int

  public internal(set) var layerCount = 1
  public internal(set) var antennaCount = 1
  public internal(set) var nodeCount = 1
  public internal(set) var subcarrierCount = 0
  /// As in ``PilotLayout/segments`` and ``PilotLayout/noiseGroups``.
  public internal(set) var segments: [Range<Int>] = []
  public internal(set) var noiseGroups: [Range<Int>] = []
  /// Seconds from one symbol to the next.
  public internal(set) var symbolSeconds = 0.0

  let pitch: Int
  /// Rows by node, then by layer, then by antenna: real and imaginary part.
  let response: UnsafeMutablePointer<Float>
  /// Of each noise group, antenna by antenna.
  let covariance: UnsafeMutablePointer<Complex>
  let inverseCovariance: UnsafeMutablePointer<Complex>
  /// By layer, then by symbol, then by node.
  let timeWeights: UnsafeMutablePointer<Float>
  /// By layer.
  let measurements: UnsafeMutablePointer<LayerMeasurement>
  /// By antenna.
  let noisePowers: UnsafeMutablePointer<Float>
  let receivedPowers: UnsafeMutablePointer<Float>
  let scratch: UnsafeMutablePointer<SIMD8<Float>>

  static let symbolLimit = 14

  /// Memory for what is at most to come; a slot needs none.
  public init(layers: Int, antennas: Int, subcarriers: Int, nodes: Int = 4) throws(ParameterError) {
    guard 1...EqualizerWorkspace.maximumLayers ~= layers else {
      throw ParameterError("layers", layers, "there are 1 to 8 layers", "TS 38.211 §7.3.1.3")
    }
    for (name, count, limit) in [("antennas", antennas, 4096), ("subcarriers", subcarriers, 3300), ("nodes", nodes, Self.symbolLimit)]
    where !(1...limit ~= count) { throw ParameterError(name, count, "1 to \(limit) are possible", "TS 38.211 §4.4") }
    maximumLayers = layers
    maximumAntennas = antennas
    maximumSubcarriers = subcarriers
    maximumNodes = nodes
    pitch = EqualizerWorkspace.pitch(subcarriers: subcarriers)
    func memory<Element>(_ count: Int, _ value: Element) -> UnsafeMutablePointer<Element> {
      let memory = UnsafeMutablePointer<Element>.allocate(capacity: count)
      memory.initialize(repeating: value, count: count)
      return memory
    }
    response = memory(nodes * layers * antennas * 2 * pitch, 0)
    // A noise group has a resource block at least.
    let groups = (subcarriers + 11) / 12
    covariance = memory(groups * antennas * antennas, .zero)
    inverseCovariance = memory(groups * antennas * antennas, .zero)
    timeWeights = memory(layers * Self.symbolLimit * nodes, 1)
    measurements = memory(layers, LayerMeasurement())
    noisePowers = memory(antennas, 0)
    receivedPowers = memory(antennas, 0)
    scratch = memory(NoiseCovariance.scratchCount(antennas: antennas), .zero)
  }

  deinit {
    response.deallocate()
    covariance.deallocate()
    inverseCovariance.deallocate()
    timeWeights.deallocate()
    measurements.deallocate()
    noisePowers.deallocate()
    receivedPowers.deallocate()
    scratch.deallocate()
  }

  /// Whether all symbols have the same channel but for the frequency offset.
  public var isConstant: Bool { nodeCount == 1 }

  func row(_ node: Int, _ layer: Int, _ antenna: Int) -> UnsafeMutablePointer<Float> {
    response + 2 * ((node * layerCount + layer) * antennaCount + antenna) * pitch
  }

  func timeWeight(_ layer: Int, _ symbol: Int) -> UnsafeMutablePointer<Float> {
    timeWeights + (layer * Self.symbolLimit + symbol) * maximumNodes
  }

  func phase(layer: Int, symbol: Double) -> Complex {
    Turn.of(measurements[layer].frequencyOffsetHz * symbol * symbolSeconds)
  }

  /// The channel of a resource element.
  /// - Parameter subcarrier: counted in the segments, one behind the other.
  public func channel(layer: Int, antenna: Int, symbol: Int, subcarrier: Int) -> Complex {
    precondition(
      layer < layerCount && antenna < antennaCount && subcarrier < subcarrierCount && symbol < Self.symbolLimit)
    var sum = Complex.zero
    for node in 0..<nodeCount {
      let row = row(node, layer, antenna)
      sum += Complex(row[subcarrier], row[pitch + subcarrier]) * (isConstant ? 1 : timeWeight(layer, symbol)[node])
    }
    return sum * phase(layer: layer, symbol: Double(symbol))
  }

  /// What was measured of a layer.
  public func measurement(layer: Int) -> LayerMeasurement {
    precondition(layer < layerCount)
    return measurements[layer]
  }

  /// The mean power of noise and interference of a resource element of an antenna.
  public func noisePower(antenna: Int) -> Float {
    precondition(antenna < antennaCount)
    return noisePowers[antenna]
  }

  /// RSSI: the mean power of a symbol with pilots that an antenna received, over all subcarriers of the segments (TS 38.215 §5.1).
  public func receivedPower(antenna: Int) -> Float {
    precondition(antenna < antennaCount)
    return receivedPowers[antenna]
  }

  /// An element of the covariance of noise and interference in a noise group.
  public func noiseCovariance(group: Int, _ row: Int, _ column: Int) -> Complex {
    precondition(group < noiseGroups.count && row < antennaCount && column < antennaCount)
    return covariance[(group * antennaCount + row) * antennaCount + column]
  }
}

/// What was measured of one layer's reference signal, in the scale of the grid.
public struct LayerMeasurement: Sendable, Hashable {
  /// RSRP: the mean power of a resource element of the reference signal, over antennas (TS 38.215 §5.1.9).
  public var referencePower: Float = 0
  /// The mean power over antennas of the channel, which is what data of power 1 have.
  public var channelPower: Float = 0
  /// The mean over antennas of the channel's power to that of noise and interference.
  public var signalToNoise: Float = 0
  /// How much more alike pilots next to each other are, in frequency and time, than noise would be: sums of `likenessCount` exponentially
  /// distributed numbers of mean 1 if there was nothing else.
  public var likeness: Float = 0
  public var likenessCount = 1
  /// The power of the channel estimate's error.
  public var errorPower: Float = 0
  /// The mean delay against the receiver's symbol timing; positive where the signal came late.
  public var delaySeconds = 0.0
  /// The spread of delays that the interpolation was made for.
  public var delaySpreadSeconds = 0.0
  public var frequencyOffsetHz = 0.0
  /// Of a channel with the spectrum of Jakes; 0 where it stands still.
  public var dopplerHz = 0.0

  public init() {}

  /// The delay in steps of a timing advance command (TS 38.213 §4.2).
  public func timingAdvanceSteps(_ numerology: Numerology) -> Double { Self.timingAdvanceSteps(delaySeconds, numerology) }

  static func timingAdvanceSteps(_ seconds: Double, _ numerology: Numerology) -> Double {
    seconds * (480_000 * 4096) / (16 * 64) * Double(1 << numerology.exponent)
  }
}
