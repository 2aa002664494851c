import PER

/// A type of XnAP (TS 38.423 §9.3), between gNBs; in aligned PER.
public protocol XnAPCodable: PERMessage {}

extension XnAPCodable {
  public static var isAligned: Bool { true }
  public static var schema: PERSchema { XnAPSchema.schema }
}
