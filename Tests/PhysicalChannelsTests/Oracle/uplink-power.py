"""Powers of uplink transmissions and timing advance, from TS 38.213 §7.1.1, §7.2.1, §7.3.1, §7.4, §7.5, §7.7, §4.2, TS 38.321 §5.1.3 and §7.3.

Usage: uplink-power.py > uplink-power-vectors.txt
A line has a kind and name=value fields; what is computed is last, in dBm or dB, or for timing in units of T_c. Of shared power (§7.5) a
transmission is content/primary cell/preferred carrier/priority index/first symbol/symbols/power, and its result - if it is not sent.
"""
import math
import random

random.seed(38213)
db = lambda x: 10 * math.log10(x)


def show(kind, **fields):
    print(kind, " ".join(f"{k}={v:.6f}" if isinstance(v, float) else f"{k}={v}" for k, v in fields.items()))


def pusch():
    mu, blocks, layers = random.randrange(4), random.randrange(1, 274), random.randrange(1, 5)
    p0, alpha, loss, f, cmax = random.randrange(-110, -60), random.choice([0, 4, 5, 6, 7, 8, 9, 10]), random.uniform(50, 140), \
        random.randrange(-20, 21), random.choice([20.0, 23.0, 26.0])
    ks = random.choice([0, 1])
    elements = 12 * blocks * random.randrange(4, 14) - random.randrange(0, 6 * blocks)
    code_blocks = [random.randrange(40, 8449) for _ in range(random.randrange(1, 4))]
    uci = random.choice([0, 0, 1])
    beta, order, rate = random.choice([1.0, 2.0, 5.0]), random.choice([2, 4, 6, 8]), random.randrange(120, 949)
    if uci:
        # CSI without UL-SCH.
        bpre, factor = order * rate / 1024 / beta, beta
    else:
        bpre, factor = sum(code_blocks) / elements, 1
    delta = db((2 ** (bpre * 1.25) - 1) * factor) if ks and layers == 1 else 0.0
    power = p0 + db(2 ** mu * blocks) + alpha / 10 * loss + delta + f
    show("pusch", mu=mu, blocks=blocks, layers=layers, p0=p0, alpha=alpha, loss=loss, f=f, cmax=cmax, ks=ks, elements=elements,
         bits=",".join(map(str, code_blocks)), uci=uci, beta=beta, order=order, rate=rate, result=float(min(cmax, power)),
         headroom=float(cmax - power))


def pucch():
    fmt = random.randrange(5)
    mu, p0, loss, g, cmax = random.randrange(4), random.randrange(-120, -70), random.uniform(50, 140), random.randrange(-20, 21), 23.0
    delta_f = random.randrange(-16, 16)
    blocks = random.randrange(1, 17) if fmt in (2, 3) else 1
    symbols = random.choice([1, 2]) if fmt in (0, 2) else random.randrange(4, 15)
    ack, sr, csi, crc = 0, 0, 0, 0
    if fmt == 0:
        ack = random.randrange(0, 3)
        tf = db(2 / symbols)
    elif fmt == 1:
        ack = random.choice([1, 2])
        tf = db(14 / symbols) + db(ack)
    else:
        total = random.choice([random.randrange(3, 12), random.randrange(12, 400)])
        ack = random.randrange(0, min(total, 40) + 1)
        sr = random.randrange(0, min(3, total - ack) + 1)
        csi = total - ack - sr
        crc = 0 if total < 12 else 6 if total < 20 else 11
    per_block = {2: 8, 3: 12, 4: random.choice([6, 3])}.get(fmt, 12)
    data = symbols if fmt == 2 else max(1, symbols - random.choice([1, 2, 4])) if fmt in (3, 4) else symbols
    if fmt >= 2:
        elements = blocks * per_block * data
        if ack + sr + csi <= 11:
            tf = db(6 * (ack + sr + csi) / elements)
        else:
            tf = db(2 ** (2.4 * (ack + sr + csi + crc) / elements) - 1)
    else:
        elements = 0
    power = p0 + db(2 ** mu * blocks) + loss + delta_f + tf + g
    show("pucch", format=fmt, mu=mu, p0=p0, loss=loss, g=g, cmax=cmax, deltaf=delta_f, blocks=blocks, symbols=symbols, ack=ack, sr=sr, csi=csi,
         crc=crc, elements=elements, result=float(min(cmax, power)))


