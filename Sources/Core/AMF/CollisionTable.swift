import NAS

/// What the AMF does with a 5GMM message that the running procedure does not wait for: every collision of
/// TS 24.501 §5.4 and §5.5 in one place.
enum CollisionTable {
  enum Disposition: Equatable {
    /// Ends the running procedure and starts the one that the message asks for.
    case supersede
    /// Handled beside the running procedure (transport of 5GSM messages, status).
    case concurrent
    /// Dropped without an answer.
    case discard
  }

  static func disposition(of message: FiveGMMMessage, during procedure: UEProcedure?) -> Disposition {
    guard let procedure else { return .supersede }
    switch (message, procedure) {
    // TS 24.501 §5.5.1.2.8 c, d, e and §5.5.1.3.8 d, e, f: a registration request during a registration starts anew.
    case (.registrationRequest, .registration): return .supersede
    // TS 24.501 §5.5.2.3.5 b: the registration goes on, the network's de-registration ends.
    case (.registrationRequest, .deregistrationByNetwork): return .supersede
    // TS 24.501 §5.6.1.8 f: the service request procedure ends, the registration goes on.
    case (.registrationRequest, .serviceRequest): return .supersede
    // TS 24.501 §5.4.4.6 c: the configuration update ends, the registration goes on.
    case (.registrationRequest, .configurationUpdate): return .supersede
    case (.registrationRequest, .deregistrationByUE), (.registrationRequest, .connectionRelease): return .supersede
    // TS 24.501 §5.5.1.2.8 f, §5.5.2.2.6: a de-registration by the UE wins over everything.
    case (.deregistrationRequestUEOriginating, _): return .supersede
    // TS 24.501 §5.6.1.8 e: a repeated service request starts anew.
    case (.serviceRequest, .serviceRequest), (.serviceRequest, .connectionRelease), (.serviceRequest, .configurationUpdate):
      return .supersede
    // TS 24.501 §5.5.2.3.5 e: the network's de-registration goes on.
    case (.serviceRequest, .deregistrationByNetwork): return .discard
    case (.serviceRequest, .registration), (.serviceRequest, .deregistrationByUE): return .discard
    case (.ulNASTransport, .deregistrationByUE), (.ulNASTransport, .deregistrationByNetwork): return .discard
    case (.ulNASTransport, _): return .concurrent
    case (.fiveGMMStatus, _), (.configurationUpdateComplete, _): return .concurrent
    default: return .discard
    }
  }
}
