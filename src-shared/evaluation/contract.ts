/** @file Evaluation: reports of models over versions. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Sha256, read, write } from '../platform/procedure.ts';
import { SPLITS } from '../platform/values.ts';
import { PairedPredictions } from './paired.ts';
import { BASELINES, COMPARED_METRICS } from './values.ts';

export * from './paired.ts';

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

/** A class of samples that can have several, or of parts of samples. */
export const LabelScore = ClassScore.extend({ predicted: z.int() });
export type LabelScore = z.infer<typeof LabelScore>;

/** A sample whose labels are not those that it should have. */
export const LabelsMissed = z.object({
  sample: Sha256,
  text: z.string(),
  actual: z.array(z.string()),
  predicted: z.array(z.string()),
  /** Mean over the labels of -ln p of what is right, in nats. */
  loss: z.number(),
});
export type LabelsMissed = z.infer<typeof LabelsMissed>;

export const MultilabelReport = Evaluated.extend({
  task: z.literal('multilabel'),
  /** F1 of all pairs of a sample and a label together, and the mean of the labels' F1. */
  microF1: z.number(),
  macroF1: z.number(),
  /** Share of the samples all of whose labels are right. */
  exactMatch: z.number(),
  labels: z.array(z.string()),
  /** Of each label: the probability from which on it is given. */
  classes: z.array(LabelScore.extend({ threshold: z.number() })),
  /** Labels in the data that the model does not know; they count nowhere. */
  unknownLabels: z.int(),
  /** The largest loss first, at most 100. */
  missed: z.array(LabelsMissed),
});
export type MultilabelReport = z.infer<typeof MultilabelReport>;

/** A report without a loss: its answers do not say how sure the model was. */
const EvaluatedParts = Evaluated.omit({ loss: true }).extend({
  labels: z.array(z.string()),
  /** Parts of the data whose class the model does not know; they count nowhere. */
  unknownLabels: z.int(),
});

const MarkedSpan = z.object({ start: z.int(), end: z.int(), label: z.string() });
const Scores = Average.extend({ support: z.int(), predicted: z.int() });

export const TaggingReport = EvaluatedParts.extend({
  task: z.literal('tag'),
  /** All spans together: those with the same start, end and class, and those that share a character. */
  exact: Scores,
  overlap: Scores,
  /** The mean of the classes' exact F1. */
  macroF1: z.number(),
  /** Share of the texts all of whose spans are right. */
  exactMatch: z.number(),
  classes: z.array(LabelScore.extend({ overlapF1: z.number() })),
  /** The most spans wrong first, at most 50; texts may be cut. */
  missed: z.array(
    z.object({
      sample: Sha256,
      text: z.string(),
      actual: z.array(MarkedSpan),
      predicted: z.array(MarkedSpan),
      wrong: z.int(),
    }),
  ),
});
export type TaggingReport = z.infer<typeof TaggingReport>;

/** Upright, in pixels of the sample's image. */
const MarkedBox = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
  label: z.string(),
});
const OnImage = z.object({
  sample: Sha256,
  text: z.string(),
  /** Of the image, in pixels. */
  width: z.number(),
  height: z.number(),
});

export const DetectionReport = EvaluatedParts.extend({
  task: z.literal('detect'),
  /** Average precision as COCO has it: the mean over overlaps of .5 to .95, and at .5; null where the data have no box. */
  map: z.number().nullable(),
  map50: z.number().nullable(),
  /** Share of the images on which every box is found and no other. */
  exactMatch: z.number(),
  classes: z.array(
    z.object({
      label: z.string(),
      ap: z.number().nullable(),
      ap50: z.number().nullable(),
      support: z.int(),
      /** Precision at recalls of 0, .01, … 1, at an overlap of .5; none of a class that does not occur. */
      curve: z.array(z.number()),
    }),
  ),
  /** The most boxes wrong first, at most 50; of those predicted the ones that count as found. */
  missed: z.array(
    OnImage.extend({
      actual: z.array(MarkedBox),
      predicted: z.array(MarkedBox.extend({ score: z.number() })),
      wrong: z.int(),
    }),
  ),
});
export type DetectionReport = z.infer<typeof DetectionReport>;

