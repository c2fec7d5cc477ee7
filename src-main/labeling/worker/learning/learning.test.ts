import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../../scripts/python.ts';
import { runPython } from '../../../../scripts/python.fixture.ts';
import { Random } from '../../../graph/index.ts';
import { findLabelErrors } from './confident.ts';
import { FeatureMaker, PLACES, folded, grayFeatures, placesFor, termsOf } from './features.ts';
import { outOfFold, stratifiedFolds } from './folds.ts';
import { fitLinear, probabilitiesOf } from './linear.ts';
import { UNCERTAINTY, kCenterGreedy, topTwo, voteEntropy } from './select.ts';
import { labelsToReach, macroF1, replay } from './simulate.ts';
import { dot, sparseOf, type SparseVector } from './vectors.ts';

/** Points around one center a class, a little apart; always the same for a seed. */
function clusters({ classes, each, seed }: { classes: number; each: number; seed: number }) {
  const random = new Random(seed);
  const labels = Array.from({ length: classes * each }, (_, i) => i % classes);
  const vectors = labels.map((label) =>
    sparseOf(new Map([0, 1, 2, 3].map((place) => [place, (place === label ? 2 : 0) + random.normal()]))),
  );
  return { vectors, labels };
}

function oracle(python: string, input: object) {
  const script = path.join(import.meta.dirname, '..', '..', 'help.oracle.py');
  const { stdout, stderr } = runPython(python, [script], JSON.stringify(input));
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as {
    probabilities: number[][];
    joint: number[][];
    distribution: number[][];
    suspects: number[];
  };
}

const dense = ({ indices, values }: SparseVector): number[] => {
  const row = [0, 0, 0, 0];
  for (const [i, place] of indices.entries()) row[place] = values[i]!;
  return row;
};

describe('the fast classifier', () => {
  it('has the probabilities of scikit-learn', (context) => {
    const python = findPython('sklearn');
    context.skip(!python, pythonMissing('sklearn'));
    const { vectors, labels } = clusters({ classes: 3, each: 40, seed: 3 });
    const model = fitLinear(vectors, labels, {
      classes: 3,
      places: 4,
      c: 0.7,
      tolerance: 1e-7,
      mostRounds: 1000,
    });
    const { probabilities } = oracle(python!, { vectors: vectors.map(dense), labels, c: 0.7 });
    for (const [i, vector] of vectors.entries())
      for (const [k, p] of probabilitiesOf(model, vector).entries())
        expect(p).toBeCloseTo(probabilities[i]![k]!, 4);
  });

  it('has no gradient left at any feature, also at those that one example has alone', () => {
    const random = new Random(4);
    const [classes, places, c] = [3, 400, 2];
    const vectors = Array.from({ length: 60 }, (_, n) => {
      const shared = Array.from({ length: 6 }, () => Math.floor(random.uniform() * 40));
      const alone = [0, 1, 2].map((i) => 40 + n * 3 + i);
      return sparseOf(new Map([...shared, ...alone].map((place) => [place, random.normal()])));
    });
    const labels = vectors.map((_, n) => n % classes);
    const fit = fitLinear(vectors, labels, { classes, places, c, tolerance: 1e-8, mostRounds: 1000 });
    const gradient = Float64Array.from(fit.weights);
    gradient.fill(0, places * classes);
    for (const [n, vector] of vectors.entries()) {
      const off = probabilitiesOf(fit, vector);
      off[labels[n]!]! -= 1;
      for (let k = 0; k < classes; k++) {
        gradient[places * classes + k]! += c * off[k]!;
        for (const [i, place] of vector.indices.entries())
          gradient[place * classes + k]! += c * off[k]! * vector.values[i]!;
      }
    }
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-6);
    expect(fit.weights.slice(40 * classes, 220 * classes).filter((weight) => weight !== 0).length).toBe(540);
    const [less, fewer] = [vectors.slice(0, 40), labels.slice(0, 40)];
    const from = fitLinear(less, fewer, { classes, places, c });
    const again = fitLinear(vectors, labels, { classes, places, c, from, tolerance: 1e-8, mostRounds: 1000 });
    expect(Math.max(...again.weights.map((weight, i) => Math.abs(weight - fit.weights[i]!)))).toBeLessThan(
      1e-5,
    );
  });

  it('goes on from another one to the same place', () => {
    const { vectors, labels } = clusters({ classes: 2, each: 30, seed: 5 });
    const options = { classes: 2, places: 4, tolerance: 1e-8, mostRounds: 1000 };
    const fresh = fitLinear(vectors, labels, options);
    const warm = fitLinear(vectors, labels, {
      ...options,
      from: fitLinear(vectors.slice(0, 20), labels.slice(0, 20), options),
    });
    for (const vector of vectors)
      expect(probabilitiesOf(warm, vector)[0]).toBeCloseTo(probabilitiesOf(fresh, vector)[0]!, 5);
  });
});

