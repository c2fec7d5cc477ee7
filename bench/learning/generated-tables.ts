/** @file Tables whose signal is known: a weighted sum, an interaction, and a rare class. CSV, the same for the same seed. */
import { Random } from '../../src-main/graph/index.ts';

const rows = 2000;
const towns = ['Ulm', 'Leeds', 'Lyon', 'Turin', 'Delft'] as const;

function csv(columns: readonly string[], row: (random: Random) => readonly (string | number)[]): Uint8Array {
  const random = new Random(11);
  const lines = Array.from({ length: rows }, () =>
    row(random)
      .map((cell) => (typeof cell === 'number' ? cell.toFixed(4) : cell))
      .join(','),
  );
  return Buffer.from([columns.join(','), ...lines, ''].join('\n'));
}

/** y = 3 a - 2 b + a town's own height + noise of deviation 1: a linear model explains all but the noise. */
export function additive(): Uint8Array {
  return csv(['a', 'b', 'town', 'target'], (random) => {
    const [a, b, town] = [random.normal(), random.normal(), Math.floor(random.uniform() * towns.length)];
    return [a, b, towns[town]!, 3 * a - 2 * b + town + random.normal()];
  });
}

/** The class is the sign of a b, one in twenty flipped: a linear model knows nothing of it. */
export function interaction(): Uint8Array {
  return csv(['a', 'b', 'label'], (random) => {
    const [a, b, flipped] = [random.normal(), random.normal(), random.uniform() < 0.05];
    return [a, b, a * b > 0 !== flipped ? 'same' : 'opposite'];
  });
}

/** One row in ten is of the rare class, whose numbers are larger: logits are a weighted sum. */
export function rare(): Uint8Array {
  return csv(['a', 'b', 'c', 'label'], (random) => {
    const isRare = random.uniform() < 0.1;
    const number = () => random.normal() + (isRare ? 1.2 : 0);
    return [number(), number(), random.normal(), isRare ? 'rare' : 'usual'];
  });
}
