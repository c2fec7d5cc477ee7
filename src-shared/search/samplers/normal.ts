/** @file The normal distribution cut off at both ends. */
import type { Random } from '../../planning/engine/forecast/random.ts';

/** The complementary error function to a relative 1.2e-7 (Chebyshev fit; Numerical Recipes, 3rd edition, 6.2.2). */
export function erfc(x: number): number {
  const z = Math.abs(x);
  const t = 2 / (2 + z);
  const tail =
    t *
    Math.exp(
      -z * z -
        1.26551223 +
        t *
          (1.00002368 +
            t *
              (0.37409196 +
                t *
                  (0.09678418 +
                    t *
                      (-0.18628806 +
                        t *
                          (0.27886807 +
                            t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277)))))))),
    );
  return x >= 0 ? tail : 2 - tail;
}

/** The mass of the standard normal between `a` and `b`, without losing digits in the tails. */
export function massBetween(a: number, b: number): number {
  if (a > 0) return massBetween(-b, -a);
  return (erfc(-b * Math.SQRT1_2) - erfc(-a * Math.SQRT1_2)) / 2;
}

/** A number of the normal distribution between `low` and `high`, which hold its mean. */
export function truncatedNormal(
  random: Random,
  { mean, deviation, low, high }: { mean: number; deviation: number; low: number; high: number },
): number {
  // The mean lies inside and the deviation is no wider than the range: a third of the draws fall inside at least.
  for (;;) {
    const drawn = mean + deviation * random.normal();
    if (drawn >= low && drawn <= high) return drawn;
  }
}
