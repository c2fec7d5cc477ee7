/** @file Active learning against random order: labels needed for the same macro F1, and planted label errors found. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readIdx } from '../src-main/images/idx.ts';
import { Random } from '../src-main/graph/index.ts';
import { findLabelErrors } from '../src-main/labeling/worker/learning/confident.ts';
import { FeatureMaker, PLACES, SIDE, grayFeatures } from '../src-main/labeling/worker/learning/features.ts';
import { outOfFold } from '../src-main/labeling/worker/learning/folds.ts';
import {
  labelsToReach,
  meanCurve,
  replay,
  type CurvePoint,
} from '../src-main/labeling/worker/learning/simulate.ts';
import type { SparseVector } from '../src-main/labeling/worker/learning/vectors.ts';
import { unzipped } from './active/unzipped.ts';
import { median, type Bench, type Report } from './report.ts';

const SEEDS = [1, 2, 3, 4, 5];
const GOAL = 0.6;
const SAMPLES = path.join(import.meta.dirname, '..', 'resources', 'samples');
/** Of the labels in the test of label errors. */
const PLANTED = 0.05;

const begun = performance.now();
/** Beside the figures: each takes minutes. */
function progress(what: string): void {
  console.error(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${what}`);
}

interface Data {
  readonly name: string;
  readonly vectors: readonly SparseVector[];
  readonly labels: readonly number[];
  readonly classes: number;
  readonly places: number;
  readonly start: number;
  readonly step: number;
  readonly rounds: number;
}

async function spam(): Promise<Data> {
  const lines = readFileSync(path.join(SAMPLES, 'spam-emails.jsonl'), 'utf8').split('\n').filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line) as { text: string; label: string });
  const names = [...new Set(rows.map(({ label }) => label))].sort();
  const maker = new FeatureMaker();
  for (const { text } of rows) await maker.add({ of: 'text', text });
  return {
    name: 'SpamAssassin',
    vectors: maker.vectors(),
    labels: rows.map(({ label }) => names.indexOf(label)),
    classes: names.length,
    places: PLACES,
    start: 40,
    step: 40,
    rounds: 25,
  };
}

async function digits(): Promise<Data> {
  const files = await unzipped(path.join(SAMPLES, 'handwritten-digits.zip'));
  const file = readIdx('train', files.get('train-images-idx3-ubyte')!, files.get('train-labels-idx1-ubyte')!);
  const all = Array.from({ length: file.count }, (_, i) => i);
  return {
    name: 'MNIST (10,000 images)',
    vectors: all.map((i) => grayFeatures(file.pixels(i))),
    labels: all.map((i) => file.classOf(i)),
    classes: 10,
    places: SIDE * SIDE,
    start: 50,
    step: 50,
    rounds: 24,
  };
}

/** Both orders over every seed; what random order reaches at its end is what both have to reach. */
async function orders(data: Data, report: Report): Promise<void> {
  const curves = async (order: 'margin' | 'random') => {
    const all: CurvePoint[][] = [];
    for (const seed of SEEDS) {
      all.push(await replay({ ...data, order, seed }));
      const { labels, macroF1 } = all.at(-1)!.at(-1)!;
      progress(`${data.name}, ${order}, seed ${seed}: macro F1 ${macroF1.toFixed(4)} of ${labels} labels`);
    }
    return all;
  };
  const [active, random] = [await curves('margin'), await curves('random')];
  // Random order needs its last labels for its last score: one step before the end it is sure to have been reached.
  const target = meanCurve(random).at(-2)!.macroF1;
  const needed = SEEDS.map(
    (_, i) => [labelsToReach(active[i]!, target), labelsToReach(random[i]!, target)] as const,
  );
  const ratios = needed.flatMap(([a, b]) => (a === null || b === null ? [] : [a / b]));
  const [lathe, peer] = [meanCurve(active), meanCurve(random)].map((curve) =>
    labelsToReach(curve, target),
  ) as [number | null, number | null];
  report({
    case: `${data.name}: labels for macro F1 ${target.toFixed(4)}, smallest margin first`,
    unit: 'labels',
    lathe,
    peer,
    peerName: 'random order, same classifier',
    ratio: lathe !== null && peer !== null ? lathe / peer : null,
    goal: GOAL,
    pairs: SEEDS.length,
    note:
      `of the mean curves over seeds ${SEEDS.join(', ')}; by seed, median ${median(ratios).toFixed(2)} of ` +
      needed.map(([a, b]) => `${a?.toFixed(0) ?? '–'}/${b?.toFixed(0) ?? '–'}`).join(' '),
  });
}

/** Labels turned on purpose, and how many of them confident learning finds. */
async function errors(data: Data, report: Report): Promise<void> {
  const { vectors, labels, classes, places, name } = data;
  const [recalls, precisions]: [number[], number[]] = [[], []];
  for (const seed of SEEDS) {
    const random = new Random(seed);
    const wrong = new Set(labels.flatMap((_, i) => (random.uniform() < PLANTED ? [i] : [])));
    const given = labels.map((label, i) =>
      wrong.has(i) ? (label + 1 + Math.floor(random.uniform() * (classes - 1))) % classes : label,
    );
    const rows = await outOfFold({ vectors, labels: given, options: { classes, places }, folds: 5, seed });
    const { suspects } = findLabelErrors(given, rows, classes);
    const hits = suspects.filter(({ example }) => wrong.has(example)).length;
    recalls.push(hits / wrong.size);
    precisions.push(hits / suspects.length);
    progress(`${name}, planted errors, seed ${seed}: ${hits} of ${wrong.size} found`);
  }
  const alone = {
    unit: 'share',
    peer: null,
    peerName: null,
    ratio: null,
    goal: null,
    pairs: SEEDS.length,
  } as const;
  const planted = `${name}: ${(100 * PLANTED).toFixed(0)} % of labels turned`;
  report({ ...alone, case: `${planted}, recall of confident learning`, lathe: median(recalls) });
  report({
    ...alone,
    case: `${planted}, precision of confident learning`,
    lathe: median(precisions),
    note: 'errors that were in the data before count as wrong here',
  });
}

export const bench: Bench = {
  about:
    'active learning against random order on SpamAssassin and MNIST; planted label errors found (--data spam or digits for one)',
  async run(report) {
    const { values } = parseArgs({
      args: process.argv.slice(3),
      options: { data: { type: 'string' }, json: { type: 'boolean' } },
    });
    for (const [name, load] of Object.entries({ spam, digits })) {
      if (values.data !== undefined && values.data !== name) continue;
      const data = await load();
      await orders(data, report);
      await errors(data, report);
    }
  },
};
