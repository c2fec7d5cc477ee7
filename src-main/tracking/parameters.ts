/** @file Parameters of runs, as many as there are. */
import type { Database } from 'better-sqlite3';
import type { Parameters, RunParameter } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { MOST_SHOWN_PARAMETERS } from '../../src-shared/tracking/values.ts';
import { foldCase } from '../platform/store/index.ts';

interface ParameterRow {
  readonly name: string;
  readonly kind: 'number' | 'text' | 'boolean';
  readonly value: string | number;
}

interface Wanted {
  readonly run: string;
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Rows of one statement. Inside of a savepoint SQLite winds back through what all statements before it changed, for each that has
 * triggers: one row after the other, a hundred thousand take minutes.
 */
const AT_ONCE = 200;

const FOUND = `run = $run AND ($search = '' OR instr(folded(name || ' ' || value), $search) > 0)`;

export function createParameters(db: Database) {
  const rowsOf = (count: number): string => Array.from({ length: count }, () => '(?, ?, ?, ?)').join(', ');
  const put = (count: number) =>
    db.prepare<[(string | number)[]]>(
      `INSERT OR REPLACE INTO run_parameters (run, name, kind, value) VALUES ${rowsOf(count)}`,
    );
  const [putOne, putMany] = [put(1), put(AT_ONCE)];
  const page = db.prepare<Wanted, ParameterRow>(
    `SELECT name, kind, value FROM run_parameters WHERE ${FOUND} ORDER BY name LIMIT $limit OFFSET $offset`,
  );
  const count = db
    .prepare<{ run: string; search: string }, number>(`SELECT count(*) FROM run_parameters WHERE ${FOUND}`)
    .pluck();
  const one = db.prepare<[string, string], ParameterRow>(
    'SELECT name, kind, value FROM run_parameters WHERE run = ? AND name = ?',
  );
  const clear = db.prepare<[string]>('DELETE FROM run_parameters WHERE run = ?');

  return {
    /** A value of a name that is there already takes its place. */
    set(run: string, parameters: readonly RunParameter[]): void {
      const rows = parameters.map(({ name, value }) => {
        const { kind, value: own } = kept(value);
        return [run, name, kind, own];
      });
      const whole = rows.length - (rows.length % AT_ONCE);
      for (let at = 0; at < whole; at += AT_ONCE) putMany.run(rows.slice(at, at + AT_ONCE).flat());
      for (const row of rows.slice(whole)) putOne.run(row);
    },
    get(run: string, name: string): RunParameter['value'] | undefined {
      const row = one.get(run, name);
      return row && valueOf(row);
    },
    /** The first thousand by name, and how many there are more. */
    shown(run: string): { parameters: Parameters; moreParameters: number } {
      const rows = page.all({ run, search: '', offset: 0, limit: MOST_SHOWN_PARAMETERS });
      const isAll = rows.length < MOST_SHOWN_PARAMETERS;
      return {
        parameters: Object.fromEntries(rows.map((row) => [row.name, valueOf(row)])),
        moreParameters: isAll ? 0 : (count.get({ run, search: '' }) ?? 0) - rows.length,
      };
    },
    page({ run, search, offset, limit }: Wanted) {
      const wanted = { run, search: foldCase(search) };
      const rows = page.all({ ...wanted, offset, limit });
      return pageAt(
        rows.map((row): RunParameter => ({ name: row.name, value: valueOf(row) })),
        { offset, total: count.get(wanted) ?? 0 },
      );
    },
    clear: (run: string): void => void clear.run(run),
  };
}

/** What SQL has no number for stands as text. */
function kept(value: RunParameter['value']): Pick<ParameterRow, 'kind' | 'value'> {
  if (typeof value === 'boolean') return { kind: 'boolean', value: Number(value) };
  if (typeof value === 'number' && Number.isFinite(value)) return { kind: 'number', value };
  return { kind: 'text', value: String(value) };
}

function valueOf({ kind, value }: ParameterRow): RunParameter['value'] {
  return kind === 'boolean' ? value === 1 : value;
}
