import Base
import SBI
import Services

extension DiscoveredServices: ServiceDirectory {
  private func query(_ target: NFType) -> SearchNFInstancesQuery {
    SearchNFInstancesQuery(targetNfType: target, requesterNfType: configuration.profile.nfType)
  }

  /// A transport over all instances, and the API root of the best one.
  private func reach(
    _ service: ServiceName, _ query: SearchNFInstancesQuery
  ) async throws(SBIFailure) -> (transport: FailoverTransport, best: Instance) {
    let found = try await instances(query, service: service)
    guard let best = found.first else { throw SBIFailure.unreachable(query.targetNfType.rawValue) }
    return (FailoverTransport(directory: self, transport: transport, instances: found), best)
  }

  public func nausfUEAuthentication() async throws(SBIFailure) -> any Nausf_UEAuthentication {
    let found = try await reach(.nausfAuth, query(.ausf))
    return Nausf_UEAuthenticationClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func nudmUEAuthentication() async throws(SBIFailure) -> any Nudm_UEAuthentication {
    let found = try await reach(.nudmUeau, query(.udm))
    return Nudm_UEAuthenticationClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func nudmSubscriberDataManagement() async throws(SBIFailure) -> any Nudm_SDM {
    let found = try await reach(.nudmSdm, query(.udm))
    return Nudm_SDMClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func nudmUEContextManagement() async throws(SBIFailure) -> any Nudm_UECM {
    let found = try await reach(.nudmUecm, query(.udm))
    return Nudm_UECMClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func nudrDataRepository() async throws(SBIFailure) -> any Nudr_DataRepository {
    let found = try await reach(.nudrDr, query(.udr))
    return Nudr_DataRepositoryClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func npcfAMPolicyControl() async throws(SBIFailure) -> any Npcf_AMPolicyControl {
    let found = try await reach(.npcfAmPolicyControl, query(.pcf))
    return Npcf_AMPolicyControlClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func npcfSMPolicyControl() async throws(SBIFailure) -> any Npcf_SMPolicyControl {
    let found = try await reach(.npcfSmpolicycontrol, query(.pcf))
    return Npcf_SMPolicyControlClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  public func nnssfNSSelection() async throws(SBIFailure) -> any Nnssf_NSSelection {
    let found = try await reach(.nnssfNsselection, query(.nssf))
    return Nnssf_NSSelectionClient(transport: found.transport, apiRoot: found.best.apiRoot)
  }

  /// The instance is named with the service, so an SM context stays with the SMF that has it: no other instance is tried.
  public func nsmfPDUSession(dnn: String, sNSSAI: SNSSAI) async throws(SBIFailure) -> SelectedSMF {
    var query = query(.smf)
    query.dnn = dnn
    query.snssais = [sNSSAI.sbi]
    let best = try await reach(.nsmfPdusession, query).best
    return SelectedSMF(instanceID: best.instanceID, service: Nsmf_PDUSessionClient(transport: only(best), apiRoot: best.apiRoot))
  }

  public func nsmfPDUSession(instanceID: String) async throws(SBIFailure) -> any Nsmf_PDUSession {
    var query = query(.smf)
    query.targetNfInstanceId = instanceID
    let best = try await reach(.nsmfPdusession, query).best
    return Nsmf_PDUSessionClient(transport: only(best), apiRoot: best.apiRoot)
  }

  public func namfCommunication(instanceID: String) async throws(SBIFailure) -> any Namf_Communication {
    var query = query(.amf)
    query.targetNfInstanceId = instanceID
    let best = try await reach(.namfComm, query).best
    return Namf_CommunicationClient(transport: only(best), apiRoot: best.apiRoot)
  }

  private func only(_ instance: Instance) -> FailoverTransport {
    FailoverTransport(directory: self, transport: transport, instances: [instance])
  }
}
