import PER

/// A type of NRPPa (TS 38.455 §9.3), between gNB and location management function; in aligned PER.
public protocol NRPPaCodable: PERMessage {}

extension NRPPaCodable {
  public static var isAligned: Bool { true }
  public static var schema: PERSchema { NRPPaSchema.schema }
}
