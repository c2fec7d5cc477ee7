/** @file Whether a file holds two answers to compare and which of them somebody preferred, by how its columns are called. Pure. */
import type { SuggestedColumn } from '../../src-shared/contract.ts';

export interface Comparison {
  readonly first: string;
  readonly second: string;
}

/** What a column of which one was preferred is called. */
const CHOICE =
  /^(choice|chosen|preferred|preference|winner|better|best|label|verdict|vote|选择|偏好|胜者|更好的?|标签)$/;
/** Ends of two names that are otherwise the same. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['1', '2'],
  ['one', 'two'],
  ['first', 'second'],
  ['left', 'right'],
  ['甲', '乙'],
  ['一', '二'],
];
/** Columns whose names say which one was preferred. */
const DECIDED: readonly (readonly [string, string])[] = [
  ['chosen', 'rejected'],
  ['preferred', 'rejected'],
  ['winner', 'loser'],
];

const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.-]+/g, '_');

/** The two columns whose cells are compared; undefined where a file looks like something else. */
export function comparisonIn(
  columns: readonly Pick<SuggestedColumn, 'name' | 'type'>[],
): Comparison | undefined {
  // Numbers are measured, not preferred.
  const words = columns.filter(({ type }) => type === 'text' || type === 'category');
  const named = new Map(words.map(({ name }) => [plain(name), name]));
  const pairOf = (first: string, second: string): Comparison | undefined => {
    const [one, other] = [named.get(first), named.get(second)];
    return one !== undefined && other !== undefined ? { first: one, second: other } : undefined;
  };
  for (const [first, second] of DECIDED) {
    const decided = pairOf(first, second);
    if (decided) return decided;
  }
  if (!columns.some(({ name }) => CHOICE.test(plain(name)))) return undefined;
  for (const name of named.keys())
    for (const [first, second] of PAIRS) {
      const pair =
        (name.endsWith(first) && pairOf(name, name.slice(0, -first.length) + second)) ||
        (name.startsWith(`${first}_`) && pairOf(name, second + name.slice(first.length)));
      if (pair) return pair;
    }
  return undefined;
}
