/** @file Evaluation: reports of models over versions. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Sha256, read, write } from '../platform/procedure.ts';
import { SPLITS } from '../platform/values.ts';
import { BASELINES, COMPARED_METRICS } from './values.ts';

const Average = z.object({ precision: z.number(), recall: z.number(), f1: z.number() });

export const ClassScore = Average.extend({ label: z.string(), support: z.int() });

export const Mistake = z.object({
  sample: Sha256,
  text: z.string(),
  actual: z.string(),
  predicted: z.string(),
  /** Probability the model gave to its wrong answer. */
  confidence: z.number(),
});
export type Mistake = z.infer<typeof Mistake>;

/** The score for each value of a column of metadata; null stands for samples without one. The most samples first. */
export const Slice = z.object({
  column: z.string(),
  values: z.array(
    z.object({
      value: z.string().nullable(),
      samples: z.int(),
      /** Accuracy of classes; root of the mean squared error of numbers and reconstructions. */
      score: z.number(),
    }),
  ),
});
export type Slice = z.infer<typeof Slice>;

/** A model beside a baseline on the same samples. */
export const Gain = z.object({
  metric: z.enum(COMPARED_METRICS),
  model: z.number(),
  baseline: z.number(),
  /** By how much the model is better: a larger share, or a smaller error. */
  gain: z.number(),
  /** The 95 % interval of the gain, by a paired bootstrap over the samples. */
  low: z.number(),
  high: z.number(),
});
export type Gain = z.infer<typeof Gain>;

/** A model beside the baselines of its version. */
export const Comparison = z.object({
  /** The one that is best on the validation split. */
  strongest: z.enum(BASELINES),
  /** The metric that decides: macro F1 of unbalanced classes. */
  metric: z.enum(COMPARED_METRICS),
  /** Whether the model is trained as the strongest baseline is. */
  itself: z.boolean(),
  samples: z.int(),
  resamples: z.int(),
  /** The strongest first. */
  baselines: z.array(z.object({ name: z.enum(BASELINES), gains: z.array(Gain) })),
});
export type Comparison = z.infer<typeof Comparison>;

const Evaluated = z.object({
  id: Id,
  model: Id,
  version: Id,
  dataset: Id,
  split: z.enum(SPLITS),
  samples: z.int(),
  /** Mean over the samples: cross-entropy in nats, squared error, or squared error of the reconstruction. */
  loss: z.number(),
  /** By the columns of metadata of at most 30 values; older reports have none. */
  slices: z.array(Slice).optional(),
  /** Older reports have none, nor have those of models that there is no baseline for. */
  comparison: Comparison.optional(),
  createdAt: Instant,
});

export const WordCount = z.object({ name: z.string(), words: z.int(), unknown: z.int() });
export type WordCount = z.infer<typeof WordCount>;

/** How many words of the texts the model has no id for: of all, by script (a language where it tells one), by class. */
export const UnknownWords = WordCount.omit({ name: true }).extend({
  scripts: z.array(WordCount),
  classes: z.array(WordCount),
});
export type UnknownWords = z.infer<typeof UnknownWords>;

export const ClassificationReport = Evaluated.extend({
  task: z.literal('classify'),
  accuracy: z.number(),
  macro: Average,
  weighted: Average,
  labels: z.array(z.string()),
  /** confusion[actual][predicted], in the order of `labels`. */
  confusion: z.array(z.array(z.int())),
  classes: z.array(ClassScore),
  /** Of a model of texts made here. */
  unknown: UnknownWords.optional(),
  /** The most confident first, at most 200. */
  mistakes: z.array(Mistake),
});
export type ClassificationReport = z.infer<typeof ClassificationReport>;

/** A sample whose number was missed. */
export const Miss = z.object({
  sample: Sha256,
  text: z.string(),
  actual: z.number(),
  predicted: z.number(),
});
export type Miss = z.infer<typeof Miss>;

export const RegressionReport = Evaluated.extend({
  task: z.literal('regress'),
  /** Root of the mean squared error and mean absolute error, in the target's unit. */
  rmse: z.number(),
  mae: z.number(),
  /** Share of the spread that is explained; 0 for always saying the mean, negative for worse. */
  r2: z.number(),
  /** Actual and predicted of some samples, at most 500. */
  points: z.array(z.tuple([z.number(), z.number()])),
  /** The farthest off first, at most 100. */
  misses: z.array(Miss),
});
export type RegressionReport = z.infer<typeof RegressionReport>;

/** A row that the model could not rebuild well. */
export const Oddity = z.object({ sample: Sha256, text: z.string(), error: z.number() });
export type Oddity = z.infer<typeof Oddity>;

export const ReconstructionReport = Evaluated.extend({
  task: z.literal('reconstruct'),
  rmse: z.number(),
  /** Errors that half, nine in ten and 99 in 100 of the samples stay under. */
  quantiles: z.object({ p50: z.number(), p90: z.number(), p99: z.number() }),
  /** The largest error first, at most 100. */
  oddities: z.array(Oddity),
});
export type ReconstructionReport = z.infer<typeof ReconstructionReport>;

export const GenerationReport = Evaluated.extend({
  task: z.literal('generate'),
  /** exp(loss): equally likely tokens that the model is torn between. */
  perplexity: z.number(),
  /** Bits to write down one character with the model's help. */
  bitsPerCharacter: z.number(),
  characters: z.int(),
});
export type GenerationReport = z.infer<typeof GenerationReport>;

export const Report = z.discriminatedUnion('task', [
  ClassificationReport,
  RegressionReport,
  ReconstructionReport,
  GenerationReport,
]);
export type Report = z.infer<typeof Report>;

/** A report without the samples it tells of. */
export const ReportSummary = z.discriminatedUnion('task', [
  ClassificationReport.omit({ mistakes: true }),
  RegressionReport.omit({ points: true, misses: true }),
  ReconstructionReport.omit({ oddities: true }),
  GenerationReport,
]);
export type ReportSummary = z.infer<typeof ReportSummary>;

export const evaluation = {
  /** Starts an evaluation; the job's subject is the report. */
  evaluate: write(ENGINEERS)
    .input(z.object({ model: Id, version: Id, split: z.enum(SPLITS).default('test') }))
    .output(z.object({ report: Id, job: Id })),
  report: read(EVERYONE)
    .input(z.object({ report: Id }))
    .output(Report),
  reports: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(z.array(ReportSummary)),
  /** The best model on a split of each version of a dataset that anything was evaluated on, each model by its newest report. */
  bestByVersion: read(EVERYONE)
    .input(z.object({ dataset: Id, split: z.enum(SPLITS), metric: z.string().max(100) }))
    .output(
      z.array(
        z.object({
          version: Id,
          number: z.int(),
          /** Samples to train on. */
          train: z.int(),
          model: Id,
          value: z.number(),
        }),
      ),
    ),
};
