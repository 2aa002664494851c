/// Known answers of TS 33.501 §C.4, written by Oracle/convert_vectors.py.
enum SUCIVectors {
  static let text = """
    test_profileA
      hn_privkey c53c22208b61860b06c62e5406a7b330c2b577aa5558981510d128247d38bd1d
      hn_pubkey 5a8d38864820197c3394b92613b20b91633cbd897119273bf8e4a6f4eec0a650
      eph_privkey c80949f13ebe61af4ebdbd293ea4f942696b9e815d7e8f0096bbf6ed7de62256
      eph_pubkey b2e92f836055a255837debf850b528997ce0201cb82adfe4be1f587d07d8457d
      shared_key 028ddf890ec83cdf163947ce45f6ec1a0e3070ea5fe57e2b1f05139f3e82422a
      plaintext 00012080f6
      ciphertext cb02352410
      mactag cddd9e730ef3fa87
    test_profileB
      hn_pubkey 0272da71976234ce833a6907425867b82e074d44ef907dfb4b3e21c1c2256ebcd1
      hn_privkey f1ab1074477ebcc7f554ea1c5fc368b1616730155e0041ac447d6301975fecda
      eph_pubkey 039aab8376597021e855679a9778ea0b67396e68c66df32c0f41e9acca2da9b9d1
      eph_privkey 99798858a1dc6a2c68637149a4b1dbfd1fdff5addd62a2142f06699ed7602529
      shared_key 6c7e6518980025b982fbb2ff746e3c2e85a196d252099a7ad23ea7b4c0959cae
      plaintext 00012080f6
      ciphertext 46a33fc271
      mactag 6ac7dae96aa30a4d
    """
}
