/** @file How well an entry of the palette fits what was typed. */

/**
 * From 0 (not at all) to 1 (its own name): a name counts before the other words it may be found by, its beginning before
 * its middle.
 */
export function scoreOf(search: string, [says = '', also = '']: readonly string[]): number {
  const wanted = fold(search);
  if (wanted === '') return 1;
  const name = fold(says);
  if (name === wanted) return 1;
  if (name.startsWith(wanted)) return 0.9;
  if (startsWord(name, wanted)) return 0.8;
  if (name.includes(wanted)) return 0.7;
  const more = fold(also);
  if (startsWord(more, wanted)) return 0.6;
  const all = `${name} ${more}`;
  return wanted.split(' ').every((word) => all.includes(word)) ? 0.5 : 0;
}

function startsWord(text: string, wanted: string): boolean {
  return ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')}`.includes(` ${wanted}`);
}

function fold(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase('en').trim().replace(/\s+/g, ' ');
}
