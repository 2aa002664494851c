import SBI
import Services

extension SBIRouter {
  /// Every service that `function` offers, and every notification that it receives, at the paths of ``NotificationPath``.
  /// - Parameters:
  ///   - function: the network function itself.
  ///   - type: what it is; the paths of its receivers depend on it.
  public init(function: any Sendable, type: NFType) {
    self.init(SBIRouter.services(of: function) + SBIRouter.receivers(of: function, type: type))
  }

  private static func services(of function: any Sendable) -> [any SBIHandler] {
    var handlers: [any SBIHandler] = []
    if let service = function as? any Nnrf_NFManagement { handlers.append(Nnrf_NFManagementRoutes(service: service)) }
    if let service = function as? any Nnrf_NFDiscovery { handlers.append(Nnrf_NFDiscoveryRoutes(service: service)) }
    if let service = function as? any Nausf_UEAuthentication { handlers.append(Nausf_UEAuthenticationRoutes(service: service)) }
    if let service = function as? any Nudm_UEAuthentication { handlers.append(Nudm_UEAuthenticationRoutes(service: service)) }
    if let service = function as? any Nudm_SDM { handlers.append(Nudm_SDMRoutes(service: service)) }
    if let service = function as? any Nudm_UECM { handlers.append(Nudm_UECMRoutes(service: service)) }
    if let service = function as? any Nudr_DataRepository { handlers.append(Nudr_DataRepositoryRoutes(service: service)) }
    if let service = function as? any Npcf_AMPolicyControl { handlers.append(Npcf_AMPolicyControlRoutes(service: service)) }
    if let service = function as? any Npcf_SMPolicyControl { handlers.append(Npcf_SMPolicyControlRoutes(service: service)) }
    if let service = function as? any Nnssf_NSSelection { handlers.append(Nnssf_NSSelectionRoutes(service: service)) }
    if let service = function as? any Nsmf_PDUSession { handlers.append(Nsmf_PDUSessionRoutes(service: service)) }
    if let service = function as? any Namf_Communication { handlers.append(Namf_CommunicationRoutes(service: service)) }
    return handlers
  }

  private static func receivers(of function: any Sendable, type: NFType) -> [any SBIHandler] {
    var handlers: [any SBIHandler] = []
    if let receiver = function as? any Nudm_SDMReceiver {
      let path = type == .smf ? NotificationPath.smfSubscriberData : NotificationPath.amfSubscriberData
      handlers.append(Nudm_SDMReceiverRoutes(receiver: receiver, basePath: path))
    }
    if let receiver = function as? any Nudm_UECMReceiver {
      handlers.append(Nudm_UECMReceiverRoutes(receiver: receiver, basePath: NotificationPath.amfDeregistration))
    }
    if let receiver = function as? any Nsmf_PDUSessionReceiver {
      handlers.append(Nsmf_PDUSessionReceiverRoutes(receiver: receiver, basePath: NotificationPath.amfSessionStatus))
    }
    if let receiver = function as? any Npcf_AMPolicyControlReceiver {
      handlers.append(Npcf_AMPolicyControlReceiverRoutes(receiver: receiver, basePath: NotificationPath.amfPolicy))
    }
    if let receiver = function as? any Npcf_SMPolicyControlReceiver {
      handlers.append(Npcf_SMPolicyControlReceiverRoutes(receiver: receiver, basePath: NotificationPath.smfPolicy))
    }
    if let receiver = function as? any Namf_CommunicationReceiver {
      handlers.append(Namf_CommunicationReceiverRoutes(receiver: receiver, basePath: NotificationPath.smfTransferFailure))
    }
    if let receiver = function as? any Nudr_DataRepositoryReceiver {
      let path = type == .pcf ? NotificationPath.pcfDataRepository : NotificationPath.udmDataRepository
      handlers.append(Nudr_DataRepositoryReceiverRoutes(receiver: receiver, basePath: path))
    }
    if let receiver = function as? any Nnrf_NFManagementReceiver {
      handlers.append(Nnrf_NFManagementReceiverRoutes(receiver: receiver, basePath: NotificationPath.nfStatus))
    }
    return handlers
  }
}
