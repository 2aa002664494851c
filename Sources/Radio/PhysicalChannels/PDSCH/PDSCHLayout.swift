import Modulation

/// Where the resource elements of a PDSCH stand together, for what goes through them.
struct PDSCHLayout: Sendable {
  /// Data on adjacent subcarriers.
  struct Run: Sendable, Hashable {
    /// The first in the order of ``PDSCHMapping/dataSubcarriers``.
    var place: Int
    var subcarrier: Int
    var count: Int
  }

  /// Subcarriers of adjacent resource blocks with one precoding matrix.
  struct Group: Sendable, Hashable {
    var group: Int
    var subcarriers: Range<Int>
    /// Whether no port has more than one layer.
    var isSimple: Bool
  }

  /// Of each symbol; nil where runs are short.
  let runs: [[Run]?]
  let groups: [Group]
  /// The grid's subcarriers with DM-RS of each layer.
  let referenceSubcarriers: [[Int32]]
  /// The resource blocks as DM-RS count them.
  let referenceBlocks: [Int]

  init(_ mapping: PDSCHMapping, _ precoding: PDSCHPrecoding) {
    let configuration = mapping.configuration
    let gridStart = configuration.carrier.gridStart
    runs = mapping.symbols.map { symbol in
      var runs: [Run] = []
      for place in symbol.data {
        let subcarrier = Int(mapping.dataSubcarriers[place])
        if let last = runs.last, last.subcarrier + last.count == subcarrier {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(Run(place: place, subcarrier: subcarrier, count: 1))
        }
      }
      return 8 * runs.count <= symbol.data.count ? runs : nil
    }
    var groups: [Group] = []
    for block in mapping.commonBlocks {
      let (group, first) = (precoding.group(of: block, configuration.part), 12 * (block - gridStart))
      if let last = groups.last, last.group == group, last.subcarriers.upperBound == first {
        groups[groups.count - 1].subcarriers = last.subcarriers.lowerBound..<(first + 12)
      } else {
        let size = precoding.portCount * precoding.layerCount
        let matrix = precoding.weights[(group * size)..<((group + 1) * size)]
        let isSimple = (0..<precoding.portCount).allSatisfy { port in
          let row = matrix.dropFirst(port * precoding.layerCount).prefix(precoding.layerCount)
          return row.count { $0 != .zero } <= 1
        }
        groups.append(Group(group: group, subcarriers: first..<(first + 12), isSimple: isSimple))
      }
    }
    self.groups = groups
    referenceSubcarriers = configuration.demodulation.ports.map { port in
      let within = configuration.demodulation.subcarriers(port: port)
      return mapping.commonBlocks.flatMap { block in within.map { Int32(12 * (block - gridStart) + $0) } }
    }
    referenceBlocks = mapping.commonBlocks.map { $0 - configuration.referenceBlock }
  }
}
