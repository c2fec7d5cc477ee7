/** @file What two models predict for the same samples, and the tests of their difference. */
import * as z from 'zod';
import { Id, LocalizedText, Sha256 } from '../platform/procedure.ts';

/** A test of two models on the same samples. What does not apply is null, and `why` says the reason. */
export const PairedTest = z.object({
  test: z.enum(['bootstrap', 'mcnemar', 'delong', 'wilcoxon']),
  measure: z.enum(['accuracy', 'auc', 'absoluteError']),
  first: z.number().nullable(),
  second: z.number().nullable(),
  /** Second minus first, and its 95 % interval. */
  difference: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p: z.number().nullable(),
  why: LocalizedText.nullable(),
});
export type PairedTest = z.infer<typeof PairedTest>;

/** What two models predict for the same samples. */
export const PairedPredictions = z.object({
  dataset: Id,
  samples: z.int(),
  /** The classes of single answers; empty elsewhere. */
  labels: z.array(z.string()),
  /** Of the first and of the second, [actual][predicted]; empty where there are no classes. */
  confusions: z.array(z.array(z.array(z.int()))),
  tests: z.array(PairedTest),
  /** Samples that either has wrong; of numbers all. */
  wrong: z.int(),
  /** Of these where they disagree the most first, at most 1,000; texts are clipped. */
  rows: z.array(
    z.object({
      sample: Sha256,
      text: z.string(),
      actual: z.string(),
      first: z.string(),
      second: z.string(),
      /** Null of numbers. */
      firstRight: z.boolean().nullable(),
      secondRight: z.boolean().nullable(),
    }),
  ),
});
export type PairedPredictions = z.infer<typeof PairedPredictions>;
