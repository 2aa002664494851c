#!/usr/bin/env python3
"""Writes GTP-U messages built by scapy (scapy.contrib.gtp), one in hexadecimal per line, to scapy-gtpu.txt.

usage: python3 scapy_vectors.py > scapy-gtpu.txt      (pip install scapy)
"""
from scapy.contrib.gtp import GTP_U_Header, GTPEchoRequest, GTPPDUSessionContainer
from scapy.layers.inet import ICMP, IP

def show(packet):
    print(bytes(packet).hex())

inner = IP(src="10.45.0.2", dst="8.8.8.8") / ICMP()
show(GTP_U_Header(teid=0, S=1, seq=1) / GTPEchoRequest())
show(GTP_U_Header(teid=0x1234, gtp_type=254))
show(GTP_U_Header(teid=0x1234, gtp_type=255) / inner)
for kind in (0, 1):
    for qfi in (1, 9, 63):
        show(GTP_U_Header(teid=0xdeadbeef, gtp_type=255) / GTPPDUSessionContainer(type=kind, QFI=qfi) / inner)
