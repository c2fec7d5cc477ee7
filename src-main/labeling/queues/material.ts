/** @file Which items of a task are ranked and which are learned from, and their contents on the way to a worker. */
import { setImmediate } from 'node:timers/promises';
import type { QueueFilter } from '../../../src-shared/labeling/help/contract.ts';
import { RANKED_ORDER_TABLE, type RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import { Random } from '../../graph/index.ts';
import { ITEM_READERS } from '../kinds.ts';
import { contentOf } from '../fold.ts';
import type { Task } from '../tasks.ts';
import type { RegistryModel, SampleContent } from '../types.ts';
import type { RankItem } from '../worker/rank.ts';
import type { AnswerClasses } from './classes.ts';
import { classRows, modelRows, type RowParts } from './model-rows.ts';
import type { RankableRow } from './queries.ts';

const SLICE = 5000;
/** More items are drawn from: what is ranked and learned from fits into memory, and ends in minutes. */
export const MOST_CANDIDATES = 50_000;
export const MOST_LABELED = 20_000;
/** For k-center, which compares each item with every center. */
const MOST_DIVERSE = { candidates: 20_000, labeled: 300 } as const;

export interface MaterialRequest {
  readonly task: Task;
  readonly order: RankedOrder;
  readonly seed: number;
  readonly filter: QueueFilter;
  /** Whose own answers an item may not have in a blind task; empty for nobody's. */
  readonly person: string;
  readonly model: RegistryModel | null;
}

interface Chosen {
  readonly position: number;
  readonly label: number;
  readonly candidate: boolean;
}

/** Goes through the states of a task and draws from them. @returns in the order of the dataset */
export async function chooseItems(
  { queries, samples }: RowParts,
  classes: AnswerClasses | null,
  request: MaterialRequest,
): Promise<Chosen[]> {
  const { task, order, seed, filter, person } = request;
  const { reviews, learns } = RANKED_ORDER_TABLE[order];
  const random = new Random(seed);
  const isDiverse = order === 'diverse';
  const candidates = new Reservoir(isDiverse ? MOST_DIVERSE.candidates : MOST_CANDIDATES, random);
  const labeled = new Reservoir(isDiverse ? MOST_DIVERSE.labeled : MOST_LABELED, random);
  const matches = matcherOf(filter);
  const last = queries.lastPosition.get(task.id) ?? -1;
  for (let from = 0; from <= last; from += SLICE) {
    for (const row of queries.rankable.all({ task: task.id, person, from, until: from + SLICE })) {
      const { position } = row;
      const content = contentOf(row);
      const isOpen = reviews ? content !== null : isWaiting(task, row);
      const fits = isOpen && (!matches || matches(samples.samplesAt(task.dataset, [position])[0]!));
      const label = content !== null && classes ? classes.numberOf(content) : -1;
      const teaches = label !== -1 && (learns || isDiverse);
      if (teaches) labeled.add({ position, label, candidate: fits });
      else if (fits) candidates.add({ position, label: -1, candidate: true });
    }
    await setImmediate();
  }
  return [...labeled.kept, ...candidates.kept].sort((a, b) => a.position - b.position);
}

function isWaiting({ blind }: Task, { class: label, value, skipped, wanting, mine }: RankableRow): boolean {
  return blind ? wanting === 1 && mine === 0 : label === null && value === null && skipped === 0;
}

/** Keeps so many of what comes, each with the same chance (Vitter 1985, algorithm R). */
class Reservoir {
  readonly kept: Chosen[] = [];
  #seen = 0;
  readonly #most: number;
  readonly #random: Random;

  constructor(most: number, random: Random) {
    this.#most = most;
    this.#random = random;
  }

  add(item: Chosen): void {
    this.#seen++;
    if (this.kept.length < this.#most) return void this.kept.push(item);
    const place = Math.floor(this.#random.uniform() * this.#seen);
    if (place < this.#most) this.kept[place] = item;
  }
}

function matcherOf({ contains, column }: QueueFilter): ((sample: SampleContent) => boolean) | null {
  if (contains === undefined && column === undefined) return null;
  const wanted = contains?.toLowerCase();
  return ({ text, metadata }) =>
    (wanted === undefined || text.toLowerCase().includes(wanted)) &&
    (column === undefined || String(metadata[column.name] ?? '') === column.equals);
}

/** What a worker is fed: contents where they are learned from, and what a model says where one is asked. */
export async function* itemsFor(
  parts: RowParts,
  chosen: readonly Chosen[],
  request: Pick<MaterialRequest, 'task' | 'order' | 'model'> & { readonly names: readonly string[] },
): AsyncGenerator<readonly RankItem[]> {
  const { task, order, model, names } = request;
  const { kind } = parts.samples.requireDataset(task.dataset);
  const { features, slice } = ITEM_READERS[kind];
  const needsContent =
    order === 'diverse' || (RANKED_ORDER_TABLE[order].learns && (!model || order === 'disagreement'));
  for (let from = 0; from < chosen.length; from += slice) {
    const items = chosen.slice(from, from + slice);
    const positions = items.map(({ position }) => position);
    const contents = needsContent ? parts.samples.samplesAt(task.dataset, positions) : [];
    const rows = model ? classRows(model, names, await modelRows(parts, { task, model, positions })) : [];
    yield items.map((item, i): RankItem => {
      const { position } = item;
      const image = (): Uint8Array => parts.samples.imageAt(task.dataset, position, 'small');
      const content = needsContent ? features(contents[i]!, image) : null;
      return rows[i] ? { ...item, content, row: rows[i] } : { ...item, content };
    });
    await setImmediate();
  }
}
