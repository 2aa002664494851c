import Modulation

/// What decides how many bits the DCI formats of a serving cell have (TS 38.212 §7.3.1.0).
public struct DCISizeConfiguration: Sendable, Hashable {
  /// Resource blocks of bandwidth parts of the supplementary uplink.
  public struct SupplementaryUplink: Sendable, Hashable {
    public var initialSize: Int
    public var activeSize: Int

    public init(initialSize: Int, activeSize: Int) {
      self.initialSize = initialSize
      self.activeSize = activeSize
    }
  }

  /// Resource blocks of CORESET 0, if the cell has one.
  public var coresetZeroSize: Int?
  /// Resource blocks of the bandwidth parts, 1 to 275.
  public var initialDownlinkSize: Int
  public var initialUplinkSize: Int
  public var activeDownlinkSize: Int
  public var activeUplinkSize: Int
  /// If PUSCHs may be on both uplink carriers.
  public var supplementaryUplink: SupplementaryUplink?
  /// Formats 0_0 and 1_0 are monitored in common search spaces.
  public var monitorsCommon = true
  /// Formats 0_0 and 1_0 are monitored in UE-specific search spaces.
  public var monitorsSpecific = true
  /// Format 0_1, if it is monitored.
  public var format01: DCIFormat0_1.Configuration?
  /// Format 0_1 for the supplementary uplink.
  public var supplementaryFormat01: DCIFormat0_1.Configuration?
  /// Format 1_1, if it is monitored.
  public var format11: DCIFormat1_1.Configuration?
  /// Bits of formats with other RNTIs than the UE's, such as 2_0 and 2_1.
  public var otherSizes: [Int] = []

  public init(
    coresetZeroSize: Int?, initialDownlinkSize: Int, initialUplinkSize: Int, activeDownlinkSize: Int? = nil, activeUplinkSize: Int? = nil
  ) {
    self.coresetZeroSize = coresetZeroSize
    self.initialDownlinkSize = initialDownlinkSize
    self.initialUplinkSize = initialUplinkSize
    self.activeDownlinkSize = activeDownlinkSize ?? initialDownlinkSize
    self.activeUplinkSize = activeUplinkSize ?? initialUplinkSize
  }
}

/// Sizes of DCI formats after their alignment (TS 38.212 §7.3.1.0): at most four, of which three with a C-RNTI.
///
/// With a supplementary uplink the UL/SUL indicator of format 0_0 is there if format 1_0 has more bits than format 0_0 for either carrier, so
/// that its place is the same for both.
public struct DCISizes: Sendable, Hashable {
  /// Formats 0_0 and 1_0, which have the same size.
  public struct Fallback: Sendable, Hashable {
    public let format10: DCIFormat1_0.Layout
    public let format00: DCIFormat0_0.Layout
    public let supplementaryFormat00: DCIFormat0_0.Layout?
    /// Resource blocks from which the width of the frequency domain assignment of format 1_0 comes; an assignment counts in these
    /// (`ResourceIndicationValue.blocks(_:initialSize:activeSize:)`).
    public let downlinkSize: Int
    /// As `downlinkSize`, of format 0_0.
    public let uplinkSize: Int

    public var size: Int { format10.size }
  }
  /// How far the alignment had to go.
  public enum Step: Int, Sendable, Hashable {
    case step3 = 3
    /// Formats 0_0 and 1_0 of UE-specific search spaces have the sizes of common ones.
    case step4A = 4
    /// Formats 0_1 and 1_1 have the same size besides (step 4C).
    case step4C = 5
  }

  /// In common search spaces.
  public let common: Fallback
  /// In UE-specific search spaces.
  public let specific: Fallback
  public let format01: Int?
  public let format11: Int?
  public let step: Step

  /// - Throws: for sizes of bandwidth parts that the standard does not have, and if there are more sizes than a UE monitors after all steps.
  public init(_ configuration: DCISizeConfiguration) throws(ParameterError) {
    let uplink = try configuration.format01?.fieldCount()
    let supplementary = try configuration.supplementaryFormat01?.fieldCount()
    try self.init(
      configuration, format01: [uplink, supplementary].compactMap { $0 }.max(), format11: try configuration.format11?.fieldCount())
  }

