import NAS

/// What the AMF does with a 5GMM message that the running procedure does not wait for: every collision of
/// TS 24.501 §5.4, §5.5 and §5.6 in one place.
enum CollisionTable {
  enum Disposition: Equatable {
    /// Ends the running procedure and starts the one that the message asks for.
    case supersede
    /// Handled beside the running procedure (transport of 5GSM messages, status).
    case concurrent
    /// Dropped without an answer.
    case discard
  }

  /// - Parameter isRepetition: the message is a registration request with the same content as that of the running registration.
  static func disposition(of message: FiveGMMMessage, during procedure: UEProcedure?, isRepetition: Bool = false) -> Disposition {
    guard let procedure else { return .supersede }
    switch (message, procedure) {
    case (.registrationRequest(let request), _): return disposition(of: request, during: procedure, isRepetition: isRepetition)
    // TS 24.501 §5.5.1.2.8, §5.5.1.3.8, §5.5.2.3.5, §5.6.1.8: a de-registration by the UE ends everything else. One that is repeated
    // has its answer on the way.
    case (.deregistrationRequestUEOriginating, .deregistrationByUE): return .discard
    case (.deregistrationRequestUEOriginating, _): return .supersede
    // TS 24.501 §5.6.1.8: a repeated service request starts anew; §5.4.4.6: it goes on, and the configuration update is done again later.
    case (.serviceRequest, .serviceRequest), (.serviceRequest, .configurationUpdate): return .supersede
    // TS 24.501 §5.5.2.3.5: the network's de-registration goes on.
    case (.serviceRequest, .deregistrationByNetwork): return .discard
    case (.serviceRequest, .registration), (.serviceRequest, .deregistrationByUE): return .discard
    case (.ulNASTransport, .deregistrationByUE), (.ulNASTransport, .deregistrationByNetwork): return .discard
    case (.ulNASTransport, _): return .concurrent
    // An acknowledgement of an identity that the registration is about to replace.
    case (.configurationUpdateComplete, .registration): return .discard
    case (.fiveGMMStatus, _), (.configurationUpdateComplete, _): return .concurrent
    default: return .discard
    }
  }

  private static func disposition(of request: RegistrationRequest, during procedure: UEProcedure, isRepetition: Bool) -> Disposition {
    switch procedure {
    // TS 24.501 §5.5.1.2.8 e and §5.5.1.3.8: with the same content the registration goes on, with another it starts anew. (After the
    // accept was sent the registration itself waits for a repetition, and sends the accept again.)
    case .registration: return isRepetition ? .discard : .supersede
    // TS 24.501 §5.5.2.3.5: an initial registration ends the network's de-registration, an update is ignored.
    case .deregistrationByNetwork: return request.registrationType.type.isUpdate ? .discard : .supersede
    // TS 24.501 §5.6.1.8 and §5.4.4.6: the registration goes on, the other procedure ends.
    case .serviceRequest, .configurationUpdate, .deregistrationByUE: return .supersede
    }
  }
}

extension RegistrationType {
  /// Mobility and periodic registration update (TS 24.501 §5.5.1.3). Values without a meaning are initial registrations (§9.11.3.7).
  var isUpdate: Bool {
    switch self {
    case .mobilityRegistrationUpdating, .periodicRegistrationUpdating, .disasterRoamingMobilityRegistrationUpdating: true
    default: false
    }
  }
}
