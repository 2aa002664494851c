import Modulation

/// The MIB as PBCH carries it: a BCCH-BCH-Message of 24 bits (TS 38.331 §6.2.1, §6.2.2).
public struct MasterInformationBlock: Sendable, Hashable {
  /// subCarrierSpacingCommon: of SIB1 and the messages of initial access.
  public enum CommonSubcarrierSpacing: UInt8, Sendable, Hashable, CaseIterable {
    case kHz15or60 = 0
    case kHz30or120 = 1

    /// - Parameter isAbove6GHz: whether the cell is in frequency range 2.
    public func numerology(isAbove6GHz: Bool) -> Numerology {
      switch self {
      case .kHz15or60: isAbove6GHz ? .kHz60 : .kHz15
      case .kHz30or120: isAbove6GHz ? .kHz120 : .kHz30
      }
    }
  }

  /// dmrs-TypeA-Position: the first symbol with the demodulation reference signal in PDSCH and PUSCH.
  public enum TypeAPosition: UInt8, Sendable, Hashable, CaseIterable {
    case pos2 = 0
    case pos3 = 1
  }

  /// The six most significant bits of the system frame number, 0 to 63.
  public let systemFrameNumber: Int
  public let subCarrierSpacingCommon: CommonSubcarrierSpacing
  /// The four least significant bits of k_SSB, 0 to 15.
  public let ssbSubcarrierOffset: Int
  public let dmrsTypeAPosition: TypeAPosition
  /// controlResourceSetZero, 0 to 15.
  public let controlResourceSetZero: Int
  /// searchSpaceZero, 0 to 15.
  public let searchSpaceZero: Int
  public let isCellBarred: Bool
  /// intraFreqReselection: whether a UE may choose another cell of this frequency when this one is barred.
  public let allowsIntraFrequencyReselection: Bool
  public let spare: Bool

  /// pdcch-ConfigSIB1, 0 to 255.
  public var pdcchConfigSIB1: Int { controlResourceSetZero << 4 | searchSpaceZero }

  /// - Throws: for numbers that do not fit into their fields.
  public init(
    systemFrameNumber: Int, subCarrierSpacingCommon: CommonSubcarrierSpacing, ssbSubcarrierOffset: Int, dmrsTypeAPosition: TypeAPosition,
    pdcchConfigSIB1: Int, isCellBarred: Bool = false, allowsIntraFrequencyReselection: Bool = true, spare: Bool = false
  ) throws(ParameterError) {
    guard 0...63 ~= systemFrameNumber else {
      throw ParameterError("systemFrameNumber", systemFrameNumber, "the MIB has six bits of it", "TS 38.331 §6.2.2")
    }
    guard 0...15 ~= ssbSubcarrierOffset else {
      throw ParameterError("ssbSubcarrierOffset", ssbSubcarrierOffset, "it is 0 to 15", "TS 38.331 §6.2.2")
    }
    guard 0...255 ~= pdcchConfigSIB1 else {
      throw ParameterError("pdcchConfigSIB1", pdcchConfigSIB1, "it is 0 to 255", "TS 38.331 §6.3.2")
    }
    self.systemFrameNumber = systemFrameNumber
    self.subCarrierSpacingCommon = subCarrierSpacingCommon
    self.ssbSubcarrierOffset = ssbSubcarrierOffset
    self.dmrsTypeAPosition = dmrsTypeAPosition
    controlResourceSetZero = pdcchConfigSIB1 >> 4
    searchSpaceZero = pdcchConfigSIB1 & 15
    self.isCellBarred = isCellBarred
    self.allowsIntraFrequencyReselection = allowsIntraFrequencyReselection
    self.spare = spare
  }

  /// Reads the low 24 bits.
  /// - Returns: `nil` for a message that is not a MIB (messageClassExtension).
  public init?(bits: UInt32) {
    guard bits >> 23 & 1 == 0 else { return nil }
    systemFrameNumber = Int(bits >> 17 & 63)
    subCarrierSpacingCommon = bits >> 16 & 1 == 0 ? .kHz15or60 : .kHz30or120
    ssbSubcarrierOffset = Int(bits >> 12 & 15)
    dmrsTypeAPosition = bits >> 11 & 1 == 0 ? .pos2 : .pos3
    controlResourceSetZero = Int(bits >> 7 & 15)
    searchSpaceZero = Int(bits >> 3 & 15)
    isCellBarred = bits >> 2 & 1 == 0
    allowsIntraFrequencyReselection = bits >> 1 & 1 == 0
    spare = bits & 1 == 1
  }

  /// The message in the low 24 bits, its first bit the most significant.
  public var bits: UInt32 {
    var bits = UInt32(systemFrameNumber) << 17 | UInt32(subCarrierSpacingCommon.rawValue) << 16 | UInt32(ssbSubcarrierOffset) << 12
    bits |= UInt32(dmrsTypeAPosition.rawValue) << 11 | UInt32(pdcchConfigSIB1) << 3
    return bits | (isCellBarred ? 0 : 4) | (allowsIntraFrequencyReselection ? 0 : 2) | (spare ? 1 : 0)
  }
}
