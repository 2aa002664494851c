#!/usr/bin/env python3
"""Reference values of the statistical channel, from the clauses of TR 38.901 and apart from the Swift code; numpy.

  statistical-channel.py FOLDER > statistical-channel-vectors.txt       FOLDER has UMa_LoS.json ... RMa_O2I.json (table 7.5-6)

Lines are a kind, what goes in and, last, what comes out.
"""
import json
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(sys.argv[1])
random = np.random.default_rng(38901)
lg = np.log10
BASE = {"UMa": 25.0, "UMi": 10.0, "RMa": 35.0}
ORDER = ["SF", "K", "DS", "ASD", "ASA", "ZSD", "ZSA"]
OFFSETS = np.array([s * v for v in (0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551) for s in (1, -1)])


def text(values):
    return ",".join(f"{v:.9g}" for v in np.ravel(values))


# Tables 7.4.1-1, 7.4.2-1, 7.4.3-2

def elevation(h):
    return np.where(h <= 13, 0.0, (np.maximum(h - 13, 0) / 10) ** 1.5)


def sight(scenario, d, h):
    d = np.asarray(d, float)
    with np.errstate(divide="ignore"):
        if scenario == "RMa":
            return np.where(d <= 10, 1, np.exp(-(d - 10) / 1000))
        scale = 63 if scenario == "UMa" else 36
        value = 18 / d + np.exp(-d / scale) * (1 - 18 / d)
    if scenario == "UMa":
        value = value * (1 + elevation(h) * 5 / 4 * (d / 100) ** 3 * np.exp(-d / 150))
    return np.where(d <= 18, 1, value)


def low_environment(d, h):
    """The probability that h_E is 1 m."""
    g = np.where(d <= 18, 0, 5 / 4 * (d / 100) ** 3 * np.exp(-d / 150))
    return 1 / (1 + elevation(h) * g)


def pathloss(scenario, f, d, h, he, los, hbs=None, w=20.0, hb=5.0):
    hbs = BASE[scenario] if hbs is None else hbs
    d3 = np.hypot(d, hbs - h)
    if scenario == "RMa":
        bp = 2 * np.pi * hbs * h * f * 1e9 / 3e8

        def near(x):
            return (20 * lg(40 * np.pi * x * f / 3) + min(0.03 * hb**1.72, 10) * lg(x) - min(0.044 * hb**1.72, 14.77)
                    + 0.002 * lg(hb) * x)
        edge = np.hypot(bp, hbs - h)
        clear = np.where(d <= bp, near(d3), near(edge) + 40 * lg(d3 / edge))
        blocked = (161.04 - 7.1 * lg(w) + 7.5 * lg(hb) - (24.37 - 3.7 * (hb / hbs) ** 2) * lg(hbs)
                   + (43.42 - 3.1 * lg(hbs)) * (lg(d3) - 3) + 20 * lg(f) - (3.2 * lg(11.75 * h) ** 2 - 4.97))
    else:
        bp = 4 * (hbs - he) * (h - he) * f * 1e9 / 3e8
        if scenario == "UMa":
            near, far = 28 + 22 * lg(d3), 28 + 40 * lg(d3) - 9 * lg(bp**2 + (hbs - h) ** 2)
            blocked = 13.54 + 39.08 * lg(d3) + 20 * lg(f) - 0.6 * (h - 1.5)
        else:
            near, far = 32.4 + 21 * lg(d3), 32.4 + 40 * lg(d3) - 9.5 * lg(bp**2 + (hbs - h) ** 2)
            blocked = 35.3 * lg(d3) + 22.4 + 21.3 * lg(f) - 0.3 * (h - 1.5)
        clear = np.where(d <= bp, near, far) + 20 * lg(f)
    return np.where(los, clear, np.maximum(clear, blocked))


def wall(kind, f):
    glass, reflecting, concrete = 2 + 0.2 * f, 23 + 0.3 * f, 5 + 4 * f
    share, pane = (0.3, glass) if kind == "low" else (0.7, reflecting)
    return 5 - 10 * lg(share * 10 ** (-pane / 10) + (1 - share) * 10 ** (-concrete / 10))


# §7.1.3, table 7.3-1, and a column of elements with a downtilt

def rotation(bearing, downtilt):
    a, b = np.radians([bearing, downtilt])
    z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    return z @ y


def column(count, spacing, tilt, bearing, downtilt, zenith, azimuth):
    t, p = np.radians([zenith, azimuth])
    r = rotation(bearing, downtilt).T @ np.array([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)])
    theta, phi = np.degrees(np.arccos(r[2])), np.degrees(np.arctan2(r[1], r[0]))
    element = 8 - min(min(12 * ((theta - 90) / 65) ** 2, 30) + min(12 * (phi / 65) ** 2, 30), 30)
    m = np.arange(count)
    weights = np.exp(-2j * np.pi * m * spacing * np.cos(np.radians(tilt))) / np.sqrt(count)
    return element + 20 * lg(abs((weights * np.exp(2j * np.pi * m * spacing * r[2])).sum()) + 1e-15)


