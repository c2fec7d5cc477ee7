"""The peer: the same forecast in NumPy, one array of 10,000 trials a task. Argument: a JSON file with tasks in order.

PERT-beta samples, the forward pass, quantiles of the finish, rank correlations and tornado bars of all tasks. The criticality
index, which needs the path of each trial, is left out: NumPy has no good way to it.
"""
import json, resource, sys, time
import numpy as np

TRIALS = 10_000
with open(sys.argv[1]) as file:
    tasks = json.load(file)


def forecast(seed):
    random = np.random.default_rng(seed)
    samples = np.empty((len(tasks), TRIALS))
    finish = np.empty((len(tasks), TRIALS))
    for n, task in enumerate(tasks):
        low, likely, high = task['points']
        width = high - low
        alpha, beta = 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width
        samples[n] = low + width * random.beta(alpha, beta, TRIALS)
        start = finish[task['after']].max(axis=0) if task['after'] else 0
        finish[n] = start + samples[n]
    end = finish.max(axis=0)
    quantiles = np.quantile(end, [0.5, 0.8, 0.95])
    ranks = np.empty(TRIALS)
    ranks[np.argsort(end)] = np.arange(TRIALS)
    centred = ranks - ranks.mean()
    impacts = []
    for n in range(len(tasks)):
        order = np.argsort(samples[n])
        # Pearson's correlation of ranks: those of the samples are 0, 1, 2 … in their own order.
        correlation = (np.arange(TRIALS) - (TRIALS - 1) / 2) @ centred[order] / (centred @ centred)
        impacts.append((correlation, end[order[: TRIALS // 10]].mean(), end[order[-TRIALS // 10:]].mean()))
    return quantiles, impacts


seed = 0
for _ in range(2):
    forecast(seed)
print('ready', flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        seed += 1
        forecast(seed)
        times.append((time.perf_counter() - start) * 1000)
    print(float(np.median(times)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, flush=True)
