import PER

/// A type of F1AP (TS 38.473 §9.4), between the central and distributed units of a gNB; in aligned PER.
public protocol F1APCodable: PERMessage {}

extension F1APCodable {
  public static var isAligned: Bool { true }
  public static var schema: PERSchema { F1APSchema.schema }
}