# Tables 7.5-6 to 7.5-9

class State:
    def __init__(self, scenario, state, f):
        self.scenario, self.state, self.f = scenario, state, max(f, {"UMa": 6, "UMi": 2, "RMa": 0}[scenario])
        self.t = json.loads((FOLDER / f"{scenario}_{state}.json").read_text())
        matrix = np.eye(7)
        for i in range(7):
            for j in range(i):
                names = [f"corr{ORDER[a]}vs{ORDER[b]}" for a, b in ((i, j), (j, i))]
                matrix[i, j] = matrix[j, i] = next(self.t[name] for name in names if name in self.t)
        self.root = np.linalg.cholesky(matrix)

    def value(self, name):
        a, b, c = (self.t[name + part] for part in "abc")
        return a * lg(b + self.f) + c

    def zenith(self, d, h, los):
        """μ_lgZSD and μ_offset,ZOD; indoors by the path outside, in RMa by table 7.5-9's column."""
        los = los and not (self.scenario == "RMa" and self.state == "O2I")
        if self.scenario == "UMa":
            mean = max(-0.5, -2.1 * d / 1000 - 0.01 * (h - 1.5) + (0.75 if los else 0.9))
            a, b, c, e = 0.208 * lg(self.f) - 0.782, 25, -0.13 * lg(self.f) + 2.03, 7.66 * lg(self.f) - 5.96
            offset = e - 10 ** (a * lg(max(b, d)) + c - 0.07 * (h - 1.5))
        elif self.scenario == "UMi":
            mean = max(-0.21, -14.8 * d / 1000 + 0.01 * abs(h - 10) + 0.83) if los else max(-0.5, -3.1 * d / 1000 + 0.01 * max(h - 10, 0) + 0.2)
            offset = -10 ** (-1.5 * lg(max(10, d)) + 3.3)
        else:
            mean = max(-1, -(0.17 if los else 0.19) * d / 1000 - 0.01 * (h - 1.5) + (0.22 if los else 0.28))
            offset = np.degrees(np.arctan((35 - 3.5) / d) - np.arctan((35 - 1.5) / d))
        return mean, 0.0 if los else offset

    def shadow(self, d, h, los):
        if self.state == "O2I":
            return self.t["sigmaSF"]
        if self.scenario == "RMa":
            return 8 if not los else 4 if d <= 2 * np.pi * 35 * h * self.f * 1e9 / 3e8 else 6
        return 4 if los else {"UMa": 6, "UMi": 7.82}[self.scenario]

    def parameters(self, normals, d, h, los):
        """SF in dB, K in dB, DS in seconds, ASD, ASA, ZSD, ZSA in degrees; normals: n × 7."""
        s = normals @ self.root.T
        mean, _ = self.zenith(d, h, los)
        spread = {name: 10 ** (self.value("mu" + name) + self.value("sigma" + name) * s[:, ORDER.index(name)]) for name in ("DS", "ASD", "ASA", "ZSA")}
        return np.stack([self.shadow(d, h, los) * s[:, 0], self.t["muK"] + self.t["sigmaK"] * s[:, 1], spread["DS"],
                         np.minimum(spread["ASD"], 104), np.minimum(spread["ASA"], 104),
                         np.minimum(10 ** (mean + self.t["sigmaZSD"] * s[:, 5]), 52), np.minimum(spread["ZSA"], 52)], 1)

    def spreads(self, count, d, h):
        """Medians over links of the spreads of their rays (§7.5, steps 4 to 8, annex A)."""
        los, t = self.state == "LoS", self.t
        _, k, ds, asd, asa, zsd, zsa = self.parameters(random.standard_normal((count, 7)), d, h, los).T[:, :, None]
        n = t["numClusters"]
        delay = np.sort(-t["rTau"] * ds * np.log(random.random((count, n))), 1)
        delay -= delay[:, :1]
        power = np.exp(-delay * (t["rTau"] - 1) / (t["rTau"] * ds)) * 10 ** (-t["zeta"] * random.standard_normal((count, n)) / 10)
        power /= power.sum(1, keepdims=True)
        ratio = 10 ** (k / 10) if los else 0 * k
        seen = (power + ratio * (np.arange(n) == 0)) / (1 + ratio)
        power = np.where(seen >= seen.max(1, keepdims=True) * 10**-2.5, power, 0)
        power /= power.sum(1, keepdims=True)
        azimuth, elevation_scale = t["CPhiNLoS"], t["CThetaNLoS"]
        if los:
            delay = delay / (0.7705 - 0.0433 * k + 0.0002 * k**2 + 0.000017 * k**3)
            azimuth = azimuth * (1.1035 - 0.028 * k - 0.002 * k**2 + 0.0001 * k**3)
            elevation_scale = elevation_scale * (1.3086 + 0.0339 * k - 0.0077 * k**2 + 0.0002 * k**3)
        weak = -np.log(seen / seen.max(1, keepdims=True))

        def rays(size, spread, cluster, mean):
            angle = size * random.choice([-1, 1], (count, n)) + random.standard_normal((count, n)) * spread / 7
            if los:
                angle = angle - angle[:, :1]
            return angle[:, :, None] + mean + cluster * OFFSETS

        def zenith(angle):
            return np.where(angle % 360 > 180, 360 - angle % 360, angle % 360)
        straight = np.degrees(np.arctan2(d, h - BASE[self.scenario]))
        mean, offset = self.zenith(d, h, los)
        arrival = 90 if self.state == "O2I" else 180 - straight
        angles = [rays(2 * asd / 1.4 * np.sqrt(weak) / azimuth, asd, t["cASD"], 0),
                  rays(2 * asa / 1.4 * np.sqrt(weak) / azimuth, asa, t["cASA"], 0),
                  zenith(rays(zsd * weak / elevation_scale, zsd, 3 / 8 * 10**mean, straight + offset)),
                  zenith(rays(zsa * weak / elevation_scale, zsa, t["cZSA"], arrival))]
        share = ratio[:, 0] / (1 + ratio[:, 0])
        weight = power[:, :, None] / 20 * (1 - share)[:, None, None]
        centre = (power * delay).sum(1) * (1 - share)
        result = [np.sqrt((power * delay**2).sum(1) * (1 - share) - centre**2)]
        for angle, direct in zip(angles, (0, 0, straight, 180 - straight)):
            total = (weight * np.exp(1j * np.radians(angle))).sum((1, 2)) + share * np.exp(1j * np.radians(direct))
            result.append(np.degrees(np.sqrt(-2 * np.log(np.minimum(abs(total), 1)))))
        return np.median(result, 1)


