// All protocols in one import.
@_exported import E1AP
@_exported import F1AP
@_exported import GTPU
@_exported import LPP
@_exported import NAS
@_exported import NGAP
@_exported import NRPPa
@_exported import PFCP
@_exported import RRC
@_exported import SBI
@_exported import SBIServices
@_exported import XnAP
