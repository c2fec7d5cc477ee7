import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Tape, gradientRules, gradients, signatures } from '../index.ts';
import { checkGradient } from './check.fixture.ts';

const folder = import.meta.dirname;
/** The tables that `index.ts` joins, with the files they stand in. */
const families = readdirSync(folder).flatMap((file) => {
  if (!file.endsWith('.ts') || file.includes('.test.') || file.includes('.fixture.')) return [];
  const found = /export const (\w+Gradients)\b/.exec(readFileSync(join(folder, file), 'utf8'));
  return found?.[1] === undefined ? [] : [{ file, table: found[1] }];
});

describe('gradients', () => {
  it.each(families)('$table is checked by a test of its own', ({ file, table }) => {
    const test = join(folder, file.replace('.ts', '.test.ts'));
    expect(existsSync(test)).toBe(true);
    expect(readFileSync(test, 'utf8')).toMatch(new RegExp(`describeGradients\\(\\s*${table},`));
    expect(readFileSync(join(folder, 'index.ts'), 'utf8')).toContain(`...${table},`);
  });

  it('come from the tables of the families alone', () => {
    const source = readFileSync(join(folder, 'index.ts'), 'utf8');
    const joined = Array.from(source.matchAll(/^ {2}\.\.\.(\w+),$/gm), ([, table]) => table);
    expect(joined.toSorted()).toEqual(families.map(({ table }) => table).toSorted());
    expect(Object.keys(gradientRules)).toHaveLength(Object.keys(signatures).length);
  });

  it('of a value used twice are added', async () => {
    await checkGradient(
      { shapes: [[3, 4]], build: (builder, [x]) => builder.mul(builder.emit('Tanh', [x]), x!) },
      1,
    );
  });

  it('that are zero or do not exist are refused with the reason', () => {
    const tape = new Tape();
    const x = tape.input('x', { elementType: 'float32', shape: [3] });
    const best = tape.emit('ArgMax', [x], { axis: 0, keepdims: 0 });
    const loss = tape.cast(best, 'float32');
    expect(() => gradients(tape, loss, [x])).toThrow(/not depend on "x", or only through ArgMax.*is zero/);
    const drawn = tape.sum(tape.emit('Bernoulli', [x]), [0]);
    expect(() => gradients(tape, drawn, [x])).toThrow(/Bernoulli.*no gradient: a random choice/);
    const y = tape.input('y', { elementType: 'float32', shape: [] });
    expect(() => gradients(tape, tape.sum(x, [0]), [y])).toThrow(/does not depend on "y"$/);
  });
});
