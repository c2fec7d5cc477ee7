/** @file What an annotation task says of the samples in sight of a grid: answers, and suggestions where there is none. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Client, LabelClass, QueueItem } from '../../../src-shared/contract.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import type { Region, Span, TaskValue } from '../../../src-shared/labeling/tasks/values.ts';

/** What one request may ask for. */
const MOST_AT_ONCE = 100;
/** Kept at once; of a grid that was scrolled far the rest is read again. */
const MOST_KEPT = 4000;

export interface ShownAnswer {
  readonly value: TaskValue;
  /** Nobody's answer: a model suggests it. */
  readonly isSuggested: boolean;
}

export interface ShownTask {
  readonly about: AnnotationTask;
  readonly classes: readonly LabelClass[];
}

export class ItemAnswers {
  readonly #client: Client;
  /** Whether this person may see what several people made of an item, in place of what they said themself. */
  readonly #seesAll: () => boolean;
  task = $state.raw<ShownTask>();
  readonly #known = new SvelteMap<string, ShownAnswer | null>();
  readonly #asked = new SvelteSet<string>();
  #sight: readonly string[] = [];
  /** Grows with each task and each change: what was asked before is out of date. */
  #round = 0;

  constructor(client: Client, seesAll: () => boolean) {
    this.#client = client;
    this.#seesAll = seesAll;
  }

  /** Shows the answers of a task, or of none. */
  async show(about: AnnotationTask | undefined): Promise<void> {
    this.task = undefined;
    const round = this.#restart();
    if (!about) return;
    const classes = await this.#client.labeling.schema({ task: about.id });
    if (round !== this.#round) return;
    this.task = { about, classes };
    await this.#read();
  }

  /** Reads anew what is in sight, after something was said. */
  async refresh(): Promise<void> {
    if (!this.task) return;
    this.#restart();
    await this.#read();
  }

  #restart(): number {
    this.#known.clear();
    this.#asked.clear();
    return ++this.#round;
  }

  /** What is in sight now. */
  async see(samples: readonly string[]): Promise<void> {
    this.#sight = samples;
    if (this.task) await this.#read();
  }

  /** Undefined while it is read, and where nobody and no model says anything. */
  of(sample: string): ShownAnswer | undefined {
    return this.#known.get(sample) ?? undefined;
  }

  spansOf(sample: string): readonly Span[] {
    const spans = this.of(sample)?.value['spans'];
    // The workbench read them as an answer of this task.
    return Array.isArray(spans) ? (spans as Span[]) : [];
  }

  regionsOf(sample: string): readonly Region[] {
    const regions = this.of(sample)?.value['regions'];
    return Array.isArray(regions) ? (regions as Region[]) : [];
  }

  async #read(): Promise<void> {
    const { id: task, resolution } = this.task!.about;
    const round = this.#round;
    if (this.#known.size > MOST_KEPT) this.#known.clear();
    const wanted = this.#sight.filter((id) => !this.#known.has(id) && !this.#asked.has(id));
    for (const id of wanted) this.#asked.add(id);
    for (let from = 0; from < wanted.length; from += MOST_AT_ONCE) {
      const samples = wanted.slice(from, from + MOST_AT_ONCE);
      const { items } = await this.#client.labeling.queue({ task, samples, limit: MOST_AT_ONCE });
      const labels =
        resolution !== 'last' && this.#seesAll()
          ? await this.#client.labeling.labelsOf({ task, samples })
          : items.map(ownLabel);
      if (round !== this.#round) return;
      for (const [i, item] of items.entries()) this.#known.set(item.id, shownOf(item, labels[i]!.label));
      for (const id of samples) this.#asked.delete(id);
    }
  }
}

const ownLabel = ({ label, labelValue }: QueueItem): { readonly label: TaskValue | null } => ({
  label: labelValue ?? (label === null ? null : { label }),
});

function shownOf({ suggestions }: QueueItem, value: TaskValue | null): ShownAnswer | null {
  if (value) return { value, isSuggested: false };
  const [surest] = suggestions ?? [];
  return surest ? { value: surest.value, isSuggested: true } : null;
}
