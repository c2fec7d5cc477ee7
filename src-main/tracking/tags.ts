/** @file Tags of runs and of experiments: names with a text each. */
import type { Database } from 'better-sqlite3';

const SQL = {
  run: {
    all: 'SELECT name, value FROM run_tags WHERE run = ? ORDER BY name',
    put: 'INSERT OR REPLACE INTO run_tags (run, name, value) VALUES (?, ?, ?)',
    drop: 'DELETE FROM run_tags WHERE run = ? AND name = ?',
    clear: 'DELETE FROM run_tags WHERE run = ?',
  },
  experiment: {
    all: 'SELECT name, value FROM experiment_tags WHERE experiment = ? ORDER BY name',
    put: 'INSERT OR REPLACE INTO experiment_tags (experiment, name, value) VALUES (?, ?, ?)',
    drop: 'DELETE FROM experiment_tags WHERE experiment = ? AND name = ?',
    clear: 'DELETE FROM experiment_tags WHERE experiment = ?',
  },
} as const;

export type Tagging = ReturnType<typeof createTags>;

export function createTags(db: Database, of: keyof typeof SQL) {
  const all = db.prepare<[string], { name: string; value: string }>(SQL[of].all);
  const put = db.prepare<[string, string, string]>(SQL[of].put);
  const drop = db.prepare<[string, string]>(SQL[of].drop);
  const clear = db.prepare<[string]>(SQL[of].clear);
  return {
    of: (id: string): Record<string, string> =>
      Object.fromEntries(all.all(id).map(({ name, value }) => [name, value])),
    /** One that is null is taken away. */
    set(id: string, changes: Readonly<Record<string, string | null>>): void {
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) drop.run(id, name);
        else put.run(id, name, value);
      }
    },
    clear: (id: string): void => void clear.run(id),
  };
}
