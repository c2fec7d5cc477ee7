/** @file The table of runs as each person last had it. */
import { OwnRunTable } from '../../src-shared/contract.ts';
import type { Store } from '../platform/store/index.ts';

export function createOwnTables({ db }: Store) {
  const read = db.prepare<[string], string>('SELECT body FROM run_own_tables WHERE person = ?').pluck();
  const put = db.prepare<{ person: string; body: string; at: string }>(
    `INSERT INTO run_own_tables (person, body, changed_at) VALUES ($person, $body, $at)
     ON CONFLICT (person) DO UPDATE SET body = $body, changed_at = $at`,
  );
  return {
    /** Null before the person changed anything. */
    of(person: string): OwnRunTable | null {
      const body = read.get(person);
      return body === undefined ? null : OwnRunTable.parse(JSON.parse(body));
    },
    keep(person: string, own: OwnRunTable): void {
      put.run({ person, body: JSON.stringify(own), at: new Date().toISOString() });
    },
  };
}
