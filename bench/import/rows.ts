/** @file The rows of the import bench: short texts of made-up words in three classes, no two alike. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Writes a CSV file with columns text and label; the same bytes each time. About 110 bytes a row. */
export async function writeRows(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  const next = generator(1);
  const words = Array.from({ length: 5000 }, () => wordOf(next));
  out.write('text,label\n');
  for (let row = 0; row < rows; row++) {
    const length = 5 + next(30);
    const text = Array.from({ length }, () => words[next(words.length)]).join(' ');
    if (!out.write(`"${text}, ""${row}""",class ${next(3)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function wordOf(next: (below: number) => number): string {
  return Array.from({ length: 2 + next(6) }, () => 'abcdefghijklmnopqrstuvwxyzé中'[next(28)]).join('');
}

/** A linear congruential generator (Numerical Recipes, second edition, page 284): quick, and enough for made-up text. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
