"""What a UE reports of random channels, by trying every matrix of csi-codebook.py: for each rank the one with the greatest sum of log2(1 + SINR)
behind a linear MMSE receiver, then by the integrals of mutual-information.py the CQIs (a code of rate R needs R + 0.015 + 0.2 R (1 - R) of a bit's
information, for QPSK R + 0.03 + 0.25 R (1 - R)), then the lowest of the ranks that promise most bits.

Usage: csi-selection.py > csi-selection-vectors.txt
KIND NG N1 N2 MODE TABLE SUBBAND-PMI ANTENNAS SUBBANDS SAMPLES | H K of each sample, in hundredths, row by row as real,imaginary |
RANK CAPACITY I1,... I2,...;... for each rank | RANK LI WCQI,... SCQI,...;...
Channels near a decision are left out.
"""
import functools
import importlib.util
import itertools
import pathlib
import random

import numpy as np


def load(name):
    spec = importlib.util.spec_from_file_location(name, pathlib.Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


codebook, mutual = load("csi-codebook"), load("mutual-information")
rng = np.random.default_rng(3)
random.seed(3)
GRID = np.arange(-40, 60.01, 0.5)
TABLES = {order: np.array([mutual.information(order, 10 ** (x / 10)) / order for x in GRID]) for order in (2, 4, 6, 8)}
CQI = {
    1: [(2, r) for r in (78, 120, 193, 308, 449, 602)] + [(4, r) for r in (378, 490, 616)] + [(6, r) for r in (466, 567, 666, 772, 873, 948)],
    2: [(2, r) for r in (78, 193, 449)] + [(4, r) for r in (378, 490, 616)] + [(6, r) for r in (466, 567, 666, 772, 873)]
    + [(8, r) for r in (711, 797, 885, 948)],
}


class Near(Exception):
    pass


def first(values):
    """The first of the greatest: matrices that differ in the order of their columns are equal."""
    return int(np.argmax(values > values.max() * (1 - 1e-7)))


def ambiguous(values):
    """Whether another is nearly but not quite as great."""
    return bool(np.any((values < values.max() * (1 - 1e-7)) & (values > values.max() * (1 - 1e-4))))


def information(order, snr):
    return np.interp(10 * np.log10(np.maximum(snr, 1e-4)), GRID, TABLES[order])


def quality(table, sinrs):
    """The highest CQI for all SINRs of a transport block."""
    best = 0
    for index, (order, rate) in enumerate(CQI[table], 1):
        r = rate / 1024
        margin = np.mean(information(order, sinrs)) - (r + (0.03 + 0.25 * r * (1 - r) if order == 2 else 0.015 + 0.2 * r * (1 - r)))
        if abs(margin) < 0.003:
            raise Near
        if margin >= 0:
            best = index
    return best


def efficiency(table, cqi):
    return CQI[table][cqi - 1][0] * CQI[table][cqi - 1][1] / 1024 if cqi else 0


def candidates(kind, ng, n1, n2, mode, rank):
    """i1, i2, matrix."""
    if kind == "two":
        for i in range(4 if rank == 1 else 2):
            yield (0, 0, 0), (i,), codebook.two_ports(rank, i)
    elif kind == "single":
        a, b, c, d = codebook.single_ranges(n1, n2, mode, rank)
        for i in itertools.product(range(a), range(b), range(c), range(d)):
            yield i[:3], i[3:], codebook.single(n1, n2, mode, rank, *i)
    else:
        a, b, c, d, f = codebook.multi_ranges(ng, n1, n2, mode, rank)
        for i in itertools.product(range(a), range(b), range(c), itertools.product(*map(range, d)), itertools.product(*map(range, f))):
            yield (*i[:3], *i[3]), i[4], codebook.multi(ng, n1, n2, mode, rank, *i)


@functools.cache
def every(*key):
    """All of a rank: i1, i2 and the matrices."""
    own = list(candidates(*key))
    return [c[0] for c in own], [c[1] for c in own], np.array([c[2] for c in own])


def sinrs_of(gram, ws):
    """By matrix, then by layer."""
    effective = np.conj(ws.transpose(0, 2, 1)) @ (gram @ ws)
    inverse = np.linalg.inv(np.eye(ws.shape[2]) + effective)
    return 1 / np.diagonal(inverse, axis1=1, axis2=2).real - 1


def make():
    kind, ng, n1, n2 = random.choice([("two", 1, 1, 1), ("single", 1, 2, 1), ("single", 1, 2, 1), ("single", 1, 2, 2), ("single", 1, 4, 1),
                                      ("multi", 2, 2, 1)])
    mode = 1 if kind == "two" else random.choice([1, 1, 2]) if kind == "single" else 1
    ports = 2 if kind == "two" else 2 * ng * n1 * n2
    antennas, subbands, samples = random.choice([1, 2, 4, 4]), random.choice([1, 2, 3]), random.choice([1, 2])
    subband_pmi = random.randrange(2) if subbands > 1 else 0
    table = random.choice([1, 2])
    snr = 10 ** (random.uniform(-5, 32) / 10)
    paths = [(rng.normal(size=antennas) + 1j * rng.normal(size=antennas), rng.normal(size=ports) + 1j * rng.normal(size=ports), rng.uniform(0, 6))
             for _ in range(random.choice([1, 3, 6, 10]))]
    hs, ks = [], []
    for s in range(subbands * samples):
        h = sum(np.outer(a, b) * np.exp(1j * t * s) for a, b, t in paths) / np.sqrt(len(paths)) * np.sqrt(snr / 2)
        hs.append(np.round(h * 100) / 100)
        x = rng.normal(size=(antennas, antennas)) + 1j * rng.normal(size=(antennas, antennas))
        k = np.round((np.eye(antennas) + 0.3 * x @ x.conj().T) * 100) / 100
        ks.append((k + k.conj().T) / 2)
    groups = [range(i * samples, (i + 1) * samples) for i in range(subbands)]
    grams = [h.conj().T @ np.linalg.inv(k) @ h for h, k in zip(hs, ks)]
    ranks = []
    for rank in range(1, min(antennas, ports, 4) + 1):
        best = []
        firsts, seconds, ws = every(kind, ng, n1, n2, mode, rank)
        bits = np.array([np.log2(1 + sinrs_of(g, ws)).sum(axis=1) for g in grams])
        table_rows = np.array([bits[list(own)].sum(axis=0) for own in groups]).T
        start = 0
        for i1, options in itertools.groupby(firsts):
            count = len(list(options))
            rows = table_rows[start: start + count]
            picks = list(zip(seconds[start: start + count], ws[start: start + count]))
            start += count
            if subband_pmi:
                near = any(ambiguous(column) for column in rows.T)
                places = [first(column) for column in rows.T]
                total = rows.max(axis=0).sum()
            else:
                sums = rows.sum(axis=1)
                near = ambiguous(sums)
                places = [first(sums)] * subbands
                total = sums.max()
            best.append((total, i1, [picks[p][0] for p in places], [picks[p][1] for p in places], near))
        totals = np.array([b[0] for b in best])
        chosen = best[first(totals)]
        if chosen[4] or ambiguous(totals):
            raise Near
        ranks.append((rank, chosen[:4]))
    outcomes = []
    for rank, (total, i1, i2, ws) in ranks:
        sinrs = [[sinrs_of(grams[s], ws[g][None])[0] for s in own] for g, own in enumerate(groups)]
        flat = np.array([x for g in sinrs for x in g])
        wide = quality(table, flat)
        sub = [quality(table, np.array(g)) for g in sinrs]
        sums = flat.sum(axis=0)
        if rank > 1 and np.diff(np.sort(sums))[-1] < 1e-3 * sums.max():
            raise Near
        offsets = [3 if x < wide else min(2, x - wide) for x in sub]
        outcomes.append((rank * efficiency(table, wide), rank, int(sums.argmax()), wide, offsets))
    best = max(outcomes, key=lambda o: (o[0], -o[1]))
    pair = lambda z: f"{round(z.real * 100)},{round(z.imag * 100)}"
    numbers = " ".join(pair(z) for h, k in zip(hs, ks) for z in [*h.reshape(-1), *k.reshape(-1)])
    commas = lambda values: ",".join(map(str, values))
    text = " ".join(f"{rank} {total / len(hs):.5f} {commas(i1)} " + ";".join(map(commas, i2 if subband_pmi else i2[:1]))
                    for rank, (total, i1, i2, _) in ranks)
    print(kind, ng, n1, n2, mode, table, subband_pmi, antennas, subbands, samples, "|", numbers, "|", text, "|",
          best[1], best[2], best[3], commas(best[4]))


made = 0
while made < 110:
    try:
        make()
        made += 1
    except Near:
        pass