# §7.8.1

def sites(count, distance):
    rings = {7: 1, 19: 2}[count]
    east, north = (distance * np.array([np.cos(np.radians(a)), np.sin(np.radians(a))]) for a in (30, 90))
    grid = [(i, j) for i in range(-rings, rings + 1) for j in range(-rings, rings + 1) if abs(i + j) <= rings]
    shift, shifts = (rings + 1, rings), [np.zeros(2)]
    for _ in range(6):
        shifts.append(shift[0] * east + shift[1] * north)
        shift = (-shift[1], sum(shift))
    return np.array([i * east + j * north for i, j in grid]), np.array(shifts)


def calibration(scenario, f, power, bandwidth, distance, users):
    """Percentiles 5, 50 and 95 of coupling loss (as a gain), SINR and SIR; sites without spatial consistency."""
    hbs, least = BASE[scenario], 35 if scenario == "UMa" else 10
    places, shifts = sites(19, distance)
    position = np.zeros((0, 2))
    while len(position) < users:
        p = random.uniform(-distance, distance, (4 * users, 2))
        walls = np.radians(30 + 60 * np.arange(6))
        inside = (p @ np.array([np.cos(walls), np.sin(walls)]) <= distance / 2).all(1)
        position = np.vstack([position, p[inside & (np.hypot(*p.T) >= least)]])
    position = position[:users] + places[random.integers(0, 19, users)]
    indoor = random.random(users) < 0.8
    floor = 1 + np.floor(random.random(users) * random.integers(4, 9, users))
    h = np.where(indoor, 3 * (floor - 1) + 1.5, 1.5)[:, None]
    gap = position[:, None, None] - places[None, :, None] - shifts
    nearest = np.hypot(gap[..., 0], gap[..., 1]).argmin(2)
    v = np.take_along_axis(gap, nearest[..., None, None], 2)[:, :, 0]
    d = np.hypot(v[..., 0], v[..., 1])
    inside = np.where(indoor, random.uniform(0, 25, (2, users)).min(0), 0)
    los = random.random(d.shape) < sight(scenario, np.maximum(d - inside[:, None], 0.1), h)
    he = np.ones(d.shape)
    if scenario == "UMa":
        roofs = 12 + 3 * np.floor(random.random(d.shape) * np.maximum(1, np.floor((h - 13.5) / 3 + 1e-9) + 1))
        he = np.where(random.random(d.shape) < low_environment(d, h), 1, roofs)
    deviation = np.where(indoor[:, None], 7, np.where(los, 4, 6 if scenario == "UMa" else 7.82))
    low = random.random(users) < 0.5
    building = np.where(low, wall("low", f) + 4.4 * random.standard_normal(users), wall("high", f) + 6.5 * random.standard_normal(users))
    loss = pathloss(scenario, f, d, h, he, los) + deviation * random.standard_normal(d.shape)
    loss += np.where(indoor, building + 0.5 * inside, 0)[:, None]
    theta, phi = np.degrees(np.arctan2(d, h - hbs)), np.degrees(np.arctan2(v[..., 1], v[..., 0]))
    array = sum(np.exp(1j * np.pi * m * (np.cos(np.radians(theta)) - np.cos(np.radians(102)))) for m in range(10)) / np.sqrt(10)
    gains = []
    for bearing in (30, 150, 270):
        turned = (phi - bearing + 180) % 360 - 180
        element = 8 - np.minimum(np.minimum(12 * ((theta - 90) / 65) ** 2, 30) + np.minimum(12 * (turned / 65) ** 2, 30), 30)
        gains.append(element + 20 * lg(abs(array) + 1e-15) - loss)
    linear = 10 ** (np.concatenate(gains, 1) / 10)
    best, total = linear.max(1), linear.sum(1)
    noise = 10 ** ((-174 + 10 * lg(bandwidth) + 9 - power) / 10)
    return [np.percentile(10 * lg(x), [5, 50, 95]) for x in (best, best / (total - best + noise), best / (total - best))]


