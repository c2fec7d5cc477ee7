import { expect, it } from 'vitest';
import { samplesFor } from './learning-curve.ts';

const law = (a: number, b: number) => (samples: number) => ({ samples, score: 1 - a * samples ** -b });

it('finds the size of a goal on an exact power law, alike whichever version is left out', () => {
  const measured = [100, 200, 400, 800].map(law(2, 0.5));
  // 2 / sqrt(n) = 0.05 at n = 1600.
  expect(samplesFor(0.95, measured)).toEqual({ likely: 1600, low: 1600, high: 1600, versions: 4 });
});

it('says how far it varies where the versions do not lie on one curve', () => {
  const measured = [100, 200, 400, 800].map(law(2, 0.5));
  const noisy = measured.map((one, i) => ({ ...one, score: one.score + (i % 2 ? 0.01 : -0.01) }));
  const { likely, low, high } = samplesFor(0.95, noisy)!;
  expect(low).toBeLessThan(likely);
  expect(high).toBeGreaterThan(likely);
});

it('says nothing of too few sizes, of an error that does not fall, or of what is too far', () => {
  expect(samplesFor(0.95, [100, 200, 400].map(law(2, 0.5)))).toBeUndefined();
  expect(samplesFor(0.95, [100, 100, 200, 400].map(law(2, 0.5)))).toBeUndefined();
  expect(
    samplesFor(
      0.95,
      [100, 200, 400, 800].map((samples) => ({ samples, score: 0.8 })),
    ),
  ).toBeUndefined();
  expect(samplesFor(0.999, [100, 200, 400, 800].map(law(2, 0.3)))).toBeUndefined();
  expect(samplesFor(1, [100, 200, 400, 800].map(law(2, 0.5)))).toBeUndefined();
});