  /// - Parameters:
  ///   - format01: bits before padding, the more of both carriers.
  ///   - format11: bits before padding.
  init(_ configuration: DCISizeConfiguration, format01: Int?, format11: Int?) throws(ParameterError) {
    let initialSize = configuration.coresetZeroSize ?? configuration.initialDownlinkSize
    let supplementary = configuration.supplementaryUplink
    for size in [
      initialSize, configuration.initialDownlinkSize, configuration.initialUplinkSize, configuration.activeDownlinkSize,
      configuration.activeUplinkSize, supplementary?.initialSize ?? 1, supplementary?.activeSize ?? 1,
    ] where !(1...275 ~= size) {
      throw ParameterError("size", size, "a bandwidth part has 1 to 275 resource blocks", "TS 38.211 §4.4.5")
    }
    // Step 0.
    let common = Fallback(
      downlink: initialSize, uplink: configuration.initialUplinkSize, supplementary: supplementary?.initialSize, isTruncated: true)
    // Step 1.
    var specific = Fallback(
      downlink: configuration.activeDownlinkSize, uplink: configuration.activeUplinkSize, supplementary: supplementary?.activeSize,
      isTruncated: false)
    // Step 2: a bit more where one cannot tell the formats apart.
    let specificSize = configuration.monitorsSpecific ? specific.size : nil
    var sizes = [format01, format11].map { size in size.map { $0 == specificSize ? $0 + 1 : $0 } }
    var step = Step.step3
    if !Self.isAllowed(configuration, common, specific, sizes) {
      step = .step4A
      sizes = [format01, format11]
      specific = common
      if let format01, let format11, !Self.isAllowed(configuration, common, specific, sizes) {
        step = .step4C
        sizes = [Int?](repeating: max(format01, format11), count: 2)
      }
    }
    guard Self.isAllowed(configuration, common, specific, sizes) else {
      throw ParameterError(
        "otherSizes", configuration.otherSizes, "there are more than four sizes, or three with a C-RNTI", "TS 38.212 §7.3.1.0")
    }
    guard !configuration.monitorsSpecific || !sizes.contains(specific.size) else {
      throw ParameterError("format01", specific.size, "formats 0_1 and 1_1 have the size of 0_0 and 1_0", "TS 38.212 §7.3.1.0")
    }
    self.common = common
    self.specific = specific
    self.format01 = sizes[0]
    self.format11 = sizes[1]
    self.step = step
  }

  /// Step 3.
  private static func isAllowed(_ configuration: DCISizeConfiguration, _ common: Fallback, _ specific: Fallback, _ sizes: [Int?]) -> Bool {
    var own = Set(sizes.compactMap { $0 })
    if configuration.monitorsCommon { own.insert(common.size) }
    if configuration.monitorsSpecific { own.insert(specific.size) }
    return own.count <= 3 && own.union(configuration.otherSizes).count <= 4
  }
}

extension DCISizes.Fallback {
  /// - Parameter isTruncated: what format 0_0 has more than 1_0 is cut off its frequency domain assignment (steps 0 and 4A); else 1_0 is
  ///   padded (step 1).
  fileprivate init(downlink: Int, uplink: Int, supplementary: Int?, isTruncated: Bool) {
    let own = DCIFormat1_0.Layout(bandwidthPartSize: downlink)
    let widths = [uplink, supplementary ?? uplink].map { ResourceIndicationValue.width(size: $0) }
    let uplinkCount = max(widths[0], widths[1]) + DCIFormat0_0.Layout.otherCount
    let size = isTruncated ? own.size : max(own.size, uplinkCount)
    let hasIndicator = supplementary != nil && own.size > uplinkCount
    let layouts = widths.map { width in
      DCIFormat0_0.Layout(
        frequencyWidth: min(width, size - DCIFormat0_0.Layout.otherCount), hasUplinkCarrierIndicator: hasIndicator, size: size)
    }
    format10 = DCIFormat1_0.Layout(frequencyWidth: own.frequencyWidth, size: size)
    format00 = layouts[0]
    supplementaryFormat00 = supplementary == nil ? nil : layouts[1]
    downlinkSize = downlink
    uplinkSize = uplink
  }
}
