"""PUSCH of Sionna 1.2.1 (PUSCHTransmitter without its transport block encoder), in the format of pusch.py.

Usage: pusch-sionna.py > pusch-sionna-vectors.txt
       pusch-sionna.py block > pusch-sionna-block-vectors.txt
With `block` the bits are those of a transport block, which Sionna codes; a line has the size of the block, and the MCS table and index too.
Blocks whose base graph Sionna chooses by the rate that they come to, and not by that of the MCS (TS 38.212 §6.2.2), are left out.
Two things of Sionna are replaced, because the clauses have them otherwise: c_init of DM-RS counts symbols from the beginning of the slot
(TS 38.211 §6.4.1.1.1.1; Sionna counts from that of a PUSCH of mapping type B), and their amplitude is 3 or 4.77 dB (TS 38.214, table 6.2.2-1;
Sionna has the square roots of 2 and 3).
"""
import os
import random
import sys

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from sionna.phy.nr import PUSCHConfig, PUSCHDMRSConfig, PUSCHTransmitter

import importlib.util
import pathlib

specification = importlib.util.spec_from_file_location("pusch", pathlib.Path(__file__).with_name("pusch.py"))
pusch = importlib.util.module_from_spec(specification)
specification.loader.exec_module(pusch)
low = pusch.load("low-papr.py")

original = PUSCHConfig.c_init
PUSCHConfig.c_init = lambda self, l: original(self, l + self.l_ref)
PUSCHDMRSConfig.beta = property(lambda self: 10 ** ({1: 0, 2: 3, 3: 4.77}[self.num_cdm_groups_without_data] / 20))

has_block = sys.argv[1:] == ["block"]
generator = random.Random(632 if has_block else 631)
MCS = {2: 3, 4: 7, 6: 15, 8: 22}
made = 0
while made < (50 if has_block else 100):
    mu = generator.randrange(2)
    c = dict(mu=mu, extended=False, gridStart=0, gridSize=generator.choice([4, 5, 9]), cell=generator.randrange(1008))
    c.update(partStart=0, partSize=c["gridSize"], blocks=list(range(c["gridSize"])), hopping=[0, 0, 1], slot=generator.randrange(10 * 2**mu))
    c["mapping"] = generator.choice("ab")
    c["start"] = 0 if c["mapping"] == "a" else generator.randrange(10)
    c["length"] = generator.randrange(4, 15)
    c["rnti"], c["scrambling"], c["seed"] = generator.randrange(1, 65520), generator.randrange(1024), generator.randrange(2**31)
    c["dmrsType"], c["dmrsLength"], c["additional"] = generator.choice([1, 2]), generator.choice([1, 2]), generator.randrange(4)
    c["typeA"], c["scid"], c["perGroup"] = generator.choice([2, 3]), generator.randrange(2), False
    c["ids"] = [generator.randrange(65536), generator.randrange(65536)]
    c["groups"] = generator.randrange(1, 2 + c["dmrsType"])
    limit = (4 if c["dmrsType"] == 1 else 6) * c["dmrsLength"]
    available = [p for p in range(limit) if p // 2 % (2 if c["dmrsType"] == 1 else 3) < c["groups"]]
    layers = generator.randrange(1, min(4, len(available)) + 1)
    c["ports"] = sorted(generator.sample(available, layers))
    c["order"] = generator.choice([2, 4, 6, 8])
    counts = {(2, 1): 6, (4, 1): 28, (2, 2): 3, (4, 2): 22, (4, 3): 7, (4, 4): 5}
    books = [[p, generator.randrange(n)] for (p, l), n in counts.items() if l == layers]
    c["codebook"] = generator.choice(books) if generator.random() < 0.6 else None
    c["transform"] = c["tracking"] = None
    if c["start"] + c["length"] > 14 or pusch.dmrs_symbols(c) is None:
        continue
    config = PUSCHConfig()
    config.carrier.subcarrier_spacing, config.carrier.n_size_grid = 15 * 2**mu, c["gridSize"]
    config.carrier.n_cell_id, config.carrier.slot_number = c["cell"], c["slot"]
    config.mapping_type, config.symbol_allocation, config.n_rnti = c["mapping"].upper(), [c["start"], c["length"]], c["rnti"]
    config.num_layers = layers
    if c["codebook"]:
        config.precoding, config.num_antenna_ports, config.tpmi = "codebook", *c["codebook"]
    else:
        if layers == 3:
            continue
        config.precoding, config.num_antenna_ports = "non-codebook", layers
    config.dmrs.config_type, config.dmrs.length, config.dmrs.additional_position = c["dmrsType"], c["dmrsLength"], c["additional"]
    config.dmrs.type_a_position, config.dmrs.n_scid, config.dmrs.n_id = c["typeA"], c["scid"], tuple(c["ids"])
    config.dmrs.num_cdm_groups_without_data, config.dmrs.dmrs_port_set = c["groups"], c["ports"]
    config.tb.mcs_table, config.tb.mcs_index, config.tb.n_id = 2, MCS[c["order"]], c["scrambling"]
    if has_block:
        config.tb.mcs_table = generator.choice([1, 2, 3])
        config.tb.mcs_index = generator.randrange(28 if config.tb.mcs_table == 2 else 29)
        c["order"] = int(config.tb.num_bits_per_symbol)
    try:
        transmitter = PUSCHTransmitter(config, return_bits=False, output_domain="freq")
    except (AssertionError, ValueError, IndexError):
        continue
    assert config.tb.num_bits_per_symbol == c["order"]
    total = config.num_coded_bits
    if total > 12000:
        continue
    if has_block:
        size = int(config.tb_size)
        is_two = lambda rate: size <= 292 or size <= 3824 and rate <= 0.67 or rate <= 0.25
        if is_two(float(config.tb.target_coderate)) != is_two((size + (16 if size <= 3824 else 24)) / total):
            continue
    if has_block:
        c.update(mcsTable=config.tb.mcs_table, mcs=config.tb.mcs_index, block=int(config.tb_size))
        sent = np.array(pusch.bits(c["seed"], c["block"]), np.float32)
    else:
        plain = pusch.bits(c["seed"], total)
        sent = np.array([a ^ b for a, b in zip(plain, low.gold((c["rnti"] << 15) + c["scrambling"], total))], np.float32)
        transmitter._tb_encoder = lambda b: b
    x = transmitter(tf.constant(sent[None, None, :])).numpy()[0, 0]
    # Sionna's grid has the symbols of the PUSCH only.
    grids = np.zeros((x.shape[0], 14, x.shape[2]), complex)
    grids[:, c["start"]:c["start"] + c["length"], :] = x
    dmrs = {l for l, _, _ in pusch.dmrs_symbols(c)}
    beside = 12 - c["groups"] * (6 if c["dmrsType"] == 1 else 4)
    sizes = [c["gridSize"] * (beside if l in dmrs else 12) for l in range(c["start"], c["start"] + c["length"])]
    pusch.show(c, total, sizes, grids, generator)
    made += 1
