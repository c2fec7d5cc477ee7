/** Statistics against scipy, statsmodels, scikit-learn and Optuna, to 1e-6. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { Random } from '../../src-shared/planning/engine/forecast/random.ts';
import { resample } from '../../src-shared/statistics/bootstrap.ts';
import {
  aucInterval,
  bootstrap,
  delong,
  holm,
  importance,
  mcnemar,
  meanInterval,
  meanOf,
  pairedT,
  wilcoxon,
} from '../../src-shared/statistics/index.ts';
import { applied } from '../../src-shared/statistics/applied.fixture.ts';

const MODULES = ['scipy', 'statsmodels', 'sklearn', 'optuna'];
const ORACLE = `
import json, sys, types, warnings
import numpy as np, optuna
from scipy import stats
from sklearn.metrics import roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
warnings.simplefilter('ignore'); optuna.logging.set_verbosity(optuna.logging.ERROR)
asked, out = json.load(sys.stdin), {}
def pairs_of(case):
    a = np.array(case, dtype=float); return a[:, 0], a[:, 1]
out['t'] = []
for case in asked['t']:
    a, b = pairs_of(case)
    r = stats.ttest_rel(b, a); i = r.confidence_interval()
    m = stats.t.interval(.95, len(a) - 1, loc=a.mean(), scale=stats.sem(a))
    out['t'].append([r.statistic, r.pvalue, i.low, i.high, m[0], m[1]])
out['wilcoxon'] = []
for case in asked['wilcoxon']:
    a, b = pairs_of(case['pairs'])
    r = stats.wilcoxon(b, a, method=case['method'], correction=case['method'] == 'asymptotic')
    out['wilcoxon'].append([float(r.statistic), float(r.pvalue)])
out['mcnemar'] = []
for b, c in asked['mcnemar']:
    e, x = (mcnemar([[9, b], [c, 9]], exact=exact, correction=True) for exact in (True, False))
    out['mcnemar'].append([e.pvalue, x.statistic, x.pvalue])
out['holm'] = [multipletests(ps, method='holm')[1].tolist() for ps in asked['holm']]
out['delong'] = []
for case in asked['delong']:
    y, s = np.array(case['positive']), np.array(case['scores'])
    # The definition: psi of every pair, covariance matrices of the row and column means.
    psi = [(x[y][:, None] > x[~y]) + .5 * (x[y][:, None] == x[~y]) for x in s]
    v10, v01 = np.array([p.mean(1) for p in psi]), np.array([p.mean(0) for p in psi])
    cov = np.cov(v10) / v10.shape[1] + np.cov(v01) / v01.shape[1]
    var = cov[0, 0] + cov[1, 1] - 2 * cov[0, 1]
    aucs = [roc_auc_score(y, x) for x in s]
    z = (aucs[1] - aucs[0]) / np.sqrt(var)
    out['delong'].append([*aucs, cov[0, 0], var, z, 2 * stats.norm.sf(abs(z))])
out['bca'] = []
for case in asked['bca']:
    before = types.SimpleNamespace(bootstrap_distribution=np.array(case['resampled']))
    r = stats.bootstrap((np.array(case['values']),), np.mean, n_resamples=0, bootstrap_result=before, method='BCa')
    out['bca'].append([r.confidence_interval.low, r.confidence_interval.high, r.standard_error])
study = optuna.create_study()
unit = optuna.distributions.FloatDistribution(0, 1)
names = ['a', 'b', 'c']
for row, value in zip(asked['fanova']['inputs'], asked['fanova']['values']):
    study.add_trial(optuna.trial.create_trial(params=dict(zip(names, row)), distributions={n: unit for n in names}, value=value))
shares = optuna.importance.FanovaImportanceEvaluator(n_trees=16, seed=0).evaluate(study)
out['fanova'] = [shares[n] for n in names]
json.dump(out, sys.stdout)
`;

const random = new Random(11, 'oracle');
const times = <Value>(count: number, make: (at: number) => Value): Value[] =>
  Array.from({ length: count }, (_, at) => make(at));
const pairs = (count: number, digits: number): [number, number][] =>
  times(count, () => {
    const first = random.normal();
    return [first, first + 0.4 + random.normal()].map((value) => Number(value.toFixed(digits))) as [
      number,
      number,
    ];
  });

const asked = {
  t: times(40, (at) => pairs(2 + (at % 20), 6)),
  wilcoxon: [
    // No ties: the exact distribution up to 50 pairs.
    ...times(30, (at) => ({ pairs: pairs(6 + at, 9), method: 'exact' })),
    // Ties and zeros: scipy goes through every assignment of signs of up to 13 pairs, and past them has the normal one.
    ...times(4, (at) => ({ pairs: pairs(10 + at, 1), method: 'auto' })),
    ...times(20, (at) => ({ pairs: pairs(20 + 5 * at, 1), method: 'asymptotic' })),
  ],
  mcnemar: [
    [2, 10],
    [1, 0],
    [0, 7],
    [30, 14],
    [150, 86],
    [400, 330],
    [3, 61],
  ] as [number, number][],
  holm: times(10, (at) => times(1 + at, () => random.uniform() ** 3)),
  delong: times(20, (at) => {
    const positive = times(30 + 10 * at, () => random.uniform() < 0.4);
    const first = positive.map((up) => Number((random.normal() + (up ? 1 : 0)).toFixed(at % 2 ? 1 : 9)));
    const second = first.map((score, i) => score + 0.5 * random.normal() + (positive[i] ? 0.3 : 0));
    return { positive, scores: [first, second] as const };
  }),
  bca: times(10, (at) => {
    // Of 1/64ths: a sum does not depend on its order, so ties with the estimate are ties on both sides.
    const values = times(8 + 3 * at, () => Math.round(64 * Math.exp(random.normal())) / 64);
    const input = {
      count: values.length,
      statistic: (drawn: Int32Array) => meanOf([...drawn].map((place) => values[place]!)),
      resamples: 999,
      seed: at,
    };
    return { values, input, resampled: [...resample(input)] };
  }),
  fanova: (() => {
    const inputs = times(120, () => times(3, () => random.uniform()));
    return { inputs, values: inputs.map(([a, b, c]) => a! + 2 * b! + a! * b! + 0.5 * Math.sin(6 * c!)) };
  })(),
};

type Answers = Readonly<Record<Exclude<keyof typeof asked, 'fanova'>, readonly (readonly number[])[]>> & {
  readonly fanova: readonly number[];
};

const python = findPython(...MODULES);
let theirs: Answers;

beforeAll(() => {
  if (!python) return;
  const run = spawnSync(python, ['-c', ORACLE], { input: JSON.stringify(asked), encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  theirs = JSON.parse(run.stdout);
});

/** To 1e-6 of what is expected, and absolutely where that is tiny. */
function close(ours: readonly number[], expected: readonly number[]): void {
  expect(ours).toHaveLength(expected.length);
  ours.forEach((value, at) => {
    const want = expected[at]!;
    expect(Math.abs(value - want), `${value} beside ${want}`).toBeLessThan(
      1e-6 * Math.max(1e-3, Math.abs(want)),
    );
  });
}

