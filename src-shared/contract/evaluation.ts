/** @file Evaluation and export. */
import * as z from 'zod';
import { ENGINEERS, EVERYONE, Id, Instant, Sha256, read, write } from './procedure.ts';
import { SPLITS } from './values.ts';

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

export const Report = z.object({
  id: Id,
  model: Id,
  version: Id,
  dataset: Id,
  split: z.enum(SPLITS),
  samples: z.int(),
  accuracy: z.number(),
  macro: Average,
  weighted: Average,
  /** Mean cross-entropy in nats. */
  loss: z.number(),
  labels: z.array(z.string()),
  /** confusion[actual][predicted], in the order of `labels`. */
  confusion: z.array(z.array(z.int())),
  classes: z.array(ClassScore),
  /** The most confident first, at most 200. */
  mistakes: z.array(Mistake),
  createdAt: Instant,
});
export type Report = z.infer<typeof Report>;

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
    .output(z.array(Report.omit({ mistakes: true }))),
  /** The self-contained .onnx with labels, metrics, lineage and model card in its metadata, as a file to download. */
  export: write(ENGINEERS)
    .input(z.object({ model: Id }))
    .output(z.object({ blob: Sha256, fileName: z.string(), bytes: z.number(), url: z.string() })),
  /** The model card in Markdown. */
  card: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(z.object({ markdown: z.string() })),
};
