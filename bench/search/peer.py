"""
The peer: the same functions, and the same table of measured trainings, searched by Optuna's samplers. Argument: JSON with seeds,
trials by case, and the table: its dimensions in order with their options, and a loss for each combination, the last changing first.
"""
import json, math, sys
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
asked = json.loads(sys.argv[1])

ALPHA = [1, 1.2, 3, 3.2]
A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
]


def branin(trial):
    x, y = trial.suggest_float('x1', -5, 10), trial.suggest_float('x2', 0, 15)
    b = 5.1 / (4 * math.pi**2)
    return (y - b * x**2 + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    x = [trial.suggest_float(f'x{i + 1}', 0, 1) for i in range(6)]
    inner = [sum(a * (v - p / 1e4) ** 2 for a, v, p in zip(A[i], x, P[i])) for i in range(4)]
    return -sum(alpha * math.exp(-one) for alpha, one in zip(ALPHA, inner))


def table(trial):
    place = 0
    for dimension in asked['table']['space']:
        options = dimension['options']
        value = trial.suggest_categorical(dimension['name'], options)
        place = place * len(options) + options.index(value)
    return asked['table']['losses'][place]


# Optuna 5 looks at all parameters together unless told otherwise.
SAMPLERS = {
    'tpe': lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=False),
    'tpe-multivariate': lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True),
    'random': lambda seed: optuna.samplers.RandomSampler(seed=seed),
}
best = {}
for function in (branin, hartmann6, table):
    if function.__name__ not in asked['trials']:
        continue
    for name, sampler in SAMPLERS.items():
        values = []
        for seed in asked['seeds']:
            study = optuna.create_study(sampler=sampler(seed))
            study.optimize(function, n_trials=asked['trials'][function.__name__])
            values.append(study.best_value)
        best[f'{function.__name__} {name}'] = values
print(json.dumps(best))
