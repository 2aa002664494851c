import Base
import NAS
import NGAP

// An INITIAL UE MESSAGE as a gNB sends it (TS 38.413 §9.2.5.1), and the REGISTRATION REQUEST in it (TS 24.501 §8.2.6).
let octets = Hex.decode(
  "000f4075000006005500020001002600403f7e00417900350199f907f0ff0101a6a5b94a983946992c753850ca8d2f18148ed337165dba13ad50d690b237604e"
    + "546caa10ebdd3391bf42c37b042e02f0f0007900135099f907000001000099f907000001eeb694f1005a400118007040010000ae400399f907")
let pdu = try NGAPPDU(decoding: octets ?? [])
print(pdu.description)
if case .initiatingMessage(.initialUEMessage(let message)) = pdu { print(try NASMessage(decoding: message.nasPDU).description) }
