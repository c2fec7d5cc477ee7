/** @file What the page of a run does with it as a whole; what can be taken back offers that. */
import type { Run } from '../../../src-shared/contract.ts';
import type { App } from '../../platform/app.svelte.ts';
import { numbered } from '../../platform/names.ts';

export interface RunKeeping {
  star(starred: boolean): Promise<void>;
  archive(archived: boolean): Promise<void>;
  trash(trashed: boolean): Promise<void>;
}

type Change = Pick<Parameters<App['client']['runs']['keep']>[0], 'starred' | 'archived' | 'trashed'>;

/** @param run the run as it is now */
export function keepingOf(app: App, run: () => Run): RunKeeping {
  const keep = (change: Change): Promise<object | undefined> => {
    const { id } = run();
    return app.attempt(() => app.client.runs.keep({ runs: [id], ...change }));
  };

  /** Tells that something was done, with the way back. */
  async function tell(change: Change, text: string, back: Change): Promise<void> {
    if (!(await keep(change))) return;
    const action = { says: app.words.shell.common.undo, run: () => void keep(back) };
    app.toasts.show({ tone: 'plain', text, action });
  }

  return {
    async star(starred) {
      await keep({ starred });
    },
    async archive(archived) {
      const name = numbered(run());
      if (!archived) return void (await keep({ archived }));
      await tell({ archived }, app.words.runs.page.done.archived(name), { archived: false });
    },
    async trash(trashed) {
      const name = numbered(run());
      if (!trashed) return void (await keep({ trashed }));
      await tell({ trashed }, app.words.runs.page.done.trashed(name), { trashed: false });
    },
  };
}
