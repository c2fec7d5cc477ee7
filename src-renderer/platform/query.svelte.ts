/** @file A read that keeps itself fresh: asked again when its inputs change or the workbench says its subject changed. */
import { untrack } from 'svelte';
import type { EventOf } from './live.svelte.ts';
import type { AppError } from '../../src-shared/platform/errors.ts';
import { toAppError } from '../../src-shared/platform/errors.ts';
import { calm } from './calm.ts';
import { isAbort } from './client.ts';
import { useApp } from './context.ts';

export type What = EventOf<'changed'>['what'];

/** What a query reads: everything of a kind, or the one with this id. */
export type Subject = What | { readonly what: What; readonly id: string };

/** Subjects that depend on what was read are told by a function; it is asked when something changed. */
export type Subjects = readonly Subject[] | (() => readonly Subject[]);

export interface QueryOptions<T> {
  /** Asks. What it reads before its first `await` is tracked: when that changes, it is asked again. Null asks nothing. */
  readonly load: (signal: AbortSignal) => Promise<T> | null;
  /** Asked again after these change; changes that come close together are one. */
  readonly on?: Subjects;
}

export class Query<T> {
  /** The last answer; it stays while a newer one is under way. */
  data = $state.raw<T>();
  error = $state.raw<AppError>();
  loading = $state(false);
  #asking: AbortController | undefined;
  #load: QueryOptions<T>['load'] | undefined;

  async ask(load: QueryOptions<T>['load']): Promise<void> {
    this.#load = load;
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    const answer = load(asking.signal);
    if (!answer) return;
    this.loading = true;
    try {
      const data = await answer;
      if (asking.signal.aborted) return;
      this.data = data;
      this.error = undefined;
    } catch (thrown) {
      if (!asking.signal.aborted && !isAbort(thrown)) this.error = toAppError(thrown);
    } finally {
      if (this.#asking === asking) this.loading = false;
    }
  }

  /** Asks as it did last. */
  again(): void {
    const load = this.#load;
    if (load) untrack(() => void this.ask(load));
  }

  stop(): void {
    this.#asking?.abort();
  }
}

/**
 * A {@link Query} that lives as long as the component that makes it. One that failed is asked again when the workbench is
 * back, whatever it reads: the page would go without, or show names in place of titles.
 */
export function useQuery<T>({ load, on = [] }: QueryOptions<T>): Query<T> {
  const query = new Query<T>();
  const { live } = useApp();
  $effect(() => {
    const stop = live.on('reset', () => query.error && query.again());
    return () => void stop();
  });
  $effect(() => {
    void query.ask(load);
  });
  useChanges(on, () => query.again());
  $effect(() => () => query.stop());
  return query;
}

/** Calls back after any of these changed, as long as the component lives; changes close together are one. */
export function useChanges(on: Subjects, changed: () => void): void {
  const { live } = useApp();
  const again = calm(changed);
  $effect(() => {
    const stops = [
      live.on('changed', (event) => isAbout(event, subjectsIn(on)) && again.soon()),
      live.on('reset', () => subjectsIn(on).length > 0 && again.soon()),
    ];
    return () => {
      for (const stop of stops) stop();
      again.stop();
    };
  });
}

const subjectsIn = (on: Subjects): readonly Subject[] => (typeof on === 'function' ? untrack(on) : on);

/** Whether a change is one of these subjects. A change without an id is one of everything of its kind. */
export function isAbout(
  event: Pick<EventOf<'changed'>, 'what' | 'id'>,
  subjects: readonly Subject[],
): boolean {
  return subjects.some((subject) =>
    typeof subject === 'string'
      ? subject === event.what
      : subject.what === event.what && (event.id === '' || subject.id === event.id),
  );
}
