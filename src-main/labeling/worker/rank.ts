/** @file The job `rank`: puts the items of a task in the order in which answers teach most, or errors are likeliest. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import { Random } from '../../graph/index.ts';
import type { JobFunction } from '../../platform/pool/protocol.ts';
import { findLabelErrors } from './learning/confident.ts';
import { FeatureMaker, folded, placesFor, type ItemContent } from './learning/features.ts';
import { outOfFold } from './learning/folds.ts';
import { fitLinear, probabilitiesOf, type LinearOptions } from './learning/linear.ts';
import { UNCERTAINTY, kCenterGreedy, topTwo, voteEntropy, type Uncertainty } from './learning/select.ts';
import type { SparseVector } from './learning/vectors.ts';

export interface RankSpec {
  readonly order: RankedOrder;
  readonly seed: number;
  /** Items that are kept of the order. */
  readonly limit: number;
}

export interface RankItem {
  readonly position: number;
  /** Null where the order needs no features. */
  readonly content: ItemContent | null;
  /** The class it carries, from 0; -1 for none. */
  readonly label: number;
  /** Whether it may stand in the queue; others are learned from. */
  readonly candidate: boolean;
  /** Probabilities by a model of the registry, in the order of the classes; without one a fast classifier is fit. */
  readonly row?: readonly number[];
}

/** Why an item stands where it does; classes by their numbers. */
export interface RankReason {
  readonly first?: number;
  readonly p?: number;
  readonly second?: number;
  readonly q?: number;
  /** What it is labeled. */
  readonly given?: number;
  /** How far it is from everything before it. */
  readonly distance?: number;
  /** Of the members of a committee, by class. */
  readonly votes?: Readonly<Record<number, number>>;
}

export interface RankedItem {
  readonly position: number;
  readonly score: number;
  readonly why: RankReason;
}

export interface RankResult {
  readonly items: readonly RankedItem[];
  /** Examples that the fast classifier learned from; 0 where none was fit. */
  readonly learned: number;
  /** Items that could not be read. */
  readonly unreadable: number;
}

const FOLDS = 5;
const COMMITTEE = 7;
/** The classifier needs so many labels, of two classes at least. */
export const LEAST_LABELS = 10;
/** Diversity looks at no more, so that it ends in minutes. */
const MOST_CENTERS = 500;

interface Material {
  readonly spec: RankSpec;
  /** How many classes there are: labels and rows tell. */
  readonly classes: number;
  /** Features. */
  readonly places: number;
  readonly items: readonly RankItem[];
  readonly vectors: readonly SparseVector[];
  readonly progress: (share: number) => Promise<void>;
}

