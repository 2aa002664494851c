import Modulation

/// How many candidates and control channel elements a UE monitors of one serving cell (TS 38.213 §10.1).
public struct MonitoringLimits: Sendable, Hashable {
  /// Between how many symbols spans begin, and how many symbols they have (X, Y).
  public enum Span: Sendable, Hashable, CaseIterable {
    case x2y2
    case x4y3
    case x7y3
  }

  /// M_PDCCH^max
  public let candidateCount: Int
  /// C_PDCCH^max: control channel elements that do not overlap.
  public let elementCount: Int

  /// In a slot (tables 10.1-2 and 10.1-3).
  /// - Throws: for 240 kHz, which no PDCCH has.
  public init(slotOf numerology: Numerology) throws(ParameterError) {
    switch numerology {
    case .kHz15: (candidateCount, elementCount) = (44, 56)
    case .kHz30: (candidateCount, elementCount) = (36, 56)
    case .kHz60: (candidateCount, elementCount) = (22, 48)
    case .kHz120: (candidateCount, elementCount) = (20, 32)
    case .kHz240: throw ParameterError("numerology", numerology, "no PDCCH has 240 kHz", "TS 38.213 §10.1")
    }
  }

  /// In a span (tables 10.1-2A and 10.1-3A).
  /// - Throws: for more than 30 kHz.
  public init(_ span: Span, of numerology: Numerology) throws(ParameterError) {
    switch (span, numerology) {
    case (.x2y2, .kHz15): (candidateCount, elementCount) = (14, 18)
    case (.x4y3, .kHz15): (candidateCount, elementCount) = (28, 36)
    case (.x7y3, .kHz15): (candidateCount, elementCount) = (44, 56)
    case (.x2y2, .kHz30): (candidateCount, elementCount) = (12, 18)
    case (.x4y3, .kHz30): (candidateCount, elementCount) = (24, 36)
    case (.x7y3, .kHz30): (candidateCount, elementCount) = (36, 56)
    default: throw ParameterError("numerology", numerology, "spans have 15 or 30 kHz", "TS 38.213 §10.1")
    }
  }
}

/// A search space set in one slot, as `MonitoringPlan` counts it.
public struct MonitoredSearchSpace: Sendable, Hashable {
  public var set: SearchSpaceSet
  /// N_CCE of its CORESET.
  public var elementCount: Int
  /// Bits of the DCI formats that are looked for.
  public var payloadSizes: [Int]
  /// n_RNTI of the scrambling (TS 38.211 §7.3.2.3).
  public var scramblingRNTI: Int
  /// n_ID of the scrambling.
  public var scramblingIdentity: Int

  public init(set: SearchSpaceSet, elementCount: Int, payloadSizes: [Int], scramblingRNTI: Int, scramblingIdentity: Int) {
    self.set = set
    self.elementCount = elementCount
    self.payloadSizes = payloadSizes
    self.scramblingRNTI = scramblingRNTI
    self.scramblingIdentity = scramblingIdentity
  }
}

/// Which search space sets of the primary cell a UE monitors in a slot: all common ones, and UE-specific ones by their index as long as there
/// is room for all candidates of a set (TS 38.213 §10.1).
///
/// A candidate counts once for each payload size; the same elements with the same scrambling and size count once.
public struct MonitoringPlan: Sendable, Hashable {
  /// Indices of the sets, in ascending order.
  public let setIndices: [Int]
  /// Candidates that count.
  public let candidateCount: Int
  /// Control channel elements that do not overlap.
  public let elementCount: Int

  private struct Candidate: Hashable {
    var coreset: Int
    var symbol: Int
    var candidate: PDCCHCandidate
    var rnti: Int
    var identity: Int
    var size: Int
  }
  private struct Element: Hashable {
    var coreset: Int
    var symbol: Int
    var element: Int
  }

  /// - Parameters:
  ///   - spaces: the sets that are monitored in the slot.
  ///   - slot: within the frame.
  ///   - rnti: the UE's C-RNTI.
  /// - Throws: if the common search spaces alone are beyond the limits, which no network configures, or for what `SearchSpaceSet.candidates`
  ///   throws for.
  public init(_ spaces: [MonitoredSearchSpace], slot: Int, rnti: Int, limits: MonitoringLimits) throws(ParameterError) {
    let ordered = spaces.sorted { ($0.set.kind == .common ? 0 : 1, $0.set.index) < ($1.set.kind == .common ? 0 : 1, $1.set.index) }
    var candidates: Set<Candidate> = []
    var elements: Set<Element> = []
    var indices: [Int] = []
    for space in ordered {
      var (newCandidates, newElements) = (candidates, elements)
      for level in SearchSpaceSet.aggregationLevels {
        let found = try space.set.candidates(aggregationLevel: level, slot: slot, elementCount: space.elementCount, rnti: rnti)
        for symbol in space.set.firstSymbols {
          for candidate in found {
            for element in candidate.firstElement..<(candidate.firstElement + level) {
              newElements.insert(Element(coreset: space.set.coresetIndex, symbol: symbol, element: element))
            }
            for size in space.payloadSizes {
              newCandidates.insert(
                Candidate(
                  coreset: space.set.coresetIndex, symbol: symbol, candidate: candidate, rnti: space.scramblingRNTI,
                  identity: space.scramblingIdentity, size: size))
            }
          }
        }
      }
      guard newCandidates.count <= limits.candidateCount, newElements.count <= limits.elementCount else {
        guard space.set.kind == .specific else {
          throw ParameterError("spaces", space.set.index, "common search spaces have more candidates than a UE monitors", "TS 38.213 §10.1")
        }
        break
      }
      (candidates, elements) = (newCandidates, newElements)
      indices.append(space.set.index)
    }
    setIndices = indices.sorted()
    candidateCount = candidates.count
    elementCount = elements.count
  }
}
