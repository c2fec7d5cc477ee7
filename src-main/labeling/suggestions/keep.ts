/** @file Suggestions as they are stored: apart from answers, by their source, replaced and dropped as a whole. */
import { setImmediate } from 'node:timers/promises';
import type { Content } from '../fold.ts';
import type { HelpParts } from '../queues/rank.ts';
import { columnsOf } from '../settle.ts';
import type { Task } from '../tasks.ts';

/** Suggestions in one transaction; some milliseconds. */
const SLICE = 2000;

export interface MadeSuggestion {
  readonly position: number;
  readonly content: Content;
  readonly confidence: number;
  /** Of each part of the answer, in its order. */
  readonly confidences?: readonly number[] | null;
}

interface Made {
  readonly source: string;
  readonly name: string;
  readonly made: readonly MadeSuggestion[];
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
      for (const { position, content, confidence, confidences } of made.slice(from, from + SLICE))
        queries.addSuggestion.run({
          task: id,
          position,
          source,
          ...columnsOf(content),
          confidence,
          confidences: confidences ? JSON.stringify(confidences) : null,
        });
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