export const rank: JobFunction<RankSpec, never, RankResult, readonly RankItem[]> = async (spec, port) => {
  const maker = new FeatureMaker();
  const items: RankItem[] = [];
  let unreadable = 0;
  for await (const batch of port.receive()) {
    for (const { content, ...item } of batch) {
      const isRead = content === null || (await maker.add(content).then(isTrue, isFalse));
      if (isRead) items.push({ ...item, content: null });
      else unreadable++;
    }
    port.progress(items.length, null);
  }
  const classes = items.reduce((most, { label, row }) => Math.max(most, label + 1, row?.length ?? 0), 0);
  const places = placesFor(classes);
  const material: Material = {
    spec,
    classes,
    places,
    items,
    vectors: maker.vectors().map((vector) => folded(vector, places)),
    progress: async (share) => {
      port.progress(Math.round(items.length * share), items.length);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const ranked = await ORDERS[spec.order](material);
  port.progress(items.length, items.length);
  return { ...ranked, items: ranked.items.slice(0, spec.limit), unreadable };
};

const isTrue = (): boolean => true;
const isFalse = (): boolean => false;

type Ranked = Pick<RankResult, 'items' | 'learned'>;
type Order = (material: Material) => Promise<Ranked>;

/** Total: how each order is made. */
const ORDERS: Readonly<Record<RankedOrder, Order>> = {
  random: async ({ items, spec }) => {
    const order = Uint32Array.from(candidatesOf(items).map((i) => items[i]!.position));
    new Random(spec.seed).shuffle(order);
    return { items: Array.from(order, (position) => ({ position, score: 0, why: {} })), learned: 0 };
  },
  leastConfident: byUncertainty('leastConfident'),
  margin: byUncertainty('margin'),
  entropy: byUncertainty('entropy'),
  disagreement,
  diverse: async ({ items, vectors }) => {
    const candidates = candidatesOf(items);
    const covered = items.flatMap(({ label }, i) => (label >= 0 ? [vectors[i]!] : []));
    const centers = kCenterGreedy(
      candidates.map((i) => vectors[i]!),
      covered,
      MOST_CENTERS,
    );
    return {
      items: centers.map(({ item, distance }) => ({
        position: items[candidates[item]!]!.position,
        score: distance,
        why: { distance },
      })),
      learned: 0,
    };
  },
  labelErrors: async (material) => {
    const { examples, labels, rows, learned } = await rowsOfLabeled(material);
    const { suspects } = findLabelErrors(labels, rows, material.classes);
    return {
      items: suspects.map(({ example, suggested, margin }) => ({
        position: material.items[examples[example]!]!.position,
        score: -margin,
        why: {
          first: suggested,
          p: rows[example]![suggested]!,
          given: labels[example]!,
          q: rows[example]![labels[example]!]!,
        },
      })),
      learned,
    };
  },
  modelDisagrees: async (material) => {
    const { examples, labels, rows, learned } = await rowsOfLabeled(material);
    const items = examples.flatMap((i, example) => {
      const row = rows[example]!;
      const [first] = topTwo(row);
      const given = labels[example]!;
      if (first === given) return [];
      const why = { first, p: row[first]!, given, q: row[given]! };
      return [{ position: material.items[i]!.position, score: row[first]!, why }];
    });
    return { items: sorted(items), learned };
  },
};

function byUncertainty(measure: Uncertainty): Order {
  return async (material) => {
    const { rowOf, learned } = learn(material);
    const items = candidatesOf(material.items).map((i) => {
      const row = rowOf(i);
      const [first, second] = topTwo(row);
      const why =
        second === null ? { first, p: row[first]! } : { first, p: row[first]!, second, q: row[second]! };
      return { position: material.items[i]!.position, score: UNCERTAINTY[measure](row), why };
    });
    return { items: sorted(items), learned };
  };
}

/** Query by committee (Seung, Opper & Sompolinsky 1992): members learned from bootstrap samples; a model given is one, too. */
async function disagreement(material: Material): Promise<Ranked> {
  const { items, vectors, spec } = material;
  const labeled = requireLabels(items);
  const random = new Random(spec.seed);
  const candidates = candidatesOf(items);
  const votes = candidates.map((i) => (items[i]!.row ? [topTwo(items[i]!.row)[0]] : []));
  for (let member = 0; member < COMMITTEE; member++) {
    const drawn = labeled.map(() => labeled[Math.floor(random.uniform() * labeled.length)]!);
    const model = fit(material, drawn);
    for (const [at, i] of candidates.entries())
      votes[at]!.push(topTwo(probabilitiesOf(model, vectors[i]!))[0]);
    await material.progress((member + 1) / COMMITTEE);
  }
  const ranked = candidates.map((i, at) => ({
    position: items[i]!.position,
    score: voteEntropy(votes[at]!),
    why: { votes: Object.fromEntries(counted(votes[at]!)) },
  }));
  return { items: sorted(ranked), learned: labeled.length };
}

/** Probabilities of every item: by the model given, else by a classifier that learned from all labels. */
function learn(material: Material): { rowOf: (item: number) => ArrayLike<number>; learned: number } {
  const { items, vectors } = material;
  const without = items.some(({ candidate, row }) => candidate && row === undefined);
  if (!without) return { rowOf: (i) => items[i]!.row!, learned: 0 };
  const labeled = requireLabels(items);
  const model = fit(material, labeled);
  return { rowOf: (i) => items[i]!.row ?? probabilitiesOf(model, vectors[i]!), learned: labeled.length };
}

/** Probabilities of what is labeled: by the model given, else by classifiers that did not learn from it. */
async function rowsOfLabeled(material: Material) {
  const { items, vectors, spec } = material;
  const examples = requireLabels(items);
  const labels = examples.map((i) => items[i]!.label);
  const given = examples.every((i) => items[i]!.row !== undefined);
  const rows: ArrayLike<number>[] = given
    ? examples.map((i) => items[i]!.row!)
    : await outOfFold({
        vectors: examples.map((i) => vectors[i]!),
        labels,
        options: optionsOf(material),
        folds: FOLDS,
        seed: spec.seed,
        between: (done) => material.progress(done / FOLDS),
      });
  const kept = examples.flatMap((i, example) => (items[i]!.candidate ? [example] : []));
  return {
    examples: kept.map((example) => examples[example]!),
    labels: kept.map((example) => labels[example]!),
    rows: kept.map((example) => rows[example]!),
    learned: given ? 0 : examples.length,
  };
}

function fit(material: Material, examples: readonly number[]) {
  const { items, vectors } = material;
  return fitLinear(
    examples.map((i) => vectors[i]!),
    examples.map((i) => items[i]!.label),
    optionsOf(material),
  );
}

const optionsOf = ({ classes, places }: Material): LinearOptions => ({ classes, places });

/** @throws AppError `labeling.tooFewLabels` */
function requireLabels(items: readonly RankItem[]): number[] {
  const labeled = items.flatMap(({ label }, i) => (label >= 0 ? [i] : []));
  const classes = new Set(labeled.map((i) => items[i]!.label)).size;
  if (labeled.length < LEAST_LABELS || classes < 2)
    throw new AppError('labeling.tooFewLabels', { count: labeled.length, classes, least: LEAST_LABELS });
  return labeled;
}

function candidatesOf(items: readonly RankItem[]): number[] {
  return items.flatMap(({ candidate }, i) => (candidate ? [i] : []));
}

/** The largest score first; equal ones in the order of the dataset. */
function sorted(items: readonly RankedItem[]): RankedItem[] {
  return items.toSorted((a, b) => b.score - a.score || a.position - b.position);
}

function counted(votes: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  return counts;
}
