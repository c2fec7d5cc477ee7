/** @file The columns of a table as they look: what each is, what it is for, which is the target; and whether it is one. */
import type { DatasetKind, KindReason, SuggestedColumn } from '../../../../src-shared/contract.ts';
import { typeOfNotation, type ColumnType } from '../../../../src-shared/platform/values.ts';
import { areClassNumbers, isProse, type Look } from './looks.ts';
import { isIdName, targetRank, textRank } from './names.ts';

const LABEL_CHARACTERS = 40;

/** Types the columns and chooses the target: by how clearly a name says so, or the last column as is the custom. */
export function suggestTable(looks: readonly Look[]): SuggestedColumn[] {
  const target = targetAmong(looks);
  const columns = looks.map((look, i) => columnOf(look, i === target));
  if (columns.some(({ role }) => role === 'feature')) return columns;
  // Nothing is left to learn from but codes and running numbers: what the file has is then what is meant.
  return columns.map((column, i) => {
    const { note, filled, type } = looks[i]!;
    if (
      i === target ||
      filled === 0 ||
      note === 'identifier' ||
      (note === 'counter' && isIdName(column.name))
    )
      return column;
    if (type !== 'text') return { ...column, role: 'feature' };
    return isProse(looks[i]!) ? column : { ...column, type: 'category', role: 'feature' };
  });
}

function columnOf(look: Look, isTarget: boolean): SuggestedColumn {
  const { name, readings, unit, note } = look;
  const type = isTarget ? targetType(look) : look.type;
  const isFeature =
    note === null || ((note === 'padded' || note === 'long' || note === 'zone') && type !== 'text');
  const notation = readings.find((one) => typeOfNotation(one) === type);
  return {
    name,
    type,
    role: isTarget ? 'target' : isFeature && type !== 'text' ? 'feature' : keptAs(look),
    ...(notation && { notation }),
    ...(unit !== '' && { unit }),
    readings: [...readings],
    ...(note && !isTarget && { note }),
  };
}

/** Names and codes of rows are kept with them; what counts them, or is empty, is not. */
function keptAs({ note }: Look): 'metadata' | 'ignore' {
  return note === 'counter' || note === 'empty' ? 'ignore' : 'metadata';
}

/** @returns -1 for none */
function targetAmong(looks: readonly Look[]): number {
  const ranked = looks.map((look, i) => ({ i, rank: rankAmong(looks, i), named: fits(look, true) }));
  for (const rank of [3, 2]) {
    const found = ranked.find((one) => one.rank === rank && one.named);
    if (found) return found.i;
  }
  const likely = ranked.findLast(({ rank, i }) => rank === 1 && fits(looks[i]!, false));
  if (likely) return likely.i;
  const last = looks.length - 1;
  return last > 0 && fits(looks[last]!, false) && !isIdName(looks[last]!.name) ? last : -1;
}

/** Beside an `x`, `y` is a coordinate unless it stands last. */
function rankAmong(looks: readonly Look[], i: number): 0 | 1 | 2 | 3 {
  const rank = targetRank(looks[i]!.name);
  const coordinate = rank === 2 && i < looks.length - 1 && looks.some(({ name }) => /^x$/i.test(name));
  return coordinate ? 0 : rank;
}

/** @param named that it is a label by its name, so that also many classes, or few, are ones */
function fits({ distinct, filled, type, note, meanLength }: Look, named: boolean): boolean {
  if (distinct < 2 || note === 'counter' || note === 'identifier') return false;
  if (type === 'number' || type === 'category') return true;
  return named && type === 'text' && distinct <= filled / 2 && meanLength <= LABEL_CHARACTERS;
}

/** Whole numbers that are few and not named as an amount are the numbers of classes. */
function targetType(look: Look): ColumnType {
  if (look.type === 'text') return 'category';
  return areClassNumbers(look) ? 'category' : look.type;
}

export interface DetectedKind {
  readonly kinds: DatasetKind[];
  readonly reason: KindReason;
}

/**
 * Whether a file is texts or a table: texts where a column holds sentences, whatever stands beside it; else a table, as
 * long as there is anything to learn from.
 *
 * @param text the column that is taken as the text
 */
export function detectKind(
  looks: readonly Look[],
  columns: readonly SuggestedColumn[],
  text: string | null,
): DetectedKind {
  const look = looks.find(({ name }) => name === text);
  const texts = (why: KindReason['why']): DetectedKind => ({
    kinds: ['text', 'table'],
    reason: { why, column: text },
  });
  if (look && isProse(look)) return texts('prose');
  const others = columns.filter(({ name, role }) => name !== text && role === 'feature');
  // Of one column, or of words beside their labels, there is no table to make.
  if (
    others.length === 0 &&
    look &&
    textRank(look.name) > 0 &&
    look.type !== 'number' &&
    look.type !== 'date'
  )
    return texts('named');
  const features = columns.some(({ role }) => role === 'feature');
  if (!features || (looks.length === 1 && look?.type === 'text')) return texts('only');
  return { kinds: ['table', 'text'], reason: { why: 'cells', column: null } };
}
