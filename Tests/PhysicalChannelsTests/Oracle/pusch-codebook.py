"""Precoding matrices of TS 38.211 §6.3.1.5: those of Sionna 1.2.1 (PUSCHConfig), and table 6.3.1.5-2, which it does not have.

Usage: pusch-codebook.py > pusch-codebook-vectors.txt
A line has PORTS LAYERS TRANSFORM-PRECODING TPMI and the weights, row by row as real,imaginary.
"""
import os

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
from sionna.phy.nr import PUSCHConfig


def show(ports, layers, transform, tpmi, w):
    print(ports, layers, transform, tpmi, " ".join(f"{z.real:.7f},{z.imag:.7f}" for z in np.asarray(w).reshape(-1)))


for ports, layers, count in [(2, 1, 6), (4, 1, 28), (2, 2, 3), (4, 2, 22), (4, 3, 7), (4, 4, 5)]:
    for tpmi in range(count):
        config = PUSCHConfig()
        config.num_antenna_ports, config.num_layers = ports, layers
        config.precoding, config.tpmi = "codebook", tpmi
        show(ports, layers, 0, tpmi, config.precoding_matrix)
        if ports == 2 and layers == 1:
            show(ports, layers, 1, tpmi, config.precoding_matrix)

# Written out as the table has it.
j = 1j
TABLE_2 = [
    [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1],
    [1, 0, 1, 0], [1, 0, -1, 0], [1, 0, j, 0], [1, 0, -j, 0],
    [0, 1, 0, 1], [0, 1, 0, -1], [0, 1, 0, j], [0, 1, 0, -j],
    [1, 1, 1, -1], [1, 1, j, j], [1, 1, -1, 1], [1, 1, -j, -j],
    [1, j, 1, j], [1, j, j, 1], [1, j, -1, -j], [1, j, -j, -1],
    [1, -1, 1, 1], [1, -1, j, -j], [1, -1, -1, -1], [1, -1, -j, j],
    [1, -j, 1, -j], [1, -j, j, -1], [1, -j, -1, j], [1, -j, -j, 1],
]
for tpmi, w in enumerate(TABLE_2):
    show(4, 1, 1, tpmi, np.array(w, complex) / 2)