describe('confident learning', () => {
  it('has the joint, the distribution and the order of the published method in numpy', async (context) => {
    const python = findPython('numpy');
    context.skip(!python, pythonMissing('numpy'));
    const { vectors, labels } = clusters({ classes: 4, each: 60, seed: 9 });
    const given = labels.map((label, i) => (i % 11 === 0 ? (label + 1) % 4 : label));
    const rows = await outOfFold({
      vectors,
      labels: given,
      options: { classes: 4, places: 4 },
      folds: 5,
      seed: 1,
    });
    const found = findLabelErrors(given, rows, 4);
    const wanted = oracle(python!, { rows: rows.map((row) => [...row]), given });
    expect(found.joint).toEqual(wanted.joint);
    for (const [i, row] of found.distribution.entries())
      for (const [j, share] of row.entries()) expect(share).toBeCloseTo(wanted.distribution[i]![j]!, 10);
    expect(found.suspects.map(({ example }) => example)).toEqual(wanted.suspects);
  });

  it('finds labels that were turned on purpose, and few others', async () => {
    const random = new Random(7);
    const labels = Array.from({ length: 600 }, (_, i) => i % 2);
    const vectors = labels.map((label) =>
      sparseOf(
        new Map([
          [0, (label === 0 ? -2.5 : 2.5) + random.normal()],
          [1, random.normal()],
        ]),
      ),
    );
    const wrong = new Set(labels.flatMap((_, i) => (i % 17 === 3 ? [i] : [])));
    const given = labels.map((label, i) => (wrong.has(i) ? 1 - label : label));
    const rows = await outOfFold({
      vectors,
      labels: given,
      options: { classes: 2, places: 2 },
      folds: 5,
      seed: 1,
    });
    const { suspects } = findLabelErrors(given, rows, 2);
    const hits = suspects.filter(({ example }) => wrong.has(example)).length;
    expect(hits / wrong.size).toBeGreaterThan(0.8);
    expect(hits / suspects.length).toBeGreaterThan(0.8);
  });

  it('spreads every class over the folds', () => {
    const labels = [...Array.from({ length: 50 }, () => 0), ...Array.from({ length: 10 }, () => 1)];
    const folds = stratifiedFolds(labels, { folds: 5, seed: 2 });
    for (let fold = 0; fold < 5; fold++)
      expect(labels.filter((label, i) => label === 1 && folds[i] === fold)).toHaveLength(2);
  });
});

