import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LATENCY_WINDOW, Latencies } from './latencies.ts';

it('has no percentiles before the first request', () => {
  expect(new Latencies().percentile(0.5)).toBeNull();
});

it('forgets what is older than its window', () => {
  const latencies = new Latencies();
  for (let i = 0; i < 50; i++) latencies.add(1e6);
  for (let i = 1; i <= LATENCY_WINDOW; i++) latencies.add(i);
  expect(latencies.percentile(0.5)).toBe(LATENCY_WINDOW / 2);
  expect(latencies.percentile(0.95)).toBe(LATENCY_WINDOW * 0.95);
  expect(latencies.percentile(1)).toBe(LATENCY_WINDOW);
});

it('gives a value that at least the share of requests does not exceed, and no smaller one', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (took, share) => {
      const latencies = new Latencies();
      for (const milliseconds of took) latencies.add(milliseconds);
      const value = latencies.percentile(share)!;
      const atOrBelow = (limit: number) => took.filter((each) => each <= limit).length / took.length;
      expect(atOrBelow(value)).toBeGreaterThanOrEqual(share);
      const below = took.filter((each) => each < value);
      if (below.length > 0) expect(atOrBelow(Math.max(...below))).toBeLessThan(share);
    }),
  );
});
