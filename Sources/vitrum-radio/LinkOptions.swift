import ArgumentParser
import ChannelModels
import LinkSimulation
import Modulation
import PhysicalChannels

/// What is sent over which channel.
struct LinkOptions: ParsableArguments {
  enum Signal: String, ExpressibleByArgument, CaseIterable {
    case pusch
    case pdsch
  }

  @Option(help: "What is sent: the UE's pusch or the gNB's pdsch.") var signal = Signal.pusch
  @Option(help: "The channel: \(ChannelName.forms).") var channel = "awgn"
  @Option(help: "Of the antennas of a tapped delay line (TS 38.104 annex G.2.3, TS 38.101-4 annex B.2.3).")
  var correlation = Named(AntennaCorrelation.Level.low)
  @Option(help: "Antennas of the side that receives; 2, or those of its array, if left out.") var antennas: Int?
  @Option(
    name: .customLong("transmit-antennas"), help: "Antennas of the side that sends; as many as layers, or those of its array, if left out.")
  var transmitAntennas: Int?
  @OptionGroup(title: "Arrays of a clustered delay line") var arrays: ArrayOptions
  @Option(help: "Layers: 1 to 4 of a PUSCH, 1 to 8 of a PDSCH, which has two codewords above 4.") var layers = 1
  @Option(help: "The precoding matrix of a PUSCH with 2 or 4 transmit antennas.") var tpmi: Int?
  @Option(help: "I_MCS.") var mcs = 2
  @Option(help: "The MCS table (TS 38.214 §5.1.3.1, §6.1.4.1).") var table = Named(MCSTable.qam64)
  @Flag(name: .customLong("transform-precoding"), help: "DFT-s-OFDM; the table is then transform, unless another is named.")
  var hasTransformPrecoding = false
  @Option(name: .customLong("spacing"), help: "Subcarrier spacing in kHz.") var numerology = Named(Numerology.kHz30)
  @Option(name: .customLong("resource-blocks"), help: "Of the carrier.") var gridSize = 273
  @Option(help: "The first and the last resource block of the shared channel, as 0-23; all if left out.") var allocation: IndexRange?
  @Option(name: .customLong("start-symbol"), help: "The first symbol; 0 of a PUSCH and 2 of a PDSCH if left out.") var startSymbol: Int?
  @Option(help: "Symbols; all to the end of the slot if left out.") var symbols: Int?
  @Option(name: .customLong("additional-dmrs"), help: "dmrs-AdditionalPosition, 0 to 3.") var additionalPosition = 1
  @Option(help: "Downlink, special and uplink slots of a period.") var pattern = "7D1S2U"
  @Option(help: "Slots of each drop in which something is sent.") var slots = 20
  @Option(name: .customLong("redundancy-versions"), help: "Of the transmissions of a block, at most so many.") var redundancyVersions =
    "0,2,3,1"
  @Option(name: .customLong("frequency-offset"), parsing: .unconditional, help: "Hz that the receiver does not know.")
  var frequencyOffsetHz = 0.0
  @Option(help: "Samples by which the signal comes late, which the receiver does not know.") var delay = 0
  @Option(name: .customLong("carrier-frequency"), help: "Hz.") var carrierFrequencyHz = 3.5e9
  @Option(help: "Delays between two samples: exact, or rounded, which is quicker.") var delays = Named(DelayInterpolation.windowedSinc)

  /// - Throws: wrong usage, for what the standard does not have.
  func link() throws -> SharedChannelLink {
    let versions = redundancyVersions.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard !versions.contains(nil) else {
      throw ValidationError("--redundancy-versions \(redundancyVersions): numbers of 0 to 3 with commas between them are needed")
    }
    return try usage {
      var options = SharedChannelLinkOptions()
      options.direction = signal == .pusch ? .uplink : .downlink
      options.channel = channel
      options.correlation = correlation.value
      options.arrays = try arrays.arrays()
      options.antennas = try counts()
      options.tpmi = tpmi
      options.numerology = numerology.value
      options.gridSize = gridSize
      options.resourceBlocks = allocation?.range
      options.mcsTable = usedTable
      options.mcs = mcs
      options.startSymbol = startSymbol
      options.symbolCount = symbols
      options.additionalPosition = additionalPosition
      options.hasTransformPrecoding = hasTransformPrecoding
      options.offsets = .init(frequencyHz: frequencyOffsetHz, delaySamples: delay)
      options.carrierFrequencyHz = carrierFrequencyHz
      options.delayInterpolation = delays.value
      options.schedule = .init(
        pattern: try TDDPattern(pattern), slotsPerDrop: slots, redundancyVersions: versions.compactMap { $0 })
      return try options.link()
    }
  }

