import NAS

/// What happens when a procedure is asked for while another one has the session, in one place.
enum CollisionTable {
  enum Disposition: Equatable {
    /// Starts at once; the running procedure ends.
    case supersede
    /// Has its turn when the running procedure has ended.
    case wait
    /// Is not done.
    case refuse
  }

  static func disposition(of procedure: SMProcedure, during running: SMProcedure?) -> Disposition {
    guard let running else { return .supersede }
    switch (procedure, running) {
    // A release goes on when it is asked for again: one PDU SESSION RELEASE COMMAND is enough (TS 24.501 §6.3.3.5 b).
    case (.release, .release): return .refuse
    // TS 24.501 §6.3.2.5 b, §6.4.2.6: a release ends a modification, and everything else.
    case (.release, _): return .supersede
    // Nothing else is done for a session that ends.
    case (_, .release): return .refuse
    // TS 24.501 §6.3.2.5 and §6.4.2.6: one modification at a time.
    case (.modification, .modification), (.modification, .qosChange): return .refuse
    // A modification waits for the UE; the user plane does not wait for it.
    case (.activation, .modification), (.deactivation, .modification): return .supersede
    // What changes the tunnel happens in the order in which it was asked for.
    default: return .wait
    }
  }
}
