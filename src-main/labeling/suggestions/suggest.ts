/** @file Suggestions: what a model says of items without a label, stored apart from answers until a person keeps it. */
import { setImmediate } from 'node:timers/promises';
import { FAST_SOURCE } from '../../../src-shared/labeling/help/values.ts';
import type { Suggestion } from '../../../src-shared/labeling/help/item.ts';
import type { SuggestionSource } from '../../../src-shared/labeling/help/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { contentOf, type Content } from '../fold.ts';
import type { Queries } from '../queries.ts';
import { columnsOf } from '../settle.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';
import { computeOrder, MOST_RANKED, type HelpParts } from '../queues/rank.ts';
import { SUGGESTED_BY } from './tasks.ts';

/** Suggestions in one transaction; some milliseconds. */
const SLICE = 2000;
/** The name of the fast classifier in lists; the window has words of its own for it. */
const FAST_NAME = 'fast classifier';

/** @throws AppError `labeling.suggestUnfit`, `labeling.modelUnfit` */
export function suggestFor(
  parts: HelpParts,
  { task, title, model }: { task: Task; title: string; model: string | null },
): Job<unknown> {
  if (SUGGESTED_BY[task.kind] === 'none') throw new AppError('labeling.suggestUnfit', { kind: task.kind });
  const request = { task, title, order: 'leastConfident', seed: 0, filter: {}, person: '', model } as const;
  return computeOrder(parts, { ...request, limit: MOST_RANKED }, ({ result, classes, model: asked }) => {
    const made = result.items.flatMap(({ position, why: { first, p } }) =>
      first === undefined || p === undefined
        ? []
        : [{ position, content: classes!.contents[first]!, confidence: p }],
    );
    return keepSuggestions(parts, task, {
      source: asked?.id ?? FAST_SOURCE,
      name: asked?.name ?? FAST_NAME,
      made,
    });
  });
}

interface Made {
  readonly source: string;
  readonly name: string;
  readonly made: readonly {
    readonly position: number;
    readonly content: Content;
    readonly confidence: number;
  }[];
}

/** Stores suggestions in place of those that the same source made before, some at a time; nobody sees half of them. */
export async function keepSuggestions(
  parts: HelpParts,
  { id }: Pick<Task, 'id'>,
  { source, name, made }: Made,
): Promise<void> {
  const { store, queries, emit, now } = parts;
  await clear(parts, id, source);
  for (let from = 0; from < made.length; from += SLICE) {
    store.tx(() => {
      for (const { position, content, confidence } of made.slice(from, from + SLICE))
        queries.addSuggestion.run({ task: id, position, source, ...columnsOf(content), confidence });
    });
    await setImmediate();
  }
  queries.saveSource.run({ task: id, source, name, madeAt: now().toISOString() });
  emit({ type: 'changed', what: 'labelingHelp', id });
}

export async function dropSuggestions(
  parts: HelpParts,
  { id }: Pick<Task, 'id'>,
  source: string,
): Promise<void> {
  await clear(parts, id, source);
  parts.emit({ type: 'changed', what: 'labelingHelp', id });
}

/** A suggestion without its source is told nowhere. */
async function clear({ store, queries }: HelpParts, task: string, source: string): Promise<void> {
  queries.dropSource.run({ task, source });
  const slice = { task, source, limit: SLICE };
  while (store.tx(() => queries.dropSuggestions.run(slice).changes > 0)) await setImmediate();
}

/** What is suggested of one item, the surest first. */
export function suggestionsAt(
  queries: Queries,
  task: Pick<Task, 'id' | 'kind'>,
  position: number,
): Suggestion[] {
  return queries.suggestionsAt.all(task.id, position).map((row) => ({
    source: row.source,
    name: row.name,
    value: tellValue(queries, task, contentOf(row)!),
    confidence: row.confidence,
  }));
}

/** Every source of a task, with how its suggestions stand. */
export function readSources(queries: Queries, { id: task }: Pick<Task, 'id'>): SuggestionSource[] {
  return queries.suggestionSources.all(task).map(({ source, name, madeAt }) => {
    const histogram = new Array<number>(10).fill(0);
    for (const { tenth, items } of queries.suggestionHistogram.all({ task, source }))
      histogram[tenth] = items;
    const counts = queries.suggestionCounts.get({ task, source })!;
    return { source, name, madeAt, ...counts, histogram };
  });
}
