import Base
import ChannelModels
import LinkSimulation
import Modulation

/// Medians of what the rays of links in one state spread over, and of what they are drawn by.
public struct SpreadMeasurement: Sendable, Hashable {
  /// Of DS in seconds, ASD, ASA, ZSD and ZSA in degrees, measured from rays.
  public let medians: [Double]
  /// 10^μ of the same.
  public let drawnBy: [Double]

  /// Of independent links: each has a site of its own.
  /// - Parameters:
  ///   - distance: of equipment on the ground, metres; its path outside is one of line of sight unless the state says otherwise.
  ///   - links: 1 to 1,000,000.
  /// - Throws: for values outside.
  public init(_ propagation: PropagationModel, _ state: LinkState, distance: Double, links: Int, seed: UInt64) throws(ParameterError) {
    guard 1...1_000_000 ~= links else { throw ParameterError("links", links, "there are 1 to 1000000 links", "TR 38.901 §7.5") }
    guard 1...10_000 ~= distance else { throw ParameterError("distance", distance, "it is 1 to 10000 m", "TR 38.901, table 7.4.1-1") }
    var table = RayTable()
    var columns = [[Double]](repeating: [], count: 5)
    var generator = SeededGenerator(seed: seed, number: state.rawValue)
    let isSeen = state != .nonLineOfSight
    let generate = IndependentRays(propagation, state)
    for _ in 0..<links {
      table.removeAll()
      generate.append(x: distance, y: 0, height: 1.5, isLineOfSight: isSeen, seed: generator.next(), to: &table)
      let spread = RaySpread(table, link: 0)
      columns[0].append(spread.delay)
      columns[1].append(spread.departureAzimuth)
      columns[2].append(spread.arrivalAzimuth)
      columns[3].append(spread.departureZenith)
      columns[4].append(spread.arrivalZenith)
    }
    medians = columns.map { EmpiricalDistribution($0).percentile(50) }
    let model = LargeScaleModel(propagation, state)
    let zenith = model.medianDepartureZenithSpread(distance: distance, height: 1.5, isLineOfSight: isSeen)
    drawnBy = [model.medians[0], model.medians[1], model.medians[2], zenith, model.medians[3]]
  }
}