def main():
    for scenario, frequencies in (("UMa", (0.7, 6, 30)), ("UMi", (3.5, 6, 73)), ("RMa", (0.7, 6, 28))):
        for d in (5.0, 17.0, 19.0, 60.0, 333.0, 1500.0, 5000.0):
            for h in (1.5, 13.5, 22.5):
                print("sight", scenario, d, h, text(sight(scenario, d, h)))
                for f in frequencies:
                    he = 12.0 if scenario == "UMa" and h > 13 and d > 300 else 1.0
                    losses = [pathloss(scenario, f, d, h, he, los) for los in (True, False)]
                    print("pathloss", scenario, f, d, h, he, text(losses))
    for f in (0.7, 6, 30, 70):
        print("wall", f, text([wall("low", f), wall("high", f)]))
    for d, h in ((10, 22.5), (100, 12), (100, 13.5), (200, 16.5), (400, 22.5)):
        print("environment", d, h, text(low_environment(d, h)))
    for count, tilt, bearing, downtilt in ((1, 90, 0, 0), (1, 90, 30, 12), (10, 102, 150, 0), (3, 96, 270, 5), (12, 90, 0, 0)):
        for _ in range(12):
            zenith, azimuth = random.uniform(60, 130), random.uniform(-180, 180)
            print("column", count, tilt, bearing, downtilt, f"{zenith:.6f} {azimuth:.6f}",
                  text(column(count, 0.5, tilt, bearing, downtilt, round(zenith, 6), round(azimuth, 6))))
    for scenario in BASE:
        for state in ("LoS", "NLoS", "O2I"):
            for f in (2, 6, 28):
                model = State(scenario, state, f)
                for d, h, los in ((60.0, 1.5, state != "NLoS"), (1800.0, 10.5, state == "LoS")):
                    normals = np.round(random.standard_normal((1, 7)), 6)
                    print("zenith", scenario, state, f, d, h, int(los), text(model.zenith(d, h, los)))
                    print("parameters", scenario, state, f, d, h, int(los), text(normals), text(model.parameters(normals, d, h, los)))
            model = State(scenario, state, 6)
            medians = [10 ** model.value("mu" + name) for name in ("DS", "ASD", "ASA")] + [10 ** model.zenith(100.0, 1.5, state == "LoS")[0]]
            medians.append(10 ** model.value("muZSA"))
            print("spreads", scenario, state, 6, text(medians), text(model.spreads(6000, 100.0, 1.5)))
    for count in (7, 19):
        places, shifts = sites(count, 500.0)
        for _ in range(6):
            p = np.round(random.uniform(-1000, 1000, 2), 3)
            distance = np.hypot(*(p - places[:, None] - shifts).T).T.min(1)
            print("wrap", count, 500, text(p), text(np.sort(distance)))
    for name, case in (("uma-6", ("UMa", 6, 49, 20e6, 500)), ("umi-6", ("UMi", 6, 44, 20e6, 200)), ("uma-30", ("UMa", 30, 35, 100e6, 500)),
                       ("umi-30", ("UMi", 30, 35, 100e6, 200))):
        print("calibration", name, text(calibration(*case, 20000)))


main()
