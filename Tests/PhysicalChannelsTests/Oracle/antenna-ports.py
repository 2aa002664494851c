"""Rows of the tables of antenna ports (TS 38.212, 7.3.1.1.2-6 to -23 and 7.3.1.2.2-1 to -4) from how their ports are made up.

Usage: antenna-ports.py > antenna-ports-vectors.txt
A line has: d, u or t (transform precoding); dmrs-Type; maxLength; codewords, rank or 1 for low-PAPR sequences of type 2; then the rows as
CDM groups without data : ports : front-load symbols, with : n_SCID behind where the field says it.
"""


def pairs(groups, start=0):
    """The two ports of each CDM group."""
    return [[start + 2 * g, start + 2 * g + 1] for g in range(groups)]


def row(groups, ports, symbols=1, scid=None):
    return f"{groups}:{','.join(map(str, ports))}:{symbols}" + ("" if scid is None else f":{scid}")


def singles(groups, count, symbols=1):
    return [row(groups, [p], symbols) for p in range(count)]


def downlink(kind, length, codewords):
    first = singles(1, 2) + [row(1, [0, 1])] + singles(2, 4) + [row(2, p) for p in pairs(2)] + [row(2, range(3)), row(2, range(4))]
    if kind == 1:
        top = 4  # the first port that needs two symbols
        if codewords == 2:
            return [] if length == 1 else [row(2, p, 2) for p in (range(5), [*range(5), 6], range(7), range(8))]
        first += [row(2, [0, 2])]
        second = singles(2, 8, 2) + [row(2, p, 2) for p in pairs(2) + pairs(2, top)] + [row(2, [g, g + top], 2) for g in (0, 2)]
        second += [row(2, [g, g + 1, g + top], 2) for g in (0, 2)] + [row(2, [g, g + 1, g + top, g + top + 1], 2) for g in (0, 2)]
        second += [row(2, [0, 2, 4, 6], 2)]
    else:
        top = 6
        if codewords == 2:
            long = [[0, 1, 2, 3, 6], [0, 1, 2, 3, 6, 8], [0, 1, 2, 3, 6, 7, 8], [0, 1, 2, 3, 6, 7, 8, 9]]
            return [row(3, range(5)), row(3, range(6))] + ([row(2, p, 2) for p in long] if length == 2 else [])
        first += singles(3, 6) + [row(3, p) for p in pairs(3)] + [row(3, range(3)), row(3, range(3, 6)), row(3, range(4)), row(2, [0, 2])]
        second = singles(3, 12, 2) + [row(3, p, 2) for p in pairs(3) + pairs(3, top)]
        second += [row(3, [g, g + 1, g + top], 2) for g in (0, 2, 4)] + [row(3, [g, g + 1, g + top, g + top + 1], 2) for g in (0, 2, 4)]
        second += [row(1, [p], 2) for p in (0, 1, 6, 7)] + [row(1, [0, 1], 2), row(1, [6, 7], 2)]
        second += [row(2, p, 2) for p in pairs(2) + pairs(2, top)]
    return first + (second if length == 2 else [])


def uplink(kind, length, rank):
    top = 2 * (kind + 1)
    groups = range(0, top, 2)
    if rank == 1:
        first = singles(1, 2) + singles(2, 4) + (singles(3, 6) if kind == 2 else [])
        second = singles(kind + 1, 2 * top, 2) + ([row(1, [p], 2) for p in (0, 1, 6, 7)] if kind == 2 else [])
    elif rank == 2:
        first = [row(1, [0, 1])] + [row(2, p) for p in pairs(2)] + ([row(3, p) for p in pairs(3)] if kind == 2 else []) + [row(2, [0, 2])]
        second = [row(kind + 1, p, 2) for p in pairs(kind + 1) + pairs(kind + 1, top)]
        if kind == 1:
            second += [row(2, [0, 4], 2), row(2, [2, 6], 2)]
        else:
            second += [row(1, [0, 1], 2), row(1, [6, 7], 2)] + [row(2, p, 2) for p in pairs(2) + pairs(2, top)]
    elif rank == 3:
        first = [row(2, range(3))] + ([row(3, range(3)), row(3, range(3, 6))] if kind == 2 else [])
        second = [row(kind + 1, [g, g + 1, g + top], 2) for g in groups]
    else:
        first = [row(2, range(4))] + ([row(3, range(4))] if kind == 2 else [])
        second = [row(kind + 1, [g, g + 1, g + top, g + top + 1], 2) for g in groups] + ([row(2, [0, 2, 4, 6], 2)] if kind == 1 else [])
    return first + (second if length == 2 else [])


def transformed(length, low_papr):
    rows = []
    for symbols in range(1, length + 1):
        if low_papr:
            rows += [row(2, [p], symbols, s) for p in range(0, 4 * symbols, 2) for s in (0, 1)]
        else:
            rows += singles(2, 4 * symbols, symbols)
    return rows


for length in (1, 2):
    for kind in (1, 2):
        for codewords in (1, 2):
            print("d", kind, length, codewords, *downlink(kind, length, codewords))
        for rank in range(1, 5):
            print("u", kind, length, rank, *uplink(kind, length, rank))
    for low_papr in (0, 1):
        print("t", 1, length, low_papr, *transformed(length, low_papr))
