import Base
import Foundation

/// Where the two ends of a link see one another.
public struct LinkGeometry: Sendable, Hashable {
  /// d_2D, metres.
  public var distance: Double
  /// d_3D, metres.
  public var length: Double
  /// h_UT, metres.
  public var height: Double
  /// Of the straight line from the base station to the equipment, degrees.
  public var azimuth: Double
  public var zenith: Double

  /// - Parameters:
  ///   - x: metres east of the base station.
  ///   - y: metres north of it.
  ///   - height: of the equipment, metres.
  ///   - baseStationHeight: metres.
  public init(x: Double, y: Double, height: Double, baseStationHeight: Double) {
    distance = (x * x + y * y).squareRoot()
    length = (x * x + y * y + (height - baseStationHeight) * (height - baseStationHeight)).squareRoot()
    self.height = height
    azimuth = atan2(y, x) * 180 / .pi
    zenith = atan2(distance, height - baseStationHeight) * 180 / .pi
  }
}

/// Draws the rays of links in one state (TR 38.901 §7.5, steps 5 to 10).
struct RayGenerator: Sendable {
  /// Standard normal numbers of a cluster: of its delay, its shadowing, and a sign and a deviation for each of four angles.
  static let normalsPerCluster = 10
  static let rayCount = RayAngles.rayCount

  let model: LargeScaleModel
  private let wavelength: Double
  /// c_DS in seconds.
  private let clusterDelaySpread: Double

  /// α_m (table 7.5-3).
  private static let offsets = RayAngles.offsets
  /// Rays of the sub-clusters of a strong cluster (table 7.5-5), and the share of c_DS by which each comes later.
  private static let subClusters: [(rays: [Int], delay: Double)] = [
    ([0, 1, 2, 3, 4, 5, 6, 7, 18, 19], 0), ([8, 9, 10, 11, 16, 17], 1.28), ([12, 13, 14, 15], 2.56),
  ]
  private static let wholeCluster = [(rays: Array(0..<rayCount), delay: 0.0)]

  init(_ model: LargeScaleModel) {
    self.model = model
    wavelength = speedOfLight / model.propagation.carrierFrequencyHz
    let spread = model.table.clusterDelaySpread
    clusterDelaySpread = max(spread[0], spread[1] - spread[2] * log10(model.frequency)) * 1e-9
  }

  private struct Cluster {
    /// Which of the drawn ones it is, whatever place its delay gives it.
    var number: Int
    var delay: Double
    var power: Double
    /// P_n with the specular ray's in the first one: what angles go by.
    var anglePower: Double
  }

  /// Steps 5 and 6: clusters by delay, without those that are 25 dB weaker than the strongest; powers add up to 1.
  private func clusters(_ parameters: LargeScaleParameters, _ normals: UnsafeBufferPointer<Double>) -> [Cluster] {
    let scaling = model.table.delayScaling
    let isSeen = model.state == .lineOfSight
    var clusters = (0..<model.table.clusterCount).map { number in
      let chance = max(1e-15, NormalDistribution.cumulative(normals[number * Self.normalsPerCluster]))
      return Cluster(number: number, delay: -scaling * parameters.delaySpread * log(chance), power: 0, anglePower: 0)
    }
    clusters.sort { $0.delay < $1.delay }
    let first = clusters[0].delay
    var total = 0.0
    for index in clusters.indices {
      let shadowing = model.table.clusterShadowing * normals[clusters[index].number * Self.normalsPerCluster + 1]
      clusters[index].delay -= first
      clusters[index].power =
        exp(-clusters[index].delay * (scaling - 1) / (scaling * parameters.delaySpread)) * pow(10, -shadowing / 10)
      total += clusters[index].power
    }
    let specular = isSeen ? pow(10, parameters.kFactor / 10) : 0
    let stretch = isSeen ? 1 / Self.delayCompression(parameters.kFactor) : 1
    for index in clusters.indices {
      clusters[index].power /= total
      clusters[index].anglePower = (clusters[index].power + (index == 0 ? specular : 0)) / (1 + specular)
      clusters[index].delay *= stretch
    }
    let strongest = clusters.reduce(0) { max($0, $1.anglePower) }
    clusters.removeAll { $0.anglePower < strongest * pow(10, -2.5) }
    let rest = clusters.reduce(0) { $0 + $1.power }
    for index in clusters.indices { clusters[index].power /= rest }
    return clusters
  }

