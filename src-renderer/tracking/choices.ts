/** @file What runs can be filtered by, and the columns that they have. */
import type { RunChoices } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import { useApp } from '../platform/context.ts';
import { type Query, useQuery } from '../platform/query.svelte.ts';

const before = new WeakMap<App, RunChoices>();

/** Until they are read they are as when the page was open last, so that its rows are read at the same time. */
export function useChoices(): Query<RunChoices> {
  const app = useApp();
  const query = useQuery<RunChoices>({
    async load(signal) {
      const read = await app.client.runs.choices(undefined, { signal });
      const known = before.get(app);
      // The same ones again would only have all cells drawn anew.
      if (JSON.stringify(read) === JSON.stringify(known)) return known!;
      before.set(app, read);
      return read;
    },
  });
  const known = before.get(app);
  // Without any run the page is another one.
  if (known && known.total > 0) query.data = known;
  return query;
}
