/** @file Suggestions: what a model says of items without a label, stored apart from answers until a person keeps it. */
import { HELP_TABLE } from '../../../src-shared/labeling/help/kinds.ts';
import { FAST_SOURCE } from '../../../src-shared/labeling/help/values.ts';
import type { Suggestion } from '../../../src-shared/labeling/help/item.ts';
import type { SuggestionSource } from '../../../src-shared/labeling/help/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Task as Job } from '../../platform/pool/index.ts';
import { contentOf } from '../fold.ts';
import type { Queries } from '../queries.ts';
import { computeOrder, MOST_RANKED, type HelpParts } from '../queues/rank.ts';
import type { Task } from '../tasks.ts';
import { tellValue } from '../told.ts';
import { keepSuggestions } from './keep.ts';
import { suggestParts } from './suggest-parts.ts';

/** The name of the fast classifier in lists; the window has words of its own for it. */
const FAST_NAME = 'fast classifier';

interface SuggestRequest {
  readonly task: Task;
  readonly title: string;
  /** Null for the fast classifier. */
  readonly model: string | null;
  readonly mapping?: Readonly<Record<string, string>> | undefined;
}

/** @throws AppError `labeling.suggestUnfit`, `labeling.suggestByModel`, and what `requireModel` throws */
export function suggestFor(parts: HelpParts, request: SuggestRequest): Job<unknown> {
  const { task, title, model, mapping = {} } = request;
  const { suggestedBy } = HELP_TABLE[task.kind];
  if (suggestedBy === 'none') throw new AppError('labeling.suggestUnfit', { kind: task.kind });
  if (suggestedBy === 'classes') return suggestClasses(parts, request);
  if (model === null) throw new AppError('labeling.suggestByModel', { kind: task.kind });
  return suggestParts(parts, { task, title, model, mapping });
}

function suggestClasses(parts: HelpParts, { task, title, model }: SuggestRequest): Job<unknown> {
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
    // As `keepSuggestions` wrote it.
    ...(row.confidences !== null && { parts: JSON.parse(row.confidences) as number[] }),
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
