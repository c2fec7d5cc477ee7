/** @file The one class of errors people meet, and the one way an unknown value becomes it. */
import { workIn } from './budgets.ts';
import { PROBLEMS, fill, type ErrorCode, type ProblemKey, type ProblemParameters } from '../problems.ts';
import { WHOLE } from './complaints.ts';
import { kindIn } from './missing.ts';

/** An error as it crosses to a client or out of a worker: no path of ours, no stack. */
export interface WireError {
  readonly key: ProblemKey;
  readonly parameters: ProblemParameters;
}

/**
 * A problem with its parameters: `new AppError('datasets.columnMissing', { column: 'txet', columns: 'text, label' })`.
 * `message` and `hint` are the English words; the window says them in the reader's language with {@link wording}.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly key: ProblemKey;
  readonly parameters: ProblemParameters;

  constructor(key: ProblemKey, parameters: ProblemParameters = {}, options?: ErrorOptions) {
    super(fill(PROBLEMS[key].en.message, inLanguage({ key, parameters }, 'en')), options);
    this.key = key;
    this.parameters = parameters;
  }

  get code(): ErrorCode {
    return PROBLEMS[this.key].code;
  }

  get hint(): string {
    return fill(PROBLEMS[this.key].en.hint, inLanguage(this, 'en'));
  }
}

export function isProblemKey(key: unknown): key is ProblemKey {
  return typeof key === 'string' && Object.hasOwn(PROBLEMS, key);
}

export function isWireError(value: unknown): value is WireError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    isProblemKey(value.key) &&
    'parameters' in value
  );
}

/** Any thrown value as an {@link AppError}; what nobody foresaw becomes `house.internal` and keeps its cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (hasCode(thrown, 'ENOSPC') || hasCode(thrown, 'SQLITE_FULL'))
    return new AppError('store.diskFull', {}, { cause: thrown });
  if (thrown instanceof Error && isCorrupt(thrown))
    return new AppError('store.databaseBad', { why: thrown.message }, { cause: thrown });
  return new AppError('house.internal', {}, { cause: thrown });
}

/** The one funnel from whatever was thrown to what may be told. */
export function toWire(thrown: unknown): WireError {
  const { key, parameters } = toAppError(thrown);
  return { key, parameters };
}

export function fromWire({ key, parameters }: WireError): AppError {
  return new AppError(key, parameters);
}

/** The words of an error in a language. */
export function wording(
  { key, parameters }: WireError,
  language: 'en' | 'zh',
): { message: string; hint: string } {
  const words = PROBLEMS[key][language];
  const localized = inLanguage({ key, parameters }, language);
  return { message: fill(words.message, localized), hint: fill(words.hint, localized) };
}

/** Parameters that are words of ours, in the reader's language. */
function inLanguage({ key, parameters }: WireError, language: 'en' | 'zh'): ProblemParameters {
  const { what, work, reasons, where, whyInChinese, firstInChinese } = parameters;
  return {
    ...parameters,
    ...(language === 'zh' && whyInChinese !== undefined && { why: whyInChinese }),
    ...(language === 'zh' && firstInChinese !== undefined && { first: firstInChinese }),
    ...(language === 'zh' && where === WHOLE.en && { where: WHOLE.zh }),
    ...(NAMES_A_KIND.has(key) && { what: kindIn(language, String(what)) }),
    ...(work !== undefined && { work: workIn(language, String(work)) }),
    ...(typeof reasons === 'string' && { reasons: reasonsIn(reasons, language) }),
  };
}

/** `[{row, problem}]` in JSON as sentences. */
function reasonsIn(reasons: string, language: 'en' | 'zh'): string {
  const rows: unknown = JSON.parse(reasons);
  if (!Array.isArray(rows)) return '';
  return rows
    .flatMap((one: { row?: unknown; problem?: unknown }) => {
      if (!isWireError(one.problem)) return [];
      const { message } = wording(one.problem, language);
      return language === 'en'
        ? [`Row ${String(one.row)}: ${message}.`]
        : [`第 ${String(one.row)} 行：${message}。`];
    })
    .join(language === 'en' ? ' ' : '');
}

/** The problems whose {what} is a kind of thing; elsewhere it is a title that someone gave. */
const NAMES_A_KIND: ReadonlySet<string> = new Set<ProblemKey>([
  'house.notFound',
  'house.noneNamed',
  'house.manyNamed',
]);

/** SQLite's codes for a file whose structure is damaged. */
function isCorrupt(thrown: Error): boolean {
  return 'code' in thrown && String(thrown.code).startsWith('SQLITE_CORRUPT');
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