describe('against scipy, statsmodels, scikit-learn and Optuna', () => {
  it('paired t and intervals over seeds', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.t.forEach((case_, at) => {
      const { statistic, p, low, high } = applied(pairedT(case_));
      const mean = applied(meanInterval(case_.map(([first]) => first)));
      close([statistic, p, low, high, mean.low, mean.high], theirs.t[at]!);
    });
  });

  it('Wilcoxon: exact, with ties and zeros, and normal', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.wilcoxon.forEach((case_, at) => {
      const method = case_.method === 'asymptotic' ? 'normal' : 'exact';
      const { statistic, p } = applied(wilcoxon(case_.pairs, method));
      close([statistic, p], theirs.wilcoxon[at]!);
    });
  });

  it('McNemar: exact and corrected chi-square', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.mcnemar.forEach(([onlyFirst, onlySecond], at) => {
      const counts = { onlyFirst, onlySecond };
      const chi = applied(mcnemar(counts, 'chi-square'));
      close([applied(mcnemar(counts, 'exact')).p, chi.statistic, chi.p], theirs.mcnemar[at]!);
    });
  });

  it('Holm', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.holm.forEach((ps, at) => close(holm(ps), theirs.holm[at]!));
  });

  it('DeLong, by its definition over all pairs', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.delong.forEach(({ positive, scores }, at) => {
      const { first, second, variance, z, p } = applied(delong(positive, scores));
      const one = applied(aucInterval({ positive, scores: scores[0] }));
      close([first, second, one.variance, variance, z, p], theirs.delong[at]!);
    });
  });

  it('BCa over the same resamples', (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    asked.bca.forEach(({ input }, at) => {
      const { low, high, error } = applied(bootstrap(input));
      close([low, high, error], theirs.bca[at]!);
    });
  });

  it("Optuna's functional ANOVA, whose forest is another one", (context) => {
    context.skip(!python, pythonMissing(...MODULES));
    const { inputs, values } = asked.fanova;
    const features = inputs[0]!.map(() => ({ kind: 'number' }) as const);
    const { alone } = applied(importance({ features, inputs, values }));
    alone.forEach(({ share }, at) => expect(Math.abs(share - theirs.fanova[at]!)).toBeLessThan(0.05));
  });
});
