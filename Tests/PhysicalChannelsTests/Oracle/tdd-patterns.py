"""Directions of symbols by tdd-UL-DL-ConfigurationCommon and tdd-UL-DL-ConfigurationDedicated (TS 38.213 §11.1), and the slot formats of table
11.1.1-1, here written out symbol by symbol.

Usage: tdd-patterns.py > tdd-patterns-vectors.txt
pattern REFERENCE-MU MU P1,D,d,U,u [P2,D,d,U,u or -] [slot:D,U ...] SYMBOLS  (periods in microseconds; symbols of one period)
format INDEX SYMBOLS
"""
import random

random.seed(11)
VALID = {500: (0, 1, 2, 3), 625: (3,), 1000: (0, 1, 2, 3), 1250: (2, 3), 2000: (0, 1, 2, 3), 2500: (1, 2, 3), 3000: (0, 1, 2, 3),
         4000: (0, 1, 2, 3), 5000: (0, 1, 2, 3), 10000: (0, 1, 2, 3)}


def pattern(mu, period):
    slots = period * 2 ** mu // 1000
    down = random.randrange(0, slots + 1)
    up = random.randrange(0, slots - down + 1)
    left = 14 * (slots - down - up)
    d = random.randrange(0, min(13, left) + 1)
    u = random.randrange(0, min(13, left - d) + 1)
    return period, down, d, up, u


def symbols(mu, p):
    period, down, d, up, u = p
    total = 14 * (period * 2 ** mu // 1000)
    first, last = 14 * down + d, 14 * up + u
    return "D" * first + "F" * (total - first - last) + "U" * last


made = 0
while made < 150:
    reference = random.randrange(4)
    one = random.choice([p for p in VALID if reference in VALID[p] and p * 2 ** reference % 1000 == 0])
    two = random.choice([None] + [p for p in VALID if reference in VALID[p] and p * 2 ** reference % 1000 == 0])
    if 20000 % (one + (two or 0)):
        continue
    made += 1
    p1 = pattern(reference, one)
    p2 = pattern(reference, two) if two else None
    text = symbols(reference, p1) + (symbols(reference, p2) if p2 else "")
    dedicated = []
    for slot in random.sample(range(len(text) // 14), min(len(text) // 14, random.randrange(0, 4))):
        own = text[14 * slot: 14 * slot + 14]
        # Only what is flexible may change.
        d = random.randrange(0, own.find("U") + 1) if "U" in own else random.randrange(0, 15)
        lead = len(own) - len(own.lstrip("D"))
        d = max(d, lead)
        trail = len(own) - len(own.rstrip("U"))
        u = random.randrange(trail, max(trail, 14 - d) + 1)
        if d + u > 14:
            continue
        changed = "".join("D" if i < d else "U" if i >= 14 - u else "F" for i in range(14))
        if any(a != "F" and a != b for a, b in zip(own, changed)):
            continue
        text = text[: 14 * slot] + changed + text[14 * slot + 14:]
        dedicated.append((slot, d, u))
    mu = random.randrange(reference, 4)
    # Each symbol is as many of a wider spacing.
    text = "".join(c * 2 ** (mu - reference) for c in text)
    print("pattern", reference, mu, ",".join(map(str, p1)), ",".join(map(str, p2)) if p2 else "-",
          ";".join(f"{s}:{d},{u}" for s, d, u in dedicated) or "-", text)

FORMATS = """
DDDDDDDDDDDDDD UUUUUUUUUUUUUU FFFFFFFFFFFFFF DDDDDDDDDDDDDF DDDDDDDDDDDDFF DDDDDDDDDDDFFF DDDDDDDDDDFFFF DDDDDDDDDFFFFF
FFFFFFFFFFFFFU FFFFFFFFFFFFUU FUUUUUUUUUUUUU FFUUUUUUUUUUUU FFFUUUUUUUUUUU FFFFUUUUUUUUUU FFFFFUUUUUUUUU FFFFFFUUUUUUUU
DFFFFFFFFFFFFF DDFFFFFFFFFFFF DDDFFFFFFFFFFF DFFFFFFFFFFFFU DDFFFFFFFFFFFU DDDFFFFFFFFFFU DFFFFFFFFFFFUU DDFFFFFFFFFFUU
DDDFFFFFFFFFUU DFFFFFFFFFFUUU DDFFFFFFFFFUUU DDDFFFFFFFFUUU DDDDDDDDDDDDFU DDDDDDDDDDDFFU DDDDDDDDDDFFFU DDDDDDDDDDDFUU
DDDDDDDDDDFFUU DDDDDDDDDFFFUU DFUUUUUUUUUUUU DDFUUUUUUUUUUU DDDFUUUUUUUUUU DFFUUUUUUUUUUU DDFFUUUUUUUUUU DDDFFUUUUUUUUU
DFFFUUUUUUUUUU DDFFFUUUUUUUUU DDDFFFUUUUUUUU DDDDDDDDDFFFFU DDDDDDFFFFFFUU DDDDDDFFUUUUUU DDDDDFUDDDDDFU DDFUUUUDDFUUUU
DFUUUUUDFUUUUU DDDDFFUDDDDFFU DDFFUUUDDFFUUU DFFUUUUDFFUUUU DFFFFFUDFFFFFU DDFFFFUDDFFFFU FFFFFFFDDDDDDD DDFFFUUUDDDDDD
""".split()
for index, text in enumerate(FORMATS):
    assert len(text) == 14
    print("format", index, text)
