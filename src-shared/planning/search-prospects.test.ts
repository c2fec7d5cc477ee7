import { expect, it } from 'vitest';
import { bestExpectation, expectedOfSearch } from './search-prospects.ts';
import { Random } from './engine/forecast/random.ts';

const share = (goal: number) => ({ goal, scale: 'share' }) as const;
const past = (scores: readonly number[], recipe = 'cnn') => ({ recipe, scores, seconds: 60, deviation: 6 });
const scores = [0.8, 0.82, 0.85, 0.81, 0.84, 0.83, 0.86, 0.79];

it('says the best of so many trials as a range, the chance of a goal, and the hours', () => {
  const found = expectedOfSearch(past(scores), share(0.87), 30)!;
  expect(found).toMatchObject({ recipe: 'cnn', trials: 30, runs: 8, seconds: { likely: 1800 } });
  expect(found.best.low).toBeGreaterThanOrEqual(0.86);
  expect(found.best.low).toBeLessThan(found.best.likely);
  expect(found.best.likely).toBeLessThan(found.best.high);
  expect(found.best.high).toBeLessThan(1);
  expect(found.chance).toBeGreaterThan(0.5);
  expect(expectedOfSearch(past(scores), share(0.999), 30)!.chance).toBeLessThan(0.05);
  expect(expectedOfSearch(past(scores), share(0.87), 30), 'the same again').toEqual(found);
});

it('more trials promise more, fewer runs a wider range; of what does not differ it says nothing', () => {
  const likely = (trials: number) => expectedOfSearch(past(scores), share(0.9), trials)!.best.likely;
  expect([likely(1), likely(10), likely(100)]).toEqual([likely(1), likely(10), likely(100)].toSorted());
  const width = (of: readonly number[]) => {
    const { best } = expectedOfSearch(past(of), share(0.9), 30)!;
    return best.high - best.low;
  };
  expect(width(scores.slice(0, 5))).toBeGreaterThan(width([...scores, ...scores, ...scores]));
  expect(expectedOfSearch(past([0.9, 0.9, 0.9, 0.9, 0.9]), share(0.95), 30)).toBeNull();
  expect(expectedOfSearch(past(scores.slice(0, 4)), share(0.9), 30)).toBeNull();
});

it('less can be better', () => {
  const losses = { recipe: 'mlp', scores: [5, 4, 6, 5.5, 4.5, 5.2], seconds: 10, deviation: 0 };
  const found = expectedOfSearch(losses, { goal: 3.5, scale: 'error' }, 20)!;
  expect(found.best.low).toBeLessThan(found.best.likely);
  expect(found.best.likely).toBeLessThanOrEqual(4);
  expect(found.chance).toBeGreaterThan(0.2);
  const wide = { ...losses, scores: [0.3, 0.5, 0.01, 0.9, 0.2] };
  expect(
    expectedOfSearch(wide, { goal: 0.1, scale: 'error' }, 30)!.best.low,
    'never below 0',
  ).toBeGreaterThan(0);
  const r2 = { ...losses, scores: [0.9, 0.5, 0.7, 0.95, -0.2] };
  expect(expectedOfSearch(r2, { goal: 0.99, scale: 'upToOne' }, 30)!.best.high).toBeLessThan(1);
});

it('its chance holds as often as it says', () => {
  const trials = 10;
  const worlds = Array.from({ length: 300 }, (_, seed) => {
    const random = new Random(seed, 'world');
    const draw = () => Math.exp(1 - 0.3 * random.normal());
    const known = Array.from({ length: 12 }, draw);
    const expectation = expectedOfSearch(
      { recipe: 'r', scores: known, seconds: 1, deviation: 0 },
      { goal: 1.5, scale: 'error' },
      trials,
    )!;
    const best = Math.min(...known, ...Array.from({ length: trials }, draw));
    return { expectation, best };
  });
  const said = worlds.reduce((sum, { expectation }) => sum + expectation.chance, 0) / worlds.length;
  const happened = worlds.filter(({ best }) => best <= 1.5).length / worlds.length;
  expect(Math.abs(said - happened)).toBeLessThan(0.1);
  const inside = worlds.filter(
    ({ expectation: { best: of }, best }) => best >= of.low && best <= of.high,
  ).length;
  expect(inside / worlds.length).toBeGreaterThan(0.7);
});

it('of several recipes the likeliest, then the quickest; one without a chance is not proposed', () => {
  const of = (recipe: string, chance: number, likely: number) => ({
    ...expectedOfSearch(past(scores, recipe), share(0.9), 30)!,
    chance,
    seconds: { low: likely, likely, high: likely },
  });
  expect(bestExpectation([of('a', 0.4, 9), of('b', 0.6, 9), null, of('c', 0.6, 3)])?.recipe).toBe('c');
  expect(bestExpectation([of('a', 0, 9), null])).toBeNull();
});