def srs():
    mu, p0, alpha, loss, h, blocks = random.randrange(4), random.randrange(-110, -60), random.choice([0, 4, 5, 6, 7, 8, 9, 10]), \
        random.uniform(50, 140), random.randrange(-20, 21), 4 * random.randrange(1, 69)
    cmax = 23.0
    show("srs", mu=mu, p0=p0, alpha=alpha, loss=loss, h=h, blocks=blocks, cmax=cmax,
         result=float(min(cmax, p0 + db(2 ** mu * blocks) + alpha / 10 * loss + h)))


# TS 38.321, tables 7.3-1 and 7.3-2.
DELTA = {"0": lambda m: 0, "1": lambda m: -3, "2": lambda m: -6, "3": lambda m: 0, "A1": lambda m: 8 + 3 * m, "A2": lambda m: 5 + 3 * m,
         "A3": lambda m: 3 + 3 * m, "B1": lambda m: 8 + 3 * m, "B2": lambda m: 5 + 3 * m, "B3": lambda m: 3 + 3 * m, "B4": lambda m: 3 * m,
         "C0": lambda m: 11 + 3 * m, "C2": lambda m: 5 + 3 * m}


def prach():
    fmt, mu = random.choice(list(DELTA)), random.randrange(4)
    target, step, counter = 2 * random.randrange(-101, -29), random.choice([0, 2, 4, 6]), random.randrange(1, 20)
    reference, rsrp, cmax = random.randrange(-60, 51), random.uniform(-130, -50), 23.0
    wanted = target + DELTA[fmt](mu) + (counter - 1) * step
    show("prach", format=fmt, mu=mu, target=target, step=step, counter=counter, reference=reference, rsrp=rsrp, cmax=cmax,
         result=float(min(cmax, wanted + reference - rsrp)))


def accumulation():
    """f(i) by the accumulation of §7.1.1, with a bound above and below."""
    state, commands, states = 0, [], []
    for _ in range(12):
        command, at_most, at_least = random.randrange(4), random.randrange(2), random.randrange(2)
        if at_most and at_least:
            at_least = 0
        delta = [-1, 0, 1, 3][command]
        if not (at_most and delta >= 0) and not (at_least and delta <= 0):
            state += delta
        commands.append(f"{command}{'M' if at_most else 'm' if at_least else '-'}")
        states.append(state)
    show("accumulation", commands=",".join(commands), result=",".join(map(str, states)))


def timing():
    mu, start = random.randrange(4), random.randrange(3847)
    ta = start * 16 * 64 / 2 ** mu
    commands = [random.randrange(64) for _ in range(6)]
    values = [int(ta)]
    for c in commands:
        ta += (c - 31) * 16 * 64 / 2 ** mu
        values.append(int(ta))
    offset = random.choice([25600, 0, 39936, 13792])
    show("timing", mu=mu, start=start, commands=",".join(map(str, commands)), offset=offset,
         result=",".join(str(v + offset) for v in values))


def shared():
    """§7.5: transmissions take power symbol by symbol, in the order of the clause's list."""
    limit = random.uniform(17, 26)
    sent = []
    for _ in range(random.randrange(2, 7)):
        content = random.choice(["prach", "ack", "csi", "data", "aperiodic", "periodic"])
        sent.append((content, random.randrange(2), random.randrange(2), random.randrange(2) if content in ("ack", "csi", "data") else 0,
                     random.randrange(14), random.randrange(1, 15), random.uniform(5, 24)))
    steps = [lambda t: t[0] == "prach" and t[1]]
    for index in (1, 0):
        for content in ("ack", "csi", "data"):
            steps.append(lambda t, content=content, index=index: t[0] == content and t[3] == index)
    steps += [lambda t: t[0] == "aperiodic" or (t[0] == "prach" and not t[1]), lambda t: t[0] == "periodic"]
    free, given = [10 ** (limit / 10)] * 28, {}
    for step in steps:
        # The primary cell first, then the carrier with the PUCCH; then as they are listed.
        for cell in (1, 0):
            for carrier in (1, 0):
                for number, t in enumerate(sent):
                    if step(t) and t[1] == cell and t[2] == carrier:
                        own = range(t[4], t[4] + t[5])
                        power = min([10 ** (t[6] / 10)] + [free[s] for s in own])
                        if power > 1e-9:
                            given[number] = power
                            for s in own:
                                free[s] -= power
    show("shared", limit=limit, sent=",".join("/".join([t[0], *map(str, t[1:6]), f"{t[6]:.6f}"]) for t in sent),
         result=",".join(f"{db(given[n]):.6f}" if n in given else "-" for n in range(len(sent))))


for make in (pusch, pucch, srs, prach, accumulation, timing, shared):
    for _ in range(120):
        make()
