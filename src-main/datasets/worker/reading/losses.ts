/** @file What an import loses: more than a few bad rows stop it, unless somebody said that they may be lost. */
import type { RejectRule } from '../../../../src-shared/contract.ts';
import { AppError, type WireError } from '../../../../src-shared/platform/errors.ts';
import type { BadRow } from './rows.ts';

type ProblemKey = WireError['key'];

/** More than this share of bad rows stops an import. */
const FEW = 0.05;
/** Of rows that hold nothing to learn from, more than half stop it. */
const MOST = 0.5;
/** After so many rows a file that is mostly bad is not read to its end. */
const HOPELESS_ROWS = 100_000;
const TOLD_ROWS = 3;
/** Of at least so many rows, fewer than this share that differ stop it: what is taken rather is no content. */
const ENOUGH_ROWS = 20;
const FEWEST_DIFFERENT = 0.1;

/** Rows without content of their own, which nobody misses. */
const EMPTY: ReadonlySet<ProblemKey> = new Set<ProblemKey>([
  'datasets.rowNoText',
  'datasets.rowNoCells',
  'datasets.rowTotal',
]);

/** What the kind of data says of them. */
export interface KindLosses {
  /** What is said where many are bad. */
  readonly many: ProblemKey;
  /** Whether content that comes again and again is none. */
  readonly mustDiffer: boolean;
}

interface LossRules extends KindLosses {
  readonly fileName: string;
  readonly rejects: RejectRule;
}

export function createLosses({ fileName, rejects, many, mustDiffer }: LossRules) {
  const told: BadRow[] = [];
  let lost = 0;
  let empty = 0;

  function stop(key: ProblemKey, rows: number): AppError {
    const rejected = lost + empty;
    const share = `${((100 * rejected) / rows).toFixed(rejected === rows ? 0 : 1)} %`;
    return new AppError(key, { file: fileName, rejected, rows, share, reasons: reasonsOf(told) });
  }

  const isMuch = (rows: number): boolean => lost > FEW * rows || lost + empty > MOST * rows;
  return {
    add(row: BadRow): void {
      if (EMPTY.has(row.problem.key)) empty++;
      else lost++;
      if (told.length < TOLD_ROWS) told.push(row);
    },
    /** @param rows good and bad so far @throws AppError `datasets.manyRejected`, `datasets.manyImagesRejected` for a file that is mostly bad */
    requireHope(rows: number): void {
      if (rejects === 'few' && rows >= HOPELESS_ROWS && lost > MOST * rows) throw stop(many, rows);
    },
    /** @param rows good ones of the whole file @throws AppError `datasets.manyDuplicates` */
    requireDifferent({ rows, samples }: { rows: number; samples: number }): void {
      const few = rows >= ENOUGH_ROWS && samples < FEWEST_DIFFERENT * rows;
      if (mustDiffer && rejects !== 'any' && few)
        throw new AppError('datasets.manyDuplicates', { file: fileName, kept: samples, rows });
    },
    /** @param rows good and bad of the whole file @throws AppError `datasets.manyRejected`, `datasets.someRejected` */
    requireFew(rows: number): void {
      if (rejects === 'none' && lost + empty > 0) throw stop('datasets.someRejected', rows);
      if (rejects === 'few' && isMuch(rows)) throw stop(many, rows);
    },
  };
}

/** Rows and what is wrong with them, to be said in the reader's language. */
function reasonsOf(rows: readonly BadRow[]): string {
  return JSON.stringify(
    rows.map(({ row, problem }): { row: number; problem: WireError } => ({ row, problem })),
  );
}