describe('what teaches most', () => {
  it('is measured as the survey of active learning has it', () => {
    const row = [0.5, 0.3, 0.2];
    expect(topTwo(row)).toEqual([0, 1]);
    expect(topTwo([1])).toEqual([0, null]);
    expect(UNCERTAINTY.leastConfident(row)).toBeCloseTo(0.5, 12);
    expect(UNCERTAINTY.margin(row)).toBeCloseTo(0.8, 12);
    expect(UNCERTAINTY.entropy(row)).toBeCloseTo(
      -(0.5 * Math.log(0.5) + 0.3 * Math.log(0.3) + 0.2 * Math.log(0.2)),
      12,
    );
    expect(voteEntropy([0, 0, 0])).toBeCloseTo(0, 12);
    expect(voteEntropy([0, 1])).toBeCloseTo(Math.log(2), 12);
  });

  it('is far from what is there: one item of each of three groups before a second of any', () => {
    const at = (angle: number) =>
      sparseOf(
        new Map([
          [0, Math.cos(angle)],
          [1, Math.sin(angle)],
        ]),
      );
    const pool = [0, 0.01, 0.02, 2, 2.01, 4, 4.01].map(at);
    const centers = kCenterGreedy(pool, [at(0)], 3);
    expect(
      centers
        .slice(0, 2)
        .map(({ item }) => (item < 3 ? 'a' : item < 5 ? 'b' : 'c'))
        .sort(),
    ).toEqual(['b', 'c']);
    expect(centers[0]!.distance).toBeGreaterThanOrEqual(centers[1]!.distance);
  });

  it('reaches a score with fewer labels than random order does', async () => {
    const { vectors, labels } = clusters({ classes: 2, each: 200, seed: 4 });
    const curve = (order: 'margin' | 'random') =>
      replay({ vectors, labels, classes: 2, places: 4, order, start: 10, step: 10, rounds: 8, seed: 1 });
    const [active, random] = [await curve('margin'), await curve('random')];
    expect(active[0]).toEqual(random[0]);
    expect(active.at(-1)!.labels).toBe(80);
    expect(await curve('margin')).toEqual(active);
  });

  it('is told by macro F1, and by where a curve stays above a score', () => {
    expect(macroF1([0, 0, 1, 1], [0, 1, 1, 1], 2)).toBeCloseTo((2 / 3 + 0.8) / 2, 12);
    const curve = [0.5, 0.7, 0.6, 0.8].map((score, i) => ({ labels: (i + 1) * 10, macroF1: score }));
    expect(labelsToReach(curve, 0.7)).toBeCloseTo(35, 10);
    expect(labelsToReach(curve, 0.9)).toBeNull();
    expect(labelsToReach(curve, 0.4)).toBe(10);
  });
});

describe('features', () => {
  it('of texts have length 1 and say what two have in common, in Chinese by characters', async () => {
    const maker = new FeatureMaker();
    for (const text of ['free prize now', 'free prize today', 'lunch at noon', ''])
      await maker.add({ of: 'text', text });
    const [first, second, third, empty] = maker.vectors();
    expect(dot(first!, first!)).toBeCloseTo(1, 5);
    expect(dot(first!, second!)).toBeGreaterThan(dot(first!, third!));
    expect(empty!.indices).toHaveLength(0);
    expect(termsOf('免费')).toEqual(['免', '费', '免 费']);
    expect(Math.max(...first!.indices)).toBeLessThan(PLACES);
  });

  it('are fewer where there are many classes, so that weights fit into memory', () => {
    for (const classes of [2, 16, 17, 128, 129, 500])
      expect(placesFor(classes) * classes).toBeLessThanOrEqual(PLACES * 16);
    const few = folded(
      sparseOf(
        new Map([
          [1, 3],
          [4097, 4],
          [8, 1],
        ]),
      ),
      4096,
    );
    expect([...few.indices]).toEqual([1, 8]);
    expect(few.values[0]).toBeCloseTo(7 / Math.sqrt(50), 6);
  });

  it('of rows hold numbers as deviations and other cells by value', async () => {
    const maker = new FeatureMaker();
    for (const [age, color] of [
      [1, 'red'],
      [3, 'red'],
      [2, null],
    ] as const)
      await maker.add({ of: 'cells', cells: { age, color } });
    const [low, high, middle] = maker.vectors();
    expect(dot(low!, high!)).toBeLessThan(dot(low!, low!));
    expect([...middle!.values]).toEqual([0]);
  });

  it('of images are the same whatever their size', () => {
    const image = (side: number) => ({
      data: Uint8Array.from({ length: side * side }, (_, i) => (i % side < side / 2 ? 255 : 0)),
      width: side,
      height: side,
      channels: 1,
    });
    expect(dot(grayFeatures(image(32)), grayFeatures(image(64)))).toBeCloseTo(1, 5);
  });
});
