#!/usr/bin/env python3
"""Writes PFCP messages built by scapy (scapy.contrib.pfcp), one in hexadecimal per line, to scapy-pfcp.txt.

usage: python3 scapy_vectors.py > scapy-pfcp.txt      (pip install scapy)
"""
from scapy.contrib import pfcp as p

def show(header, body):
    print(bytes(header / body).hex())

node = p.IE_NodeId(id_type=0, ipv4="10.0.0.1")
cause = p.IE_Cause(cause=1)
stamp = p.IE_RecoveryTimeStamp(timestamp=3785653512)
fseid = p.IE_FSEID(v4=1, seid=0xffde7210bf97810a, ipv4="172.18.1.1")

def head(seq, seid=None):
    return p.PFCP(version=1, S=0, seq=seq) if seid is None else p.PFCP(version=1, S=1, seid=seid, seq=seq)

show(head(1), p.PFCPHeartbeatRequest(IE_list=[stamp]))
show(head(1), p.PFCPHeartbeatResponse(IE_list=[stamp]))
show(head(2), p.PFCPAssociationSetupRequest(IE_list=[node, stamp, p.IE_CPFunctionFeatures()]))
show(head(2), p.PFCPAssociationSetupResponse(IE_list=[node, cause, stamp]))
show(head(3), p.PFCPAssociationReleaseRequest(IE_list=[node]))
show(head(3), p.PFCPAssociationReleaseResponse(IE_list=[node, cause]))
create_pdr = p.IE_CreatePDR(IE_list=[
    p.IE_PDR_Id(id=1), p.IE_Precedence(precedence=32),
    p.IE_PDI(IE_list=[
        p.IE_SourceInterface(interface="Access"), p.IE_FTEID(CH=1, V4=1, CHID=1, choose_id=5),
        p.IE_NetworkInstance(instance="access"),
        p.IE_UE_IP_Address(SD=0, V4=1, ipv4="10.45.0.2"),
        p.IE_SDF_Filter(FD=1, flow_description="permit out ip from any to assigned"),
        p.IE_QFI(QFI=9)]),
    p.IE_OuterHeaderRemoval(header="GTP-U/UDP/IPv4"),
    p.IE_FAR_Id(id=1), p.IE_URR_Id(id=3), p.IE_QER_Id(id=2)])
create_far = p.IE_CreateFAR(IE_list=[
    p.IE_FAR_Id(id=1), p.IE_ApplyAction(FORW=1),
    p.IE_ForwardingParameters(IE_list=[
        p.IE_DestinationInterface(interface="Access"),
        p.IE_OuterHeaderCreation(GTPUUDPIPV4=1, TEID=0x1234, ipv4="10.0.0.9")])])
create_urr = p.IE_CreateURR(IE_list=[
    p.IE_URR_Id(id=3), p.IE_MeasurementMethod(VOLUM=1), p.IE_ReportingTriggers(volume_threshold=1),
    p.IE_VolumeThreshold(TOVOL=1, total=1000000)])
create_qer = p.IE_CreateQER(IE_list=[
    p.IE_QER_Id(id=2), p.IE_GateStatus(ul="OPEN", dl="OPEN"), p.IE_MBR(ul=1000, dl=2000), p.IE_QFI(QFI=9)])
show(head(4, 0), p.PFCPSessionEstablishmentRequest(IE_list=[
    node, fseid, create_pdr, create_far, create_urr, create_qer, p.IE_PDNType(pdn_type="IPv4")]))
show(head(4, 0x11), p.PFCPSessionEstablishmentResponse(IE_list=[
    node, cause, fseid, p.IE_CreatedPDR(IE_list=[p.IE_PDR_Id(id=1), p.IE_FTEID(V4=1, TEID=0x5678, ipv4="10.0.0.2")])]))
show(head(5, 0x22), p.PFCPSessionModificationRequest(IE_list=[
    p.IE_RemovePDR(IE_list=[p.IE_PDR_Id(id=1)]),
    p.IE_UpdateFAR(IE_list=[
        p.IE_FAR_Id(id=1), p.IE_ApplyAction(BUFF=1, NOCP=1),
        p.IE_UpdateForwardingParameters(IE_list=[p.IE_PFCPSMReqFlags(SNDEM=1)])])]))
show(head(5, 0x11), p.PFCPSessionModificationResponse(IE_list=[cause]))
show(head(6, 0x22), p.PFCPSessionDeletionRequest(IE_list=[]))
show(head(6, 0x11), p.PFCPSessionDeletionResponse(IE_list=[cause]))
show(head(7, 0x11), p.PFCPSessionReportRequest(IE_list=[
    p.IE_ReportType(DLDR=1),
    p.IE_DownlinkDataReport(IE_list=[p.IE_PDR_Id(id=2)])]))
show(head(7, 0x22), p.PFCPSessionReportResponse(IE_list=[cause]))
