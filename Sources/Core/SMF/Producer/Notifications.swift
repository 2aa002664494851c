import Base
import Runtime
import SBI
import Services

/// The PCF changed or ended an SM policy (TS 29.512 §4.2.3, §4.2.4).
extension SMF: Npcf_SMPolicyControlReceiver {
  public func notifySMPolicyUpdate(id: String, _ body: SmPolicyNotification) async throws(SBIFailure) -> NotifySMPolicyUpdateOutcome {
    guard let session = sessions[id] else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    guard let decision = body.smPolicyDecision else { return .noContent }
    change(session, by: decision)
    return .noContent
  }

  public func notifySMPolicyTermination(id: String, _ body: SMPolicyControlTerminationNotification) async throws(SBIFailure) {
    guard sessions[id] != nil else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    // The SMF releases the session, and with it the policy (TS 23.502 §4.16.6.2).
    loop.spawn("PDU session release") { await self.releaseByNetwork(id, cause: .regularDeactivation) }
  }

  private func change(_ session: SMContext, by decision: SmPolicyDecision) {
    var qos = session.qos
    qos.apply(decision)
    guard qos != session.qos else { return }
    let reference = session.reference
    let changed = qos
    loop.spawn("PDU session modification") { await self.modifyByNetwork(reference, qos: changed) }
  }
}

/// The subscription changed (TS 23.502 §4.3.3.2, step 1c, and §4.3.4.2, step 1b).
extension SMF: Nudm_SDMReceiver {
  public func notifyDataChange(id: String, _ body: ModificationNotification) async throws(SBIFailure) {
    guard sessions[id] != nil else { throw SBIFailure(status: 404, cause: "CONTEXT_NOT_FOUND") }
    loop.spawn("subscription change") { await self.applySubscriptionChange(id) }
  }

  private func applySubscriptionChange(_ reference: String) async {
    guard let session = sessions[reference] else { return }
    let subscription: DnnConfiguration?
    do throws(SBIFailure) { subscription = try await subscribedConfiguration(of: session) } catch {
      guard error.status == 404 else {
        environment.log(.warning, "\(session.logName): changed subscription data cannot be read: \(error)")
        return
      }
      subscription = nil
    }
    guard sessions[reference] === session else { return }
    guard let subscription else {
      await releaseByNetwork(reference, cause: .regularDeactivation)
      return
    }
    guard let policyID = session.policyID else { return }
    // The PCF decides on the new subscribed QoS (TS 29.512 §4.2.4.3).
    var subscribed = session.dataNetwork.defaultQoS
    subscribed.apply(subscription)
    var update = SmPolicyUpdateContextData()
    update.repPolicyCtrlReqTriggers = ["SE_AMBR_CH", "DEF_QOS_CH"]
    update.subsSessAmbr = subscribed.ambr
    update.subsDefQos = SubscribedDefaultQos(fiveQi: Int(subscribed.fiveQI), arp: subscribed.arp)
    do throws(SBIFailure) {
      let decision = try await services.npcfSMPolicyControl().updateSMPolicy(smPolicyId: policyID, update)
      if sessions[reference] === session { change(session, by: decision) }
    } catch { environment.log(.warning, "\(session.logName): the PCF was not asked about the changed subscription: \(error)") }
  }
}
