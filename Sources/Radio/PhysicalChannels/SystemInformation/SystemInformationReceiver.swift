import DSPKernels
import Modulation

/// Receives SIB1 of a cell that was found in samples, from what its SS/PBCH block says alone (TS 38.213 §13, TS 38.331 §5.2.2).
public struct SystemInformationReceiver: Sendable, Hashable {
  public let configuration: CellSearchConfiguration
  public let band: ControlResourceSetZeroBand

  /// SIB1, and how it came.
  public struct Reception: Sendable, Hashable {
    /// BCCH-DL-SCH-Message with its padding (TS 38.331 §6.2.1).
    public let octets: [UInt8]
    /// The system frame number and slot of the DCI.
    public let frame: Int
    public let slot: Int
    public let control: PDCCHDetection
    public let assignment: SystemInformationAssignment
    /// Transmissions that were added up.
    public let transmissionCount: Int
    /// Of the PDSCH.
    public let measurement: SharedChannelMeasurement
  }

  /// - Parameters:
  ///   - configuration: of the search that found the cell.
  ///   - band: which tables of CORESET 0 apply; by the carrier frequency if left out: FR2-1 above 24 GHz, else FR1, whose minimum channel
  ///     bandwidth is 40 MHz from 4.4 to 5 GHz (band n79) and less elsewhere.
  public init(_ configuration: CellSearchConfiguration, band: ControlResourceSetZeroBand? = nil) {
    self.configuration = configuration
    self.band = band ?? Self.band(configuration.carrierFrequencyHz)
  }

  private static func band(_ frequencyHz: Double) -> ControlResourceSetZeroBand {
    frequencyHz >= 24.25e9 ? .fr2Lower : 4.4e9...5e9 ~= frequencyHz ? .fr1From40MHz : .fr1
  }

  /// - Parameters:
  ///   - samples: in which the block was found.
  ///   - block: of the cell.
  /// - Throws: why there is no SIB1.
  public func receive(
    _ samples: UnsafeBufferPointer<Complex>, block: DetectedBlock
  ) throws(SystemInformationError) -> Reception {
    if let index = CellSearch.nonFiniteIndex(samples) { throw .nonFiniteSample(index: index) }
    let resources: InitialControlResources
    do {
      resources = try InitialControlResources(
        block.payload, cellIdentity: block.cellIdentity, pattern: configuration.pattern, index: block.index, band: band)
    } catch {
      throw error.parameter == "subcarrierOffset" ? .noControlResourceSet(error) : .reserved(error)
    }
    let low = block.rasterOffsetHz + Double(resources.frequenciesHz.lowerBound)
    let high = block.rasterOffsetHz + Double(resources.frequenciesHz.upperBound)
    let edge = Double(configuration.sampleRateHz) / 2
    let reason: SystemInformationError
    guard low >= -edge, high <= edge else { throw .beyondBand(lowestHz: low, highestHz: high) }
    do throws(ParameterError) {
      var search = try SystemInformationSearch(configuration, resources, block)
      if let reception = try search.run(samples) { return reception }
      reason = search.failure
    } catch {
      throw .reserved(error)
    }
    throw reason
  }
}
