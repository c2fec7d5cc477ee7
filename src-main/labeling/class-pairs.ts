/** @file Pairs of class names on the command line: `--map lorry=truck`. */
import { AppError } from '../../src-shared/platform/errors.ts';

/** For an option that can be repeated. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** @throws AppError `house.usage` */
export function classPairs(pairs: readonly string[], command: string): (readonly [string, string])[] {
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1 || at === pair.length - 1)
      throw new AppError('house.usage', { why: `--map takes CLASS=OTHER, and not “${pair}”.`, command });
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
}
