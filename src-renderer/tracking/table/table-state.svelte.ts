/** @file What the table of runs shows: the address says filter, shelf, groups and view; columns and pinned runs are the person's. */
import type { RunView, RunViewBody } from '../../../src-shared/contract.ts';
import { type GroupKey, MOST_PINNED, isGroupKey } from '../../../src-shared/tracking/table/values.ts';
import { RUN_STATES } from '../../../src-shared/tracking/values.ts';
import type { Router } from '../../platform/router.svelte.ts';
import { GridState } from '../../ui/grid/grid.svelte.ts';
import { shelfOf, selectionOf } from '../run-list.ts';
import type { OwnTable } from './own-table.ts';

/** Filters that stand in the address. */
export const ASKED = [
  'search',
  'state',
  'filter',
  'shelf',
  'unfinished',
  'searches',
  'differing',
  'group',
] as const;
type Asked = (typeof ASKED)[number];

export class TableState {
  readonly #router: Router;
  readonly #own: OwnTable;
  readonly grid: GridState;
  #pinned = $state.raw<readonly string[]>([]);

  constructor(router: Router, own: OwnTable) {
    this.#router = router;
    this.#own = own;
    this.grid = new GridState(own);
    this.#pinned = own.pinnedRuns;
  }

  asked(name: Asked): string | undefined {
    return this.#router.query(name);
  }

  readonly selection = $derived.by(() =>
    selectionOf(
      {
        ...Object.fromEntries(ASKED.map((name) => [name, this.asked(name)])),
        // A group is of all its seeds, also of those that a search trained.
        searches: this.groupBy.length > 0 ? '1' : this.asked('searches'),
      },
      this.grid.layout.sort,
      this.#pinned,
    ),
  );

  /** What runs are put in groups by. */
  readonly groupBy: readonly GroupKey[] = $derived.by(() => groupOf(this.asked('group')));

  get pinned(): readonly string[] {
    return this.#pinned;
  }

  /** Puts runs at the top, or takes them away from there. */
  pin(runs: readonly string[], pinned: boolean): void {
    const others = this.#pinned.filter((id) => !runs.includes(id));
    this.#keepPinned(pinned ? [...others, ...runs].slice(-MOST_PINNED) : others);
  }

  set(changes: Partial<Record<Asked, string | undefined>>, { replace = false } = {}): void {
    this.#router.filter(changes, { replace });
  }

  groupOn(keys: readonly GroupKey[]): void {
    this.set({ group: keys.length === 0 ? undefined : JSON.stringify(keys) });
  }

  /** What a view would keep. */
  readonly body: RunViewBody = $derived.by(() => ({
    filter: this.asked('filter') ?? '',
    search: this.asked('search') ?? '',
    state: RUN_STATES.find((known) => known === this.asked('state')) ?? null,
    shelf: shelfOf(this.asked('shelf')),
    unfinished: this.asked('unfinished') !== undefined,
    searches: this.asked('searches') !== undefined,
    groupBy: [...this.groupBy],
    differing: this.asked('differing') !== undefined,
    pinnedRuns: [...this.#pinned],
    layout: {
      widths: { ...this.grid.layout.widths },
      shown: { ...this.grid.layout.shown },
      pinned: [...this.grid.layout.pinned],
      order: [...(this.grid.layout.order ?? [])],
      sort: this.grid.layout.sort && { ...this.grid.layout.sort },
    },
  }));

  /** Shows what a view kept; the address names it. */
  adopt({ id, body }: Pick<RunView, 'id' | 'body'>): void {
    this.grid.adopt(body.layout);
    this.#keepPinned(body.pinnedRuns);
    this.#router.filter({
      view: id,
      filter: body.filter || undefined,
      search: body.search || undefined,
      state: body.state ?? undefined,
      shelf: body.shelf === 'active' ? undefined : body.shelf,
      unfinished: body.unfinished ? '1' : undefined,
      searches: body.searches ? '1' : undefined,
      differing: body.differing ? '1' : undefined,
      group: body.groupBy.length === 0 ? undefined : JSON.stringify(body.groupBy),
    });
  }

  #keepPinned(runs: readonly string[]): void {
    this.#pinned = runs;
    this.#own.keepPinned(runs);
  }
}

/** Whether two views show the same, in whatever order their names were written. */
export function showSame(a: RunViewBody, b: RunViewBody): boolean {
  const inOrder = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)))
      : value;
  return JSON.stringify(a, inOrder) === JSON.stringify(b, inOrder);
}

function groupOf(text: string | undefined): readonly GroupKey[] {
  const keys = parsed(text);
  return Array.isArray(keys)
    ? keys
        .filter((key) => typeof key === 'string')
        .filter(isGroupKey)
        .slice(0, 4)
    : [];
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
