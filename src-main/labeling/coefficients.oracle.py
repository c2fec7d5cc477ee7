"""Coefficients of agreement by other ways: scikit-learn for Cohen's, coincidence matrices for Krippendorff's."""
import json
import sys
import warnings

import numpy as np
from sklearn.metrics import cohen_kappa_score

warnings.simplefilter("ignore")


def fleiss(units):
    names = sorted({answer for unit in units for answer in unit})
    table = np.array([[unit.count(name) for name in names] for unit in units], float)
    people = table[0].sum()
    share = table.sum(0) / table.sum()
    observed = (((table**2).sum(1) - people) / (people * (people - 1))).mean()
    expected = (share**2).sum()
    return None if np.isclose(expected, 1) else (observed - expected) / (1 - expected)


def alpha(units, level):
    names = sorted({answer for unit in units for answer in unit})
    size = len(names)
    coincidences = np.zeros((size, size))
    for unit in units:
        if len(unit) < 2:
            continue
        for i, a in enumerate(unit):
            for j, b in enumerate(unit):
                if i != j:
                    coincidences[names.index(a), names.index(b)] += 1 / (len(unit) - 1)
    totals = coincidences.sum(1)
    distance = np.zeros((size, size))
    for c in range(size):
        for k in range(size):
            if level == "nominal":
                distance[c, k] = c != k
            elif level == "interval":
                distance[c, k] = (names[c] - names[k]) ** 2
            else:
                low, high = min(c, k), max(c, k)
                distance[c, k] = (totals[low : high + 1].sum() - (totals[low] + totals[high]) / 2) ** 2
    expected = (np.outer(totals, totals) * distance).sum() / (totals.sum() - 1)
    if totals.sum() == 0 or expected == 0:
        return None
    return 1 - (coincidences * distance).sum() / expected


def number(value):
    return None if value is None or np.isnan(value) else float(value)


cases = json.load(sys.stdin)
out = []
for case in cases:
    units = case["units"]
    pairs = [unit for unit in units if len(unit) == 2]
    kappa = cohen_kappa_score([a for a, _ in pairs], [b for _, b in pairs]) if pairs else None
    full = [unit for unit in units if len(unit) == 3]
    out.append(
        {
            "cohen": number(kappa),
            "fleiss": number(fleiss(full)) if full else None,
            **{level: number(alpha(units, level)) for level in ("nominal", "ordinal", "interval")},
        }
    )
json.dump(out, sys.stdout)
