"""What a PDSCH may not have: SS/PBCH blocks (TS 38.214 §5.1.4) and rate-match patterns (§5.1.4.1), with fractions of hertz and of subframes.

Usage: rate-matching.py > rate-matching-vectors.txt
  block CASE LMAX SSB: gridStart gridSize offsetToPointA k_SSB commonSpacing | PDSCH: spacing extended gridStart gridSize | indices half slot |
    first-last block of each symbol with reserved resource blocks, as symbol:first-last, or -
  pattern blocks symbols period | spacing extended gridStart gridSize slot frame | symbol:block;block;... or -
Spacings are in kHz; blocks are counted from the grid's first.
"""
import random
from fractions import Fraction

random.seed(51)
CASES = {"a": (15, [2, 8], 14, range(5)), "b": (30, [4, 8, 16, 20], 28, range(2)), "c": (30, [2, 8], 14, range(10)),
         "d": (120, [4, 8, 16, 20], 28, [n for n in range(19) if n % 5 != 4])}


def block():
    case, most = random.choice([("a", 4), ("a", 8), ("b", 8), ("c", 8), ("d", 64)])
    scs, first, period, numbers = CASES[case]
    starts = [f + period * n for n in numbers for f in first][:most]
    unit, common = (60, random.choice([60, 120])) if case == "d" else (15, 15)
    k_unit = common if case == "d" else 15
    offset = random.randrange(2 * scs // unit, 60)
    k = random.randrange(0, 12 if case == "d" else 24)
    low = Fraction(12 * offset * unit + k * k_unit)
    if low % scs:
        return False
    start = random.randrange(0, int(low // (12 * scs)) + 1)
    size = int((low + 240 * scs) / (12 * scs)) + 1 - start + random.randrange(0, 20)
    other = random.choice([60, 120] if case == "d" else [15, 30, 60])
    extended = other == 60 and random.random() < 0.3
    other_start = random.randrange(0, int(low // (12 * other)) + 3)
    other_size = random.randrange(11, 120)
    indices = sorted(random.sample(range(len(starts)), min(len(starts), random.randrange(1, 9))))
    half, per_slot = random.randrange(2), 12 if extended else 14
    # A slot near one of the blocks, most often.
    near = (starts[random.choice(indices)] // 14 + half * 5 * scs // 15) * other // scs
    slot = min(max(0, near + random.choice([0, 0, 0, 1, -1])), 10 * other // 15 - 1)
    found = []
    for symbol in range(per_slot):
        t0 = (slot + Fraction(symbol, per_slot)) * Fraction(15, other)
        t1 = t0 + Fraction(15, other) / per_slot
        hit = False
        for i in indices:
            s0 = half * 5 + Fraction(starts[i], 14) * Fraction(15, scs)
            s1 = s0 + Fraction(4, 14) * Fraction(15, scs)
            hit |= t0 < s1 and s0 < t1
        if hit:
            blocks = [b for b in range(other_size)
                      if (other_start + b) * 12 * other < low + 240 * scs and low < (other_start + b + 1) * 12 * other]
            if blocks:
                found.append(f"{symbol}:{blocks[0]}-{blocks[-1]}")
    print("block", case, most, start, size, offset, k, common, "|", other, int(extended), other_start, other_size, "|",
          ",".join(map(str, indices)), half, slot, "|", ",".join(found) or "-")
    return True


def pattern():
    scs = random.choice([15, 30, 60])
    extended = scs == 60 and random.random() < 0.4
    per_slot, unit = 12 if extended else 14, random.choice([1, 2])
    start, size = random.randrange(0, 30), random.randrange(11, 80)
    blocks = sorted(random.sample(range(start + size + 10), random.randrange(1, 12)))
    symbols = [random.random() < 0.3 for _ in range(unit * per_slot)]
    period = [random.random() < 0.6 for _ in range(random.choice([1, 2, 4, 5, 8, 10, 20, 40]))]
    slots = 10 * scs // 15
    slot, frame = random.randrange(slots), random.randrange(1024)
    counted = frame * slots + slot
    found = []
    # The first bit of a period belongs to the first slots of frame 0.
    if period[(counted // unit) % len(period)]:
        part = symbols[(counted % unit) * per_slot:][:per_slot]
        inside = [b - start for b in blocks if start <= b < start + size]
        found = [f"{s}:{';'.join(map(str, inside))}" for s in range(per_slot) if part[s] and inside]
    bits = lambda values: "".join(str(int(v)) for v in values)
    print("pattern", ",".join(map(str, blocks)), bits(symbols), bits(period), "|", scs, int(extended), start, size, slot, frame, "|",
          ",".join(found) or "-")


made = 0
while made < 160:
    made += block()
for _ in range(120):
    pattern()
