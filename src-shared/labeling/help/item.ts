/** @file What stands beside an item of a queue: why it comes now, and what is suggested. */
import * as z from 'zod';
import { TaskValue } from '../tasks/values.ts';

/** Why an item stands where it does in a ranked queue; answers as they are shown. */
export const QueueReason = z.object({
  score: z.number(),
  /** What of an item is decided about, where it has parts: a token. */
  part: z.string().optional(),
  /**
   * The likeliest answer and the one after it, with their probabilities; of parts the decision that is least sure: a label, the tag
   * of a token, a box of a class.
   */
  first: z.string().optional(),
  p: z.number().optional(),
  second: z.string().optional(),
  /** Of the second answer; where `given` is there, of that. */
  q: z.number().optional(),
  /** What it is labeled. */
  given: z.string().optional(),
  /** From the nearest item that is labeled or stands before it: 0 for the same, 1.41 for nothing in common. */
  distance: z.number().optional(),
  /** Of an answer with parts: how many of them a model does not say, and how many it says besides. */
  lacking: z.int().optional(),
  extra: z.int().optional(),
  /** Of a committee of classifiers, by answer. */
  votes: z.array(z.object({ answer: z.string(), votes: z.int() })).optional(),
});
export type QueueReason = z.infer<typeof QueueReason>;

/** What a model says of an item. It is nobody's answer until somebody keeps it. */
export const Suggestion = z.object({
  /** `fast`, `functions`, or the id of a model. */
  source: z.string(),
  /** Of the model. */
  name: z.string(),
  value: TaskValue,
  /** Of several parts that of the least sure one. */
  confidence: z.number(),
  /** Of each part, in the order of the value's; where it has spans or regions. */
  parts: z.array(z.number()).optional(),
});
export type Suggestion = z.infer<typeof Suggestion>;