  /// C_τ of (7.5-3), by which a specular ray shortens the delay spread.
  private static func delayCompression(_ k: Double) -> Double { 0.7705 - 0.0433 * k + 0.0002 * k * k + 0.000017 * k * k * k }

  /// Step 7: the angle of each cluster relative to the line of sight or the mean.
  private func angles(
    _ clusters: [Cluster], _ normals: UnsafeBufferPointer<Double>, kind: Int, spread: Double, isAzimuth: Bool, kFactor k: Double
  ) -> [Double] {
    let isSeen = model.state == .lineOfSight
    var scale = model.table.angleScaling[isAzimuth ? 0 : 1]
    if isSeen {
      scale *=
        isAzimuth
        ? 1.1035 - 0.028 * k - 0.002 * k * k + 0.0001 * k * k * k : 1.3086 + 0.0339 * k - 0.0077 * k * k + 0.0002 * k * k * k
    }
    let strongest = clusters.reduce(0) { max($0, $1.anglePower) }
    var result = clusters.map { cluster in
      let weakness = -log(cluster.anglePower / strongest)
      let size = isAzimuth ? 2 * spread / 1.4 * max(0, weakness).squareRoot() / scale : spread * weakness / scale
      let place = cluster.number * Self.normalsPerCluster + 2 + 2 * kind
      return (normals[place] < 0 ? -size : size) + spread / 7 * normals[place + 1]
    }
    if isSeen {
      let first = result[0]
      for index in result.indices { result[index] -= first }
    }
    return result
  }

  /// Appends a link.
  /// - Parameters:
  ///   - normals: `normalsPerCluster` of each cluster.
  ///   - seed: of couplings, cross-polarisation ratios and phases; the same one leaves each ray what it is while the rest changes.
  ///   - isLineOfSight: of the path outside.
  ///   - motion: by how much rays have turned because the equipment moved.
  func append(
    _ geometry: LinkGeometry, _ parameters: LargeScaleParameters, _ normals: UnsafeBufferPointer<Double>, seed: UInt64, isLineOfSight: Bool,
    motion: RayMotion?, to table: inout RayTable
  ) {
    func turned(_ cluster: Int, _ ray: Int) -> Float { motion.map { $0.turns(identity: cluster * Self.rayCount + ray) } ?? 0 }
    let isSeen = model.state == .lineOfSight
    let clusters = clusters(parameters, normals)
    func angles(_ kind: Int, _ spread: Double) -> [Double] {
      self.angles(clusters, normals, kind: kind, spread: spread, isAzimuth: kind < 2, kFactor: parameters.kFactor)
    }
    let departureAzimuth = angles(0, parameters.departureAzimuthSpread)
    let arrivalAzimuth = angles(1, parameters.arrivalAzimuthSpread)
    let departureZenith = angles(2, parameters.departureZenithSpread)
    let arrivalZenith = angles(3, parameters.arrivalZenithSpread)
    let (distance, height) = (geometry.distance, geometry.height)
    let offset = model.zenithDepartureOffset(distance: distance, height: height, isLineOfSight: isLineOfSight)
    let zenithSpread = 0.375 * pow(10, model.zenithDepartureLogMean(distance: distance, height: height, isLineOfSight: isLineOfSight))
    // What a direction of departure is seen as from the other end.
    let arrivalDirection = geometry.azimuth + 180
    let arrivalMean = model.state == .outdoorToIndoor ? 90 : 180 - geometry.zenith
    let spreads = model.table.clusterSpreads
    let strong = Self.strongest(clusters)
    let specular = isSeen ? pow(10, parameters.kFactor / 10) : 0
    let firstLinkTap = table.tapDelays.count
    for (index, cluster) in clusters.enumerated() {
      var draws = RayDraws(seed: seed, cluster: cluster.number, ratio: model.table.crossPolarisationRatio)
      let parts = index == strong.0 || index == strong.1 ? Self.subClusters : Self.wholeCluster
      let power = cluster.power / (1 + specular) / Double(Self.rayCount)
      for part in parts {
        if isSeen, table.tapDelays.count == firstLinkTap {
          let turns = Float((-geometry.length / wavelength).remainder(dividingBy: 1))
          table.append(
            angles: SIMD4(geometry.azimuth, geometry.zenith, arrivalDirection, 180 - geometry.zenith), power: specular / (1 + specular),
            crossAmplitude: 0, phases: SIMD4(turns, 0, 0, turns + 0.5), identity: -1)
        }
        draws.couple(part.rays)
        for (place, ray) in part.rays.enumerated() {
          let zenithOfDeparture =
            geometry.zenith + departureZenith[index] + offset + zenithSpread * Self.offsets[draws.coupling.1[place]]
          let zenithOfArrival = arrivalMean + arrivalZenith[index] + spreads[2] * Self.offsets[draws.coupling.2[place]]
          table.append(
            angles: SIMD4(
              Self.wrapped(geometry.azimuth + departureAzimuth[index] + spreads[0] * Self.offsets[ray]), Self.folded(zenithOfDeparture),
              Self.wrapped(arrivalDirection + arrivalAzimuth[index] + spreads[1] * Self.offsets[draws.coupling.0[place]]),
              Self.folded(zenithOfArrival)),
            power: power, crossAmplitude: draws.crossAmplitudes[ray], phases: draws.phases[ray] + turned(cluster.number, ray),
            identity: cluster.number * Self.rayCount + ray)
        }
        table.endTap(delay: cluster.delay + part.delay * clusterDelaySpread)
      }
    }
    table.endLink()
  }

