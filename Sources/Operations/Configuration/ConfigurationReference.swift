extension Configuration {
  /// Every setting with its default and what it is for, itself a valid file (`vitrum config reference`).
  public static let reference = """
    # Every setting of Vitrum with its default. Leave out what you do not change.
    # Relative paths start at the folder of this file. Times: 6s, 54min, 1h. Bit rates: bps, Kbps, Mbps, Gbps, Tbps.

    # Mobile country code (3 digits) and mobile network code (2 or 3 digits); 999-70 is a test network.
    plmn: {mcc: "999", mnc: "70"}

    # Network slices (TS 23.003 §28.4): sst 0 to 255, and sd of 6 hexadecimal digits, e.g. {sst: 1, sd: "000001"}.
    slices:
      - {sst: 1}

    amf:
      name: vitrum-amf
      region: 1                  # AMF region (0 to 255), set (0 to 1023), pointer (0 to 63): TS 23.003 §2.10.1
      set: 1
      pointer: 0
      relativeCapacity: 255      # how many UEs gNBs send here, relative to other AMFs of the set
      tacs: [1]                  # tracking areas; a gNB with none of them is rejected
      n2: 10.99.0.1              # address that gNBs connect to
      n2Port: 38412
      # n2UDPPort: 9899          # set it to carry SCTP in UDP (RFC 6951)
      security:                  # order of preference (TS 33.501 §6.7.1.1)
        ciphering: [NEA2, NEA1, NEA3, NEA0]
        integrity: [NIA2, NIA1, NIA3]
        allowNullIntegrity: false  # true allows NIA0 in the list, for emergency calls without authentication
      networkName: {full: Vitrum, short: Vitrum}   # shown by the UE, with the time in UTC; full: "" sends neither
      imsVoiceOverPS: false
      timers:                    # TS 24.501 table 10.2.2
        t3502: 12min             # UE: next try after 5 failed registrations
        t3512: 54min             # UE: periodic registration
        t3513: 2s                # paging
        t3522: 6s                # de-registration
        t3550: 6s                # registration accept
        t3555: 6s                # configuration update command
        t3560: 6s                # authentication request, security mode command
        t3565: 6s                # notification
        t3570: 6s                # identity request
        mobileReachable: 58min   # t3512 and 4 minutes
        implicitDeregistration: 4min
        signallingRelease: 10s   # a UE with no user plane and nothing to say becomes idle; 0s: when its gNB asks

    smf:
      n4: 127.0.0.5              # PFCP, port 8805
      upfs: [127.0.0.6]          # N4 addresses of the UPFs; default: upf.n4
      timers: {t3590: 15s, t3591: 16s, t3592: 16s, t3593: 60s}   # TS 24.501 table 10.3.2
      dnns:
        - name: internet
          slices: ["1"]          # SST or SST-SD; default: all slices
          ipv4Pool: 10.45.0.0/16
          ipv6Pool: 2001:db8:45::/48   # each session gets a /64
          dns: [1.1.1.1, "2606:4700:4700::1111"]
          mtu: 1400
          sessionAMBR: {uplink: 1 Gbps, downlink: 1 Gbps}   # where the subscription says nothing

    upf:
      n3: 10.99.0.1              # GTP-U, port 2152
      n4: 127.0.0.6              # PFCP, port 8805
      smfs: [127.0.0.5]          # who may associate; default: smf.n4
      n6:
        tun: vitrum0             # TUN device towards the data networks
        nat: false               # true: an nftables table of its own gives UEs what this machine reaches
        dnns: [internet]         # names of smf.dnns; default: all

    pcf:                         # where the subscription says nothing
      fiveQI: 9
      arpPriorityLevel: 8
      # rfsp: 1                  # RAT/frequency selection priority, 1 to 256

    # Keys that conceal SUPIs (TS 33.501 Annex C): profile A (X25519) or B (P-256), the private key in a file
    # (keyFile) or as 64 hexadecimal digits (key). Example: {id: 1, profile: A, keyFile: var/suci-1.key}
    udm:
      suciProfiles: []

    sbi:
      scheme: http               # or https
      # tls: {certificate: nf.pem, key: nf.key, authority: ca.pem, mutual: true}
      listen:                    # beyond loopback only with https and mutual TLS
        nrf: 127.0.0.10:7777
        udr: 127.0.0.11:7777
        udm: 127.0.0.12:7777
        ausf: 127.0.0.13:7777
        nssf: 127.0.0.14:7777
        pcf: 127.0.0.15:7777
        amf: 127.0.0.16:7777
        smf: 127.0.0.17:7777

    nrf:
      uri: http://127.0.0.10:7777   # default: where sbi.listen.nrf listens

    storage:
      path: var/subscribers.sqlite
      keyFile: var/storage.key   # seals K and OPc; only its owner may read it

    management:
      socket: var/control.sock   # `vitrum status`, `ues`, `sessions`

    logging:
      level: info                # trace, debug, info, notice, warning, error, critical

    # The demonstration of `vitrum up`.
    demo:
      imsi: "999700000000001"    # first UE; further ones count upwards
      ues: 1
      gnbs: 1
      dnn: internet
      ranNetwork: 10.99.0.0/24   # between core and RAN namespaces; holds amf.n2 and upf.n3
      dataNetwork: 10.98.0.0/24  # the server behind N6

    """
}
