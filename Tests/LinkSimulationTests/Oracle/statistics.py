"""Intervals of proportions from scipy: prints statistics-vectors.txt.

Lines `proportion EVENTS TRIALS CONFIDENCE LOW HIGH UPPER` (Clopper and Pearson, two-sided bounds and the one-sided upper bound) and
`clustered CONFIDENCE LOW HIGH EVENTS/TRIALS ...` (Korn and Graubard 1998: Clopper and Pearson for the effective sample size of groups).
"""
import numpy as np
from scipy import stats

rng = np.random.default_rng(4)


def clopper_pearson(x, n, tail):
    low = stats.beta.ppf(tail, x, n - x + 1) if x > 0 else 0.0
    high = stats.beta.ppf(1 - tail, x + 1, n - x) if x < n else 1.0
    return low, high


for _ in range(100):
    n = int(rng.choice([1, 3, 10, 100, 1000, 10000, 100000]))
    x = int(rng.choice([0, n, rng.integers(0, n + 1), min(n, rng.integers(0, 5))]))
    confidence = float(rng.choice([0.9, 0.95, 0.99, 0.999]))
    low, high = clopper_pearson(x, n, (1 - confidence) / 2)
    upper = clopper_pearson(x, n, 1 - confidence)[1]
    print("proportion", x, n, confidence, f"{low:.12g} {high:.12g} {upper:.12g}")

for _ in range(100):
    k = int(rng.choice([2, 5, 20, 100, 200]))
    size = int(rng.choice([4, 20]))
    mean = float(rng.choice([0.02, 0.3, 0.7, 0.95]))
    spread = float(rng.choice([1, 5, 50]))
    p = rng.beta(mean * spread, (1 - mean) * spread, k)
    x = rng.binomial(size, p)
    n = np.full(k, size)
    confidence = float(rng.choice([0.9, 0.95, 0.999]))
    rate = x.sum() / n.sum()
    total = n.sum()
    residual = x - rate * n
    variance = k / (k - 1) * (residual ** 2).sum() / total ** 2
    if rate in (0.0, 1.0) or variance == 0:
        effective = float(k)  # one trial for each group: the groups do not show their variance
    else:
        quotient = stats.t.ppf((1 + confidence) / 2, total - 1) / stats.t.ppf((1 + confidence) / 2, k - 1)
        effective = min(total, rate * (1 - rate) / variance * quotient ** 2)
    low, high = clopper_pearson(rate * effective, effective, (1 - confidence) / 2)
    print("clustered", confidence, f"{low:.12g} {high:.12g}", " ".join(f"{a}/{b}" for a, b in zip(x, n)))
