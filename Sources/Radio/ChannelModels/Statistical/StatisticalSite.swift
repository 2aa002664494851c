import Base
import Foundation
import Modulation

/// Where user equipment is, seen from a site.
public struct EquipmentPlace: Sendable, Hashable {
  /// Metres east and north of the site.
  public var x: Double
  public var y: Double
  /// h_UT, metres.
  public var height: Double
  public var isIndoor: Bool
  /// d_2D-in, metres; 0 outdoors.
  public var indoorDistance: Double

  public init(x: Double, y: Double, height: Double = 1.5, isIndoor: Bool = false, indoorDistance: Double = 0) {
    self.x = x
    self.y = y
    self.height = height
    self.isIndoor = isIndoor
    self.indoorDistance = indoorDistance
  }

  /// n_fl - 1 of h_UT = 3 (n_fl - 1) + 1.5 m.
  var floor: Int { isIndoor ? max(0, min(7, Int(((height - 1.5) / 3).rounded()))) : 0 }
}

/// What decides about the loss between a site and equipment; antennas and the building's wall come on top.
public struct LinkLoss: Sendable, Hashable {
  public var isLineOfSight: Bool
  public var state: LinkState
  /// dB, less shadow fading.
  public var loss: Double
  public var parameters: LargeScaleParameters
}

/// A base station's surroundings: line of sight, large-scale parameters and clusters everywhere around it (TR 38.901 §7.4, §7.5, §7.6.3).
///
/// All are functions of the place, drawn once: equipment that is near other equipment, or moves, sees nearly the same. Sectors of a site
/// share them, sites do not, nor do floors of a building.
public struct StatisticalSite: Sendable {
  public let propagation: PropagationModel
  private let models: [LargeScaleModel]
  private let generators: [RayGenerator]
  /// Whether there is a line of sight, and the height of roofs.
  private let sight: CorrelatedFields
  /// In the open with and without line of sight, then by floor.
  private let largeScale: [CorrelatedFields]
  private let clusters: [CorrelatedFields]

  private static let floorCount = 8

  /// - Parameters:
  ///   - seed: of this site.
  ///   - hasRays: whether rays will be taken; without, it is made sooner.
  public init(_ propagation: PropagationModel, seed: UInt64, hasRays: Bool = true) {
    var generator = SeededGenerator(seed: seed)
    self.propagation = propagation
    let models = LinkState.allCases.map { LargeScaleModel(propagation, $0) }
    self.models = models
    generators = models.map { RayGenerator($0) }
    let distance = LinkStateTable.sightCorrelationDistance(propagation.scenario)
    sight = CorrelatedFields(distances: [distance, distance], waveCount: 128, using: &generator)
    let states: [LinkState] = [.lineOfSight, .nonLineOfSight] + [LinkState](repeating: .outdoorToIndoor, count: Self.floorCount)
    largeScale = states.map {
      CorrelatedFields(distances: models[$0.rawValue].table.correlationDistances, waveCount: 128, using: &generator)
    }
    guard hasRays else {
      clusters = []
      return
    }
    clusters = states.map { state in
      let count = models[state.rawValue].table.clusterCount * RayGenerator.normalsPerCluster
      let distance = LinkStateTable.clusterCorrelationDistance(propagation.scenario, state)
      return CorrelatedFields(distances: [Double](repeating: distance, count: count), waveCount: 32, using: &generator)
    }
  }

  public func model(_ state: LinkState) -> LargeScaleModel { models[state.rawValue] }

  private func fieldIndex(_ state: LinkState, _ place: EquipmentPlace) -> Int {
    state == .outdoorToIndoor ? 2 + place.floor : state.rawValue
  }

  /// The loss to a place, and what the rays there are drawn by.
  public func link(_ place: EquipmentPlace) -> LinkLoss {
    let distance = (place.x * place.x + place.y * place.y).squareRoot()
    let outdoors = max(0, distance - place.indoorDistance)
    let chances = sight.values(x: place.x, y: place.y).map(NormalDistribution.cumulative)
    let isSeen = chances[0] < propagation.lineOfSightProbability(distance: outdoors, height: place.height)
    let state: LinkState = place.isIndoor ? .outdoorToIndoor : isSeen ? .lineOfSight : .nonLineOfSight
    let roofs = propagation.environmentHeight(distance: distance, height: place.height, chance: chances[1])
    let normals = largeScale[fieldIndex(state, place)].values(x: place.x, y: place.y)
    let parameters = models[state.rawValue]
      .parameters(normals, distance: distance, height: place.height, isLineOfSight: isSeen)
    let loss = propagation.loss(distance: distance, height: place.height, environmentHeight: roofs, isLineOfSight: isSeen)
    return LinkLoss(isLineOfSight: isSeen, state: state, loss: loss - parameters.shadowFading, parameters: parameters)
  }

  /// Appends the rays of a link to a table.
  /// - Parameters:
  ///   - link: what `link(_:)` says of the place.
  ///   - seed: of the site and the equipment: of couplings, cross-polarisation ratios and phases.
  ///   - motion: of equipment that has come from elsewhere.
  public func appendRays(_ link: LinkLoss, _ place: EquipmentPlace, seed: UInt64, motion: RayMotion? = nil, to table: inout RayTable) {
    precondition(!clusters.isEmpty, "the site was made without rays")
    let geometry = LinkGeometry(x: place.x, y: place.y, height: place.height, baseStationHeight: propagation.baseStationHeight)
    let fields = clusters[fieldIndex(link.state, place)]
    withUnsafeTemporaryAllocation(of: Double.self, capacity: fields.count) { normals in
      fields.fill(normals, x: place.x, y: place.y, fields: 0..<fields.count)
      generators[link.state.rawValue].append(
        geometry, link.parameters, UnsafeBufferPointer(normals), seed: seed, isLineOfSight: link.isLineOfSight, motion: motion, to: &table)
    }
  }
}

/// Draws links of one state that have nothing in common with one another.
public struct IndependentRays: Sendable {
  private let model: LargeScaleModel
  private let generator: RayGenerator

  public init(_ propagation: PropagationModel, _ state: LinkState) {
    model = LargeScaleModel(propagation, state)
    generator = RayGenerator(model)
  }

  /// Appends a link to a table.
  /// - Parameters:
  ///   - x: metres east of the site.
  ///   - y: metres north of it.
  ///   - height: h_UT, metres.
  ///   - isLineOfSight: of the path outside.
  ///   - seed: of the link.
  /// - Returns: what its rays are drawn by.
  @discardableResult
  public func append(
    x: Double, y: Double, height: Double, isLineOfSight: Bool, seed: UInt64, to table: inout RayTable
  ) -> LargeScaleParameters {
    var gaussian = GaussianGenerator(seed: seed)
    func normals(_ count: Int) -> [Double] { (0..<count).map { _ in Double(gaussian.next()) } }
    let geometry = LinkGeometry(x: x, y: y, height: height, baseStationHeight: model.propagation.baseStationHeight)
    let parameters = model.parameters(
      normals(LargeScaleModel.count), distance: geometry.distance, height: height, isLineOfSight: isLineOfSight)
    normals(model.table.clusterCount * RayGenerator.normalsPerCluster).withUnsafeBufferPointer {
      generator.append(geometry, parameters, $0, seed: ~seed, isLineOfSight: isLineOfSight, motion: nil, to: &table)
    }
    return parameters
  }
}