  /// Places of the two strongest clusters.
  private static func strongest(_ clusters: [Cluster]) -> (Int, Int) {
    let order = clusters.indices.sorted { (clusters[$0].power, clusters[$1].number) > (clusters[$1].power, clusters[$0].number) }
    return (order[0], order.count > 1 ? order[1] : order[0])
  }

  /// -180° to 180°.
  private static func wrapped(_ azimuth: Double) -> Double { azimuth.remainder(dividingBy: 360) }

  /// 0° to 180° (step 7).
  private static func folded(_ zenith: Double) -> Double { abs(zenith.remainder(dividingBy: 360)) }
}

/// What of a cluster's rays is not the same nearby.
private struct RayDraws {
  private var generator: FastGenerator
  /// 1 / √κ (step 9), and turns of θθ, θφ, φθ and φφ (step 10), of each ray.
  private(set) var crossAmplitudes = InlineArray<20, Float>(repeating: 0)
  private(set) var phases = InlineArray<20, SIMD4<Float>>(repeating: .zero)
  /// Of rays in their order: whose offset each has in azimuth of arrival, zenith of departure and zenith of arrival.
  private(set) var coupling: ([Int], [Int], [Int]) = ([], [], [])

  /// - Parameter ratio: mean and deviation of the cross-polarisation ratio in dB.
  init(seed: UInt64, cluster: Int, ratio: [Double]) {
    generator = FastGenerator(seed: seed &+ UInt64(cluster) &* 0xD1B5_4A32_D192_ED03)
    var gaussian = GaussianGenerator(using: &generator)
    let unit: Float = 0x1p-32
    for ray in 0..<RayGenerator.rayCount {
      crossAmplitudes[ray] = Float(pow(10, -(ratio[0] + ratio[1] * Double(gaussian.next())) / 20))
      let (first, second) = (generator.next(), generator.next())
      phases[ray] =
        SIMD4(
          Float(UInt32(truncatingIfNeeded: first)), Float(first >> 32), Float(UInt32(truncatingIfNeeded: second)), Float(second >> 32)) * unit
    }
  }

  /// Step 8, within a cluster or sub-cluster.
  mutating func couple(_ rays: [Int]) {
    coupling = (rays, rays, rays)
    coupling.0.shuffle(using: &generator)
    coupling.1.shuffle(using: &generator)
    coupling.2.shuffle(using: &generator)
  }
}
