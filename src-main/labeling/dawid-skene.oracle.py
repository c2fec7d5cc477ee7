"""Dawid and Skene's method in arrays, from a start that is given."""
import json
import sys

import numpy as np

SMOOTHING = 0.01
case = json.load(sys.stdin)
items, people, classes = case["items"], case["people"], case["classes"]
counts = np.zeros((items, people, classes))
for item, person, answer in case["observations"]:
    counts[item, person, answer] += 1
posteriors = np.array(case["start"])
answered = counts.sum((1, 2)) > 0
for _ in range(case["rounds"]):
    known = posteriors * answered[:, None]
    priors = known.sum(0) / known.sum()
    confusions = np.einsum("it,ipa->pta", known, counts) + SMOOTHING
    confusions /= confusions.sum(2, keepdims=True)
    logs = np.log(np.maximum(priors, 5e-324))[None] + np.einsum("ipa,pta->it", counts, np.log(confusions))
    most = logs.max(1, keepdims=True)
    weights = np.exp(logs - most)
    posteriors = weights / weights.sum(1, keepdims=True)
    likelihood = float((most[:, 0] + np.log(weights.sum(1))).sum())
json.dump({"priors": priors.tolist(), "confusions": confusions.tolist(), "posteriors": posteriors.tolist(), "logLikelihood": likelihood}, sys.stdout)
