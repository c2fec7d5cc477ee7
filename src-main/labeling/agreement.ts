/** @file Agreement of people in a task, read in slices and kept until somebody answers again. */
import { setImmediate } from 'node:timers/promises';
import { Agreement } from '../../src-shared/labeling/agreement/agreement.ts';
import type { AgreementTable } from '../../src-shared/labeling/agreement/contract.ts';
import type { Person } from '../../src-shared/platform/contract.ts';
import { contentOf } from './fold.ts';
import type { Queries } from './queries.ts';
import { valueOf } from './resolved.ts';
import type { CurrentRow } from './task-queries.ts';
import type { Task } from './tasks.ts';

const SLICE = 5000;

interface Measured {
  readonly agreement: Agreement;
  readonly table: AgreementTable;
}

export class Agreements {
  readonly #queries: Queries;
  readonly #known = new Map<string, { readonly mark: string; readonly measured: Promise<Measured> }>();

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** Of the answers as they are now, or were when the last of them was given. */
  of(task: Task): Promise<Measured> {
    const mark = `${this.#queries.counts.get(task.id)?.decided ?? 0} ${task.settled ?? 'all'}`;
    const known = this.#known.get(task.id);
    if (known?.mark === mark) return known.measured;
    const measured = this.#measure(task);
    this.#known.set(task.id, { mark, measured });
    // One that failed is measured again.
    measured.catch(() => this.#known.delete(task.id));
    return measured;
  }

  async #measure(task: Task): Promise<Measured> {
    const agreement = new Agreement(task.kind);
    const names = new Map<string, string>();
    const last = this.#queries.lastCurrent.get(task.id) ?? -1;
    for (let from = 0; from <= last; from += SLICE) {
      const rows = this.#queries.currentsFrom.all(task.id, from, from + SLICE);
      for (const { author, authorName } of rows) names.set(author, authorName);
      for (const item of Map.groupBy(rows, ({ position }) => position).values())
        agreement.add(item.map((row) => answerOf(row)));
      await setImmediate();
    }
    return { agreement, table: agreement.table(names) };
  }
}

/**
 * What one person may know of it where answers of others are kept from them: how far they agree with themselves. A measure
 * beside others would tell, by how it moves with one's own answers, what these said of an item.
 */
export function ownAgreement({ people, self }: AgreementTable, { id }: Pick<Person, 'id'>): AgreementTable {
  return {
    people: people.filter((each) => each.id === id),
    overall: [],
    pairs: [],
    self: self.filter(({ person }) => person === id),
  };
}

function answerOf(row: CurrentRow) {
  const again = contentOf({ class: row.againClass, value: row.againValue });
  return {
    person: row.author,
    value: valueOf(contentOf(row)!),
    again: again === null ? null : valueOf(again),
  };
}