/** Run lengths by columns, as annotation tasks have masks; the image is stretched to the mask's size. */
export const LabeledMask = z.object({
  label: z.string(),
  width: z.int(),
  height: z.int(),
  counts: z.array(z.int()),
});
export type LabeledMask = z.infer<typeof LabeledMask>;

export const SegmentationReport = EvaluatedParts.extend({
  task: z.literal('segment'),
  /** The mean over the classes, the background among them. */
  meanIou: z.number(),
  pixelAccuracy: z.number(),
  /** The background first, without a name. IoU and Dice are null of a class that neither occurs nor was predicted. */
  classes: z.array(
    z.object({
      label: z.string(),
      iou: z.number().nullable(),
      dice: z.number().nullable(),
      /** Share of the pixels that have it. */
      share: z.number(),
    }),
  ),
  /** The most pixels wrong first, at most 24. */
  missed: z.array(
    OnImage.extend({
      actual: z.array(LabeledMask),
      predicted: z.array(LabeledMask),
      /** Share of the pixels. */
      wrong: z.number(),
    }),
  ),
});
export type SegmentationReport = z.infer<typeof SegmentationReport>;

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

/** A pair whose preferred item has the lower score. */
export const PairMissed = z.object({
  sample: Sha256,
  first: z.string(),
  second: z.string(),
  preferred: z.enum(['first', 'second']),
  scores: z.object({ first: z.number(), second: z.number() }),
});
export type PairMissed = z.infer<typeof PairMissed>;

/** A model that scores items, on pairs of which people preferred one. */
export const RankingReport = Evaluated.extend({
  task: z.literal('rank'),
  /** Share of the pairs without ties whose preferred item has the higher score, with its 95 % interval. */
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
  /** Pairs in which neither was better. */
  ties: z.int(),
  /** Of the same pairs: the share in which the longer text was preferred, and that in which the side was that is preferred more often. */
  longer: z.number(),
  side: z.number(),
  /** Pairs with a text that the training split has, too; null where that was not counted. */
  seen: z.int().nullable(),
  /** By how sure the model was: how sure on average, and how often rightly; a tie counts half. */
  bins: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      pairs: z.int(),
      confidence: z.number(),
      right: z.number(),
    }),
  ),
  /** The surest first, at most 100. */
  missed: z.array(PairMissed),
});
export type RankingReport = z.infer<typeof RankingReport>;

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
  MultilabelReport,
  TaggingReport,
  DetectionReport,
  SegmentationReport,
  RankingReport,
  ReconstructionReport,
  GenerationReport,
]);
export type Report = z.infer<typeof Report>;

/** A report without the samples it tells of, and without its matrix, from which few samples can be told. */
export const ReportSummary = z.discriminatedUnion('task', [
  ClassificationReport.omit({ mistakes: true, confusion: true }),
  RegressionReport.omit({ points: true, misses: true }),
  MultilabelReport.omit({ missed: true }),
  TaggingReport.omit({ missed: true }),
  DetectionReport.omit({ missed: true }),
  SegmentationReport.omit({ missed: true }),
  RankingReport.omit({ missed: true }),
  ReconstructionReport.omit({ oddities: true }),
  GenerationReport,
]);
export type ReportSummary = z.infer<typeof ReportSummary>;

export const evaluation = {
  /** Asks both models for a split, which takes as long as two evaluations; no report is made of it. */
  comparePredictions: write(ENGINEERS)
    .input(z.object({ first: Id, second: Id, version: Id, split: z.enum(SPLITS).default('test') }))
    .output(PairedPredictions),
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
