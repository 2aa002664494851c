#!/usr/bin/env python3
"""An independent computation of 5G AKA, the key hierarchy, SUCI, protected NAS messages and sealed secrets.

Usage: security_oracle.py > ../Vectors/OracleVectors.swift   (needs the package `cryptography`)
Everything is derived from a fixed seed; only AES, HMAC, SHA-256 and the curves come from the package.
"""
import hashlib
import hmac

from cryptography.hazmat.primitives import cmac, serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


def draw(label, count):
    out = b""
    while len(out) < count:
        out += hashlib.sha256(b"vitrum %s %d" % (label.encode(), len(out))).digest()
    return out[:count]


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def aes(key, block):
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(block) + encryptor.finalize()


def ctr(key, counter, data):
    encryptor = Cipher(algorithms.AES(key), modes.CTR(counter)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def kdf(key, fc, *parameters):
    s = bytes([fc]) + b"".join(p + len(p).to_bytes(2, "big") for p in parameters)
    return hmac.new(key, s, hashlib.sha256).digest()


def rotate(block, bits):
    value = int.from_bytes(block, "big")
    return ((value << bits | value >> (128 - bits)) & (2**128 - 1)).to_bytes(16, "big") if bits else block


class Milenage:
    def __init__(self, k, opc):
        self.k, self.opc = k, opc

    def out(self, rand, r, c):
        temp = aes(self.k, xor(rand, self.opc))
        return xor(aes(self.k, xor(rotate(xor(temp, self.opc), r), c.to_bytes(16, "big"))), self.opc)

    def f1(self, rand, sqn, amf):
        temp = aes(self.k, xor(rand, self.opc))
        in1 = (sqn + amf) * 2
        out = xor(aes(self.k, xor(temp, rotate(xor(in1, self.opc), 64))), self.opc)
        return out[:8], out[8:]

    def f2345(self, rand):
        out2 = self.out(rand, 0, 1)
        return out2[8:], self.out(rand, 32, 2), self.out(rand, 64, 4), out2[:6]

    def f5star(self, rand):
        return self.out(rand, 96, 8)[:6]


def x963(secret, info, count):
    out, counter = b"", 1
    while len(out) < count:
        out += hashlib.sha256(secret + counter.to_bytes(4, "big") + info).digest()
        counter += 1
    return out[:count]


def x25519_pair(raw):
    private = x25519.X25519PrivateKey.from_private_bytes(raw)
    public = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return private, public


def p256_pair(raw):
    private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    point = serialization.PublicFormat.CompressedPoint
    return private, private.public_key().public_bytes(serialization.Encoding.X962, point)


def conceal(profile, home_raw, eph_raw, plain):
    if profile == "A":
        home, home_public = x25519_pair(home_raw)
        eph, eph_public = x25519_pair(eph_raw)
        secret = eph.exchange(home.public_key())
    else:
        home, home_public = p256_pair(home_raw)
        eph, eph_public = p256_pair(eph_raw)
        secret = eph.exchange(ec.ECDH(), home.public_key())
    keys = x963(secret, eph_public, 64)
    cipher_text = ctr(keys[:16], keys[16:32], plain)
    tag = hmac.new(keys[32:64], cipher_text, hashlib.sha256).digest()[:8]
    return home_public, eph_public + cipher_text + tag


def nas_protect(enc_key, int_key, count, direction, header_type, plain):
    prefix = count.to_bytes(4, "big") + bytes([1 << 3 | direction << 2, 0, 0, 0])
    payload = ctr(enc_key, prefix + bytes(8), plain) if header_type in (2, 4) else plain
    body = bytes([count & 0xFF]) + payload
    mac = cmac.CMAC(algorithms.AES(int_key))
    mac.update(prefix + body)
    return bytes([0x7E, header_type]) + mac.finalize()[:4] + body


def record(name, **fields):
    print(f"    {name}")
    for field, value in fields.items():
        text = value.hex() if isinstance(value, bytes) else str(value)
        for i in range(0, len(text), 112):
            print(f"      {field} {text[:112]}" if i == 0 else f"        {text[i:i + 112]}")


def main():
    print("/// Written by Oracle/security_oracle.py.")
    print("enum OracleVectors {")
    print('  static let text = """')
    for index in range(8):
        k, opc, rand = (draw(f"{n}{index}", 16) for n in ("k", "opc", "rand"))
        sqn, sqn_ms = draw(f"sqn{index}", 6), draw(f"sqnms{index}", 6)
        amf, zero = bytes.fromhex("8000"), bytes(2)
        mcc, mnc = "%03d" % (100 + 97 * index), ("%02d" if index % 2 else "%03d") % (7 * index)
        snn = f"5G:mnc{int(mnc):03d}.mcc{mcc}.3gppnetwork.org"
        milenage = Milenage(k, opc)
        res, ck, ik, ak = milenage.f2345(rand)
        sqn_ak = xor(sqn, ak)
        res_star = kdf(ck + ik, 0x6B, snn.encode(), rand, res)[16:]
        k_ausf = kdf(ck + ik, 0x6A, snn.encode(), sqn_ak)
        k_seaf = kdf(k_ausf, 0x6C, snn.encode())
        supi = mcc + mnc + "%09d" % (123456789 - index)
        k_amf = kdf(k_seaf, 0x6D, supi.encode(), bytes(2))
        count = int.from_bytes(draw(f"count{index}", 3), "big")
        k_gnb = kdf(k_amf, 0x6E, count.to_bytes(4, "big"), b"\1")
        nh = kdf(k_amf, 0x6F, k_gnb)
        pci, arfcn = 3 + 117 * index, 620000 + 1111 * index
        fields = dict(
            k=k, opc=opc, rand=rand, sqn=sqn, mcc=mcc, mnc=mnc, snn=snn, supi=supi, count=count, pci=pci, arfcn=arfcn,
            autn=sqn_ak + amf + milenage.f1(rand, sqn, amf)[0], res_star=res_star,
            hres_star=hashlib.sha256(rand + res_star).digest()[16:], k_ausf=k_ausf, k_seaf=k_seaf, k_amf=k_amf, k_gnb=k_gnb, nh=nh,
            k_ng_ran_star=kdf(nh, 0x70, pci.to_bytes(2, "big"), arfcn.to_bytes(3, "big")),
            k_amf_mobility=kdf(k_amf, 0x72, b"\0", count.to_bytes(4, "big")),
            k_amf_handover=kdf(k_amf, 0x72, b"\1", count.to_bytes(4, "big")),
            sqn_ms=sqn_ms, auts=xor(sqn_ms, milenage.f5star(rand)) + milenage.f1(rand, sqn_ms, zero)[1],
            sor_mac=kdf(k_ausf, 0x77, b"\x0c", index.to_bytes(2, "big"), snn.encode())[16:],
            sor_mac_empty=kdf(k_ausf, 0x77, b"\x0c", index.to_bytes(2, "big"))[16:],
            sor_xmac=kdf(k_ausf, 0x78, b"\1", index.to_bytes(2, "big"))[16:],
            upu_mac=kdf(k_ausf, 0x7B, snn.encode(), index.to_bytes(2, "big"))[16:],
            upu_xmac=kdf(k_ausf, 0x7C, b"\1", index.to_bytes(2, "big"))[16:],
        )
        for distinguisher in range(1, 7):
            fields[f"algorithm_key_{distinguisher}"] = kdf(k_amf, 0x69, bytes([distinguisher]), bytes([index % 4]))[16:]
        record(f"aka_{index}", **fields)
        enc_key, int_key = (kdf(k_amf, 0x69, bytes([d]), b"\2")[16:] for d in (1, 2))
        plain = bytes.fromhex("7e00") + draw(f"plain{index}", 1 + 37 * index)
        header_type, direction = (2, 1, 4, 3)[index % 4], index // 4 % 2 if index % 4 < 2 else (0 if index % 4 == 2 else 1)
        record(f"nas_{index}", k_amf=k_amf, count=count, direct=direction, type=header_type, plain=plain,
               message=nas_protect(enc_key, int_key, count, direction, header_type, plain))
    for index in range(12):
        profile = "AB"[index % 2]
        home, eph = draw(f"home{index}", 32), draw(f"eph{index}", 32)
        plain = draw(f"msin{index}", 5) if index < 8 else draw(f"nai{index}", 3 ** (index - 6))
        public, output = conceal(profile, home, eph, plain)
        record(f"suci_{index}", profile=profile, home=home, public=public, ephemeral=eph, plain=plain, output=output)
    key, nonce, plain = draw("seal", 32), draw("nonce", 12), draw("sealed", 16)
    supi, field = b"imsi-999700000000001", b"k"
    ad = b"\1" + b"".join(len(t).to_bytes(4, "big") + t for t in (supi, field))
    record("seal", key=key, nonce=nonce, plain=plain, supi=supi.decode(), field=field.decode(),
           sealed=b"\1" + nonce + AESGCM(key).encrypt(nonce, plain, ad))
    print('    """')
    print("}")


main()
