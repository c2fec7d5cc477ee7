/** @file The table of runs as this person last had it, kept by the workbench. */
import type { OwnRunTable } from '../../../src-shared/contract.ts';
import { MOST_PINNED } from '../../../src-shared/tracking/table/values.ts';
import type { App } from '../../platform/app.svelte.ts';
import { type Layout, PLAIN } from '../../ui/grid/columns.ts';
import { forgetLayout, type LayoutKeeper, readLayout } from '../../ui/grid/grid.svelte.ts';

/** Under these the browser kept both, before they were the person's. */
const LAYOUT = 'runs';
const PINNED = 'lathe.runs.pinned';

/** What is changed is sent at once; while something is on its way, only the newest waits. */
export class OwnTable implements LayoutKeeper {
  readonly #send: (own: OwnRunTable) => Promise<unknown>;
  #own: OwnRunTable;
  #sending = false;
  #isChanged = false;

  constructor(own: OwnRunTable, send: (own: OwnRunTable) => Promise<unknown>) {
    this.#own = own;
    this.#send = send;
  }

  get layout(): Layout {
    return this.#own.layout;
  }

  get pinnedRuns(): readonly string[] {
    return this.#own.pinnedRuns;
  }

  keep({ widths, shown, pinned, order = [], sort }: Layout): void {
    const layout = {
      widths: { ...widths },
      shown: { ...shown },
      pinned: [...pinned],
      order: [...order],
      sort,
    };
    this.#change({ ...this.#own, layout });
  }

  keepPinned(runs: readonly string[]): void {
    this.#change({ ...this.#own, pinnedRuns: [...runs] });
  }

  #change(own: OwnRunTable): void {
    this.#own = own;
    this.#isChanged = true;
    if (!this.#sending) void this.#sendNewest();
  }

  async #sendNewest(): Promise<void> {
    this.#sending = true;
    try {
      while (this.#isChanged) {
        this.#isChanged = false;
        await this.#send(this.#own);
      }
    } finally {
      this.#sending = false;
    }
  }
}

const known = new WeakMap<App, OwnTable>();

/** As this window read it before, so that the page is there at once when it is opened again. */
export const knownOwnTable = (app: App): OwnTable | undefined => known.get(app);

/**
 * What the workbench keeps of this person. Before it keeps anything, what the browser has becomes the person's; then the browser
 * has nothing.
 *
 * @throws AppError what the workbench answers
 */
export async function readOwnTable(app: App, signal: AbortSignal): Promise<OwnTable> {
  const { runTable } = app.client;
  const own = await runTable.own(undefined, { signal });
  const layout = readLayout(LAYOUT);
  const pinnedRuns = readPinned();
  const inBrowser = { layout: soundLayout(layout ?? PLAIN), pinnedRuns };
  if (!own && (layout || pinnedRuns.length > 0)) await runTable.keepOwn(inBrowser);
  forgetLayout(LAYOUT);
  localStorage.removeItem(PINNED);
  const table = new OwnTable(own ?? inBrowser, (next) => app.attempt(() => runTable.keepOwn(next)));
  known.set(app, table);
  return table;
}

/** A browser may hold anything: only what the workbench takes. */
function soundLayout({ widths, shown, pinned, order, sort }: Layout): OwnRunTable['layout'] {
  const strings = (all: readonly unknown[] = []) => all.filter((one) => typeof one === 'string');
  return {
    widths: Object.fromEntries(Object.entries(widths).filter(([, width]) => Number.isFinite(width))),
    shown: Object.fromEntries(Object.entries(shown).filter(([, is]) => typeof is === 'boolean')),
    pinned: strings(pinned),
    order: strings(order),
    sort:
      typeof sort?.column === 'string' ? { column: sort.column, descending: sort.descending === true } : null,
  };
}

function readPinned(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PINNED) ?? 'null');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string').slice(-MOST_PINNED) : [];
  } catch {
    return [];
  }
}
