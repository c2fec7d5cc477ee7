/** @file Serving: endpoints and predictions. */
import { eventIterator } from '@orpc/contract';
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  LABELERS,
  Name,
  OWNERS,
  read,
  write,
} from '../platform/procedure.ts';
import { WireErrorSchema } from '../platform/contract.ts';
import { ImageForm } from '../datasets/contract.ts';
import { ENDPOINT_NAME } from '../platform/values.ts';
import { TASK_NAMES } from '../tasks/tasks.ts';
import { recordByWord } from '../platform/record.ts';

export const EndpointName = z.string().regex(ENDPOINT_NAME);

const Follow = z.object({ registered: Id, alias: z.string().min(1).max(100) });

export const Endpoint = z.object({
  name: EndpointName,
  model: Id,
  modelName: z.string(),
  /** The alias that it serves, and goes with where that moves; null for one that stays with its model. */
  follows: Follow.extend({
    /** Of the registered model. */
    name: z.string(),
    /** What the alias points at; null where it points at nothing any more. */
    version: z.int().nullable(),
    /** Why it could not go with the alias, and still serves the model of before; null where it does. */
    problem: WireErrorSchema.nullable(),
  }).nullable(),
  state: z.enum(['starting', 'ready', 'stopped', 'failed']),
  /** Path under the workbench's address for `POST {"text": …}`. */
  path: z.string(),
  requests: z.int(),
  errors: z.int(),
  /** Milliseconds over the last 1,000 requests; null before the first. */
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  deployedAt: Instant,
  error: z
    .object({ key: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
export type Endpoint = z.infer<typeof Endpoint>;

/**
 * A cell that was taken otherwise than it may have been meant: a column that was not given (`missing`), or a category that
 * the model has not learned (`unknown`).
 */
export const PredictionWarning = z.object({
  problem: z.enum(['missing', 'unknown']),
  field: z.string(),
  /** Of an unknown category; null otherwise. */
  value: z.string().nullable(),
  /** The categories that the model knows where they are few, else the one closest to the value. */
  known: z.array(z.string()),
  /** How many categories the model knows. */
  categories: z.int(),
  /** The same in words, in English. */
  message: z.string(),
});
export type PredictionWarning = z.infer<typeof PredictionWarning>;

/** Only where there is something to warn of. */
const warnings = z.array(PredictionWarning).optional();

/** What a model says of a row: its class, its labels, its spans, boxes or masks, a number in the target's unit, how unlike its training it is, or how preferable. */
export const Prediction = z.union([
  z.object({
    label: z.string(),
    /** By label, in the model's order; they add up to 1. */
    probabilities: recordByWord(z.number()),
    warnings,
  }),
  z.object({
    /** Those whose probability reaches their threshold, in the model's order; perhaps none. */
    labels: z.array(z.string()),
    /** By label, each by itself. */
    probabilities: recordByWord(z.number()),
    warnings,
  }),
  z.object({
    /** In UTF-16 units of the text as it was asked, from `start` up to, but not including, `end`. */
    spans: z.array(
      z.object({
        start: z.int(),
        end: z.int(),
        label: z.string(),
        text: z.string(),
        /** The smallest probability of its tokens. */
        confidence: z.number(),
      }),
    ),
    warnings,
  }),
  z.object({
    /** In pixels of the image as it looks, from its left and upper edge; the best first. */
    boxes: z.array(
      z.object({
        label: z.string(),
        score: z.number(),
        x: z.number(),
        y: z.number(),
        width: z.number(),
        height: z.number(),
      }),
    ),
    warnings,
  }),
  z.object({
    /** Run lengths by columns, off and on in turn. The image is stretched to `width` x `height`. */
    masks: z.array(
      z.object({
        label: z.string(),
        width: z.int(),
        height: z.int(),
        counts: z.array(z.int()),
        /** The mean probability of its pixels; left out by models that do not say it. */
        confidence: z.number().optional(),
      }),
    ),
    warnings,
  }),
  z.object({ value: z.number(), warnings }),
  /** Mean squared difference of the row and its reconstruction, in deviations of the training rows. */
  z.object({ error: z.number(), warnings }),
  /**
   * How preferable a text is: one is preferred to another with the probability σ(difference of their scores). `rank` is its
   * place among the texts of the same request, 1 for the best; equal scores share one.
   */
  z.object({ score: z.number(), rank: z.int(), warnings }),
]);
export type Prediction = z.infer<typeof Prediction>;

/** What a model is asked with: texts, rows of a table, images, or a prompt that it goes on from. */
export const ModelSignature = z.object({
  task: z.enum(TASK_NAMES),
  /** Null for a model from elsewhere that is asked with tensors only. */
  asks: z.enum(['text', 'table', 'image', 'prompt']).nullable(),
  /** In the order of the probabilities; empty for models that do not classify. */
  labels: z.array(z.string()),
  /** Of a table, in the order of the model's inputs. */
  columns: z.array(
    z.object({
      name: z.string(),
      /** The model's input that it goes into, `[N, 1]`. */
      input: z.string(),
      type: z.enum(['number', 'date', 'category']),
      /** The values that it tells apart, of a category. */
      values: z.array(z.string()),
    }),
  ),
  /** What images are brought to. */
  image: ImageForm.nullable(),
  /** Most tokens that a model which writes sees at once. */
  context: z.int().nullable(),
  inputs: z.array(z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) })),
});
export type ModelSignature = z.infer<typeof ModelSignature>;

/** Cells by the name of their column, null where a value is not known. Numbers and dates may be texts. */
export const Cells = recordByWord(z.union([z.string().max(100_000), z.number(), z.boolean(), z.null()]));
export type Cells = z.infer<typeof Cells>;

/** What a model is asked: a text, a row of a table, an encoded image (in base64, or a file sent before). */
export const Asked = z.union([
  z.strictObject({ text: z.string().max(1_000_000) }),
  z.strictObject({ row: Cells }),
  z.strictObject({ image: z.base64().max(24_000_000) }),
  z.strictObject({ upload: Id }),
]);
export type Asked = z.infer<typeof Asked>;

/** How a model is to write. */
export const Writing = z.strictObject({
  /** What the text begins with. */
  prompt: z.string().max(100_000),
  /** Tokens to write at most. */
  maxTokens: z.int().min(0).max(4096).default(200),
  /** Below 1 the likely tokens become likelier; 0 always takes the likeliest. */
  temperature: z.number().min(0).max(100).default(0.8),
  /** Draw among this many likeliest tokens. */
  topK: z.int().min(1).optional(),
  /** Draw among the fewest likeliest tokens that together have this probability. */
  topP: z.number().gt(0).max(1).optional(),
  /** The same seed writes the same text; drawn where it is not given. */
  seed: z.int().optional(),
  /** Writing ends before the first of these. */
  stop: z.array(z.string().max(200)).max(8).default([]),
});
export type Writing = z.infer<typeof Writing>;

/** A piece of a text, possibly empty; the last one says why writing ended. */
export const WrittenPiece = z.object({ text: z.string(), ending: z.enum(['stop', 'length']).nullable() });
export type WrittenPiece = z.infer<typeof WrittenPiece>;

/** Ask through this endpoint of the model, so that it counts and measures; without it any that is ready, or none. */
const Through = { model: Id, endpoint: EndpointName.optional() };

/** What a program asks endpoints with, as `Authorization: Bearer …`. The key itself is shown once, and kept as its hash. */
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** The one endpoint that it opens; null for all. */
  endpoint: EndpointName.nullable(),
  createdAt: Instant,
  createdBy: z.string(),
  /** To the minute; null before its first use. */
  lastUsedAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const serving = {
  deploy: write(ENGINEERS)
    .input(
      z.union([
        z.object({ model: Id, name: EndpointName.optional() }),
        /** Whatever the alias points at, now and when it was moved. */
        z.object({ follows: Follow, name: EndpointName.optional() }),
      ]),
    )
    .output(Endpoint),
  stop: write(ENGINEERS)
    .input(z.object({ name: EndpointName }))
    .output(Endpoint),
  remove: write(ENGINEERS)
    .input(z.object({ name: EndpointName }))
    .output(z.object({})),
  list: read(EVERYONE).output(z.array(Endpoint)),
  /** Who may ask endpoints without the window: programs with a key, and anyone at this machine where that is on. */
  access: read(EVERYONE).output(z.object({ anyone: z.boolean() })),
  setAccess: write(OWNERS)
    .input(z.object({ anyone: z.boolean() }))
    .output(z.object({ anyone: z.boolean() })),
  /** Newest first. */
  keys: read(ENGINEERS).output(z.array(ApiKey)),
  createKey: write(OWNERS)
    .input(z.object({ name: Name, endpoint: EndpointName.nullable().default(null) }))
    .output(z.object({ key: ApiKey, secret: z.string() })),
  revokeKey: write(OWNERS)
    .input(z.object({ id: Id }))
    .output(z.object({})),
  /** What a model is asked with; loads the model when it is not at work. */
  describe: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(ModelSignature),
  predict: write(LABELERS)
    .input(z.object({ ...Through, rows: z.array(Asked).min(1).max(1000) }))
    .output(z.array(Prediction)),
  /** Writes, piece by piece; ends with the token under way when the caller goes. */
  generate: write(LABELERS).input(Writing.extend(Through)).output(eventIterator(WrittenPiece)),
};
