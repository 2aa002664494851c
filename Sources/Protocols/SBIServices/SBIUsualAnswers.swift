// The sets of successful answers that nearly all operations have. Others have a type of their own beside the operation.

import SBI

public struct SBINoContent: SBIAnswers {
  public init() {}
  public var noContent: SBIAnswer<SBINothing> { .init(204) }
}

public struct SBIOK<OK: SBIValue>: SBIAnswers {
  public init() {}
  public var ok: SBIAnswer<OK> { .init(200) }
}

public struct SBIOKOrNoContent<OK: SBIValue>: SBIAnswers {
  public init() {}
  public var ok: SBIAnswer<OK> { .init(200) }
  public var noContent: SBIAnswer<SBINothing> { .init(204) }
}

public struct SBICreated<Created: SBIValue>: SBIAnswers {
  public init() {}
  public var created: SBIAnswer<Created> { .init(201) }
}

public struct SBICreatedOrNoContent<Created: SBIValue>: SBIAnswers {
  public init() {}
  public var created: SBIAnswer<Created> { .init(201) }
  public var noContent: SBIAnswer<SBINothing> { .init(204) }
}

public struct SBIOKOrCreated<OK: SBIValue, Created: SBIValue>: SBIAnswers {
  public init() {}
  public var ok: SBIAnswer<OK> { .init(200) }
  public var created: SBIAnswer<Created> { .init(201) }
}

public struct SBIOKCreatedOrNoContent<OK: SBIValue, Created: SBIValue>: SBIAnswers {
  public init() {}
  public var ok: SBIAnswer<OK> { .init(200) }
  public var created: SBIAnswer<Created> { .init(201) }
  public var noContent: SBIAnswer<SBINothing> { .init(204) }
}
