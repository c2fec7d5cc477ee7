/** @file What the palette knows of runs. */
import { numbered } from '../platform/names.ts';
import type { Names } from '../platform/room.ts';
import { hrefTo } from '../platform/routes.ts';

const MOST = 50;

export const runNames: Names = {
  title: ({ shell }) => shell.palette.groups.runs,
  find: async ({ client }, search, signal) => {
    const { items } = await client.runs.list({ search, limit: MOST }, { signal });
    return items.map((run) => ({
      id: run.id,
      says: numbered(run),
      also: run.versionName ?? run.experimentName,
      href: hrefTo('run', { run: run.id }),
    }));
  },
};
