/** @file The equation of Einsum, taken apart. */

export interface Equation {
  /** The letters of each input's axes, a digit for each that `...` covers. */
  readonly inputs: readonly string[];
  readonly output: string;
}

/**
 * The letters of every axis. Axes under `...` become digits of their own (… 2 1 from the left), so that the rest of
 * the compiler sees plain letters. Without `->` the output holds the letters that occur once, in alphabetical order
 * (ONNX, Einsum). Returns why it is not an equation for operands of these ranks.
 */
export function equationOf(text: string, ranks: readonly number[]): Equation | string {
  const [left = '', right, ...more] = text.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (more.length > 0) return 'it has two arrows';
  if (terms.length !== ranks.length) return `it has ${terms.length} terms for ${ranks.length} inputs`;
  if (!terms.every((term) => /^[A-Za-z]*(\.\.\.)?[A-Za-z]*$/.test(term)))
    return 'a term is not made of letters';
  const covered = terms.map((term, index) => (ranks[index] ?? 0) - term.replace('...', '').length);
  const wrong = covered.findIndex(
    (count, index) => count < 0 || (count > 0 && !terms[index]?.includes('...')),
  );
  if (wrong >= 0) return `"${terms[wrong]}" does not name ${ranks[wrong]} axes`;
  const widest = Math.max(0, ...covered);
  if (widest > 9) return 'more than nine axes stand under "..."';
  const spelled = (term: string, count: number) => term.replace('...', '987654321'.slice(9 - count));
  const inputs = terms.map((term, index) => spelled(term, covered[index] ?? 0));
  const output = right === undefined ? implied(inputs, widest) : spelled(right, widest);
  const unknown = [...output].find((letter) => !inputs.some((input) => input.includes(letter)));
  if (unknown !== undefined) return `the output's axis "${unknown}" is of no input`;
  if (new Set(output).size !== output.length) return 'an axis stands twice in the output';
  return { inputs, output };
}

function implied(inputs: readonly string[], widest: number): string {
  const all = [...inputs.join('').replaceAll(/\d/g, '')];
  const once = all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter));
  return '987654321'.slice(9 - widest) + once.toSorted().join('');
}
