import PER

/// A type of E1AP (TS 37.483 §9.4), between the control and user plane of a central unit; in aligned PER.
public protocol E1APCodable: PERMessage {}

extension E1APCodable {
  public static var isAligned: Bool { true }
  public static var schema: PERSchema { E1APSchema.schema }
}
