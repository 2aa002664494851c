#!/usr/bin/env python3
"""Holds the closed covariance of channel-models.py against the channels that Sionna draws (sionna-no-rt 1.2.1).

  sionna-cdl.py FOLDER LETTER       FOLDER has CDL-A.json ...; LETTER is of A to E

Sionna counts rows downwards and has the slant of -45° first.
"""
import contextlib
import importlib.util
import io
import sys
from pathlib import Path

import numpy as np
import sionna.phy
import tensorflow as tf
from sionna.phy.channel.tr38901 import CDL, PanelArray

source = importlib.util.spec_from_file_location("oracle", Path(__file__).with_name("channel-models.py"))
oracle = importlib.util.module_from_spec(source)
with contextlib.redirect_stdout(io.StringIO()):
    source.loader.exec_module(oracle)

letter = sys.argv[2]
sionna.phy.config.seed = 1
base_turn, equipment_turn = np.array([20.0, 10.0, 5.0]), np.array([150.0, -20.0, 12.0])
base = PanelArray(num_rows_per_panel=2, num_cols_per_panel=2, polarization="dual", polarization_type="cross", antenna_pattern="38.901",
                  carrier_frequency=3.5e9)
equipment = PanelArray(num_rows_per_panel=1, num_cols_per_panel=1, polarization="dual", polarization_type="VH", antenna_pattern="omni",
                       carrier_frequency=3.5e9)
channel = CDL(letter, 1e-7, 3.5e9, equipment, base, "downlink", min_speed=0.0, max_speed=0.0,
              bs_orientation=tf.constant(np.radians(base_turn), tf.float32),
              ut_orientation=tf.constant(np.radians(equipment_turn), tf.float32))
drawn, batches = 0, 20
for _ in range(batches):
    taps = channel(1000, 1, 1e6)[0].numpy()[:, 0, :, 0, :, :, 0]
    taps = taps.reshape(1000, -1, taps.shape[-1])
    drawn = drawn + np.einsum("bup,bvp->uv", taps, taps.conj()) / (1000 * batches)

table = oracle.tables(f"CDL-{letter}")
power = oracle.scaled(table, 1e-7, None)[1]
angles = oracle.rays(table, power, {})
sending = [(np.array([0, column / 2, -row / 2]), slant) for slant in (-45, 45) for column in range(2) for row in range(2)]
receiving = [(np.zeros(3), slant) for slant in (0, 90)]
kappa = 10 ** (table["xpr"] / 10)
strength = np.array([[1, 1 / kappa], [1 / kappa, 1]])


def at_base(zenith, azimuth):
    return oracle.responses(sending, zenith, azimuth, "directional", base_turn)


def at_equipment(zenith, azimuth):
    return oracle.responses(receiving, zenith, azimuth, "isotropic", equipment_turn)


def mean(response, zeniths, azimuths):
    values = response(*np.meshgrid(zeniths, azimuths))
    return np.einsum("abui,abvi->iuv", values, values.conj()) / 400


closed = np.zeros((16, 16), complex)
for n, p in enumerate(power):
    if n == 0 and table["los"]:
        h = at_equipment(angles["zoa"][0, 0], angles["aoa"][0, 0]) @ np.diag([1, -1]) @ at_base(angles["zod"][0, 0], angles["aod"][0, 0]).T
        closed += p * np.outer(h.reshape(-1), h.reshape(-1).conj())
    else:
        arriving, leaving = mean(at_equipment, angles["zoa"][n], angles["aoa"][n]), mean(at_base, angles["zod"][n], angles["aod"][n])
        closed += p * np.einsum("ij,iuv,jst->usvt", strength, arriving, leaving).reshape(16, 16)
scale = np.trace(closed).real / 16
difference = abs(drawn - closed).max() / scale
print(letter, f"mean power {np.trace(drawn).real / 16 / scale:.4f} of the closed one, greatest difference {difference:.4f}")
assert difference < 0.02