  private func counts() throws -> SharedChannelLink.Antennas {
    let arrays = try arrays.arrays()
    let (sending, receiving) =
      signal == .pusch ? (arrays.userEquipment, arrays.baseStation) : (arrays.baseStation, arrays.userEquipment)
    return .init(transmit: transmitAntennas ?? sending?.count ?? layers, receive: antennas ?? receiving?.count ?? 2, layers: layers)
  }

  private var usedTable: MCSTable { hasTransformPrecoding && table.value == .qam64 ? .transformPrecoded : table.value }

  /// In a title.
  func summary(_ link: SharedChannelLink) -> String {
    "\(signal.rawValue.uppercased()), \(channel.uppercased()), \(hasTransformPrecoding ? "DFT-s-OFDM, " : "")MCS \(mcs) of "
      + "\(usedTable.commandLineName), \(layers) layer\(layers > 1 ? "s" : ""), "
      + "\(link.antennas.transmit)x\(link.antennas.receive) antennas"
  }
}

/// Arrays of antennas.
struct ArrayOptions: ParsableArguments {
  @Option(
    name: .customLong("gnb-array"),
    help: "Rows, columns and polarisations (1 vertical, 2 crossed), as 4x8x2; a row of crossed dipoles if left out.")
  var gNB: ArrayShape?
  @Option(name: .customLong("ue-array"), help: "Likewise; a row of vertical dipoles if left out.") var ue: ArrayShape?
  @Option(name: .customLong("element-spacing"), help: "Wavelengths between the gNB's rows and columns, as 0.8x0.5.")
  var spacing = ElementSpacing(vertical: 0.5, horizontal: 0.5)
  @Option(parsing: .unconditional, help: "Degrees by which the gNB's array is turned about the vertical.") var bearing = 0.0
  @Option(parsing: .unconditional, help: "Degrees by which it looks down.") var downtilt = 0.0
  @Flag(help: "Its elements have 8 dBi to the front (TR 38.901, table 7.3-1), not the same gain everywhere.") var directional = false

  /// - Throws: for arrays that cannot be, and what is said of one that there is not.
  func arrays() throws -> ChannelName.Arrays {
    guard let gNB else {
      guard bearing == 0, downtilt == 0, !directional, spacing == ElementSpacing(vertical: 0.5, horizontal: 0.5) else {
        throw ValidationError("--element-spacing, --bearing, --downtilt and --directional are of an array that --gnb-array names")
      }
      return .init(userEquipment: try ue?.array())
    }
    return .init(
      baseStation: try gNB.array(
        .init(vertical: spacing.vertical, horizontal: spacing.horizontal), pattern: directional ? .directional : .isotropic,
        .init(bearing: bearing, downtilt: downtilt)), userEquipment: try ue?.array())
  }
}

/// Rows, columns and polarisations of an array: `4x8x2`.
struct ArrayShape: ExpressibleByArgument {
  private let numbers: [Int]

  init?(argument: String) {
    numbers = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 1 }), numbers[2] <= 2, argument.count(where: { "xX".contains($0) }) == 2 else {
      return nil
    }
  }

  func array(
    _ spacing: AntennaArray.Spacing = .init(), pattern: AntennaArray.Pattern = .isotropic, _ orientation: AntennaArray.Orientation = .init()
  ) throws -> AntennaArray {
    try AntennaArray(
      elements: .init(rows: numbers[0], columns: numbers[1]), spacing: spacing, polarisationSlants: numbers[2] == 2 ? [45, -45] : [0],
      pattern: pattern, orientation: orientation)
  }
}

/// Distances of rows and columns in wavelengths: `0.8x0.5`.
struct ElementSpacing: ExpressibleByArgument, Equatable {
  let vertical: Double
  let horizontal: Double

  init(vertical: Double, horizontal: Double) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  init?(argument: String) {
    let numbers = argument.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Double($0) }
    guard numbers.count == 2, let vertical = numbers[0], let horizontal = numbers[1], 0...1000 ~= vertical, 0...1000 ~= horizontal else {
      return nil
    }
    self.init(vertical: vertical, horizontal: horizontal)
  }

  var defaultValueDescription: String { "\(vertical)x\(horizontal)" }
}
