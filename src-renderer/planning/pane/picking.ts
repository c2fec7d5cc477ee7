/** @file What a picker offers: those whose name begins with what was typed, then those that hold it. */

export interface Choice {
  readonly id: string;
  readonly name: string;
}

const MOST = 8;

export function pickable(choices: readonly Choice[], text: string): readonly Choice[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return choices.slice(0, MOST);
  const [first, others]: [Choice[], Choice[]] = [[], []];
  for (const choice of choices) {
    const place = choice.name.toLowerCase().indexOf(wanted);
    if (place === 0) first.push(choice);
    else if (place > 0 && others.length < MOST) others.push(choice);
    if (first.length === MOST) break;
  }
  return [...first, ...others].slice(0, MOST);
}
