/** @file What an answer says, for each kind of annotation task. An empty set of parts is an answer: "nothing here". */
import * as z from 'zod';
import type { TaskKind } from './kinds.ts';

const Label = z.string().min(1).max(80);
/** Names a part within its answer, so that relations, edits and undo mean the same part. */
const PartId = z.string().min(1).max(40);
const Attributes = z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean()])).default({});
/** In pixels of the stored image; from its left or upper edge. May lie outside: what is drawn over an edge is kept. */
const Coordinate = z.number().min(-1e6).max(1e6);

export const ClassValue = z.object({ label: Label });
export const MultilabelValue = z.object({ labels: z.array(Label).max(500) });
export const RatingValue = z.object({ rating: z.int() });

/** Characters from `start` up to, but not including, `end`: UTF-16 units that never cut a surrogate pair. */
export const Span = z.object({
  id: PartId,
  start: z.int().min(0),
  end: z.int().min(1),
  label: Label,
  attributes: Attributes,
});
export type Span = z.infer<typeof Span>;
export const Relation = z.object({ from: PartId, to: PartId, label: Label });
export type Relation = z.infer<typeof Relation>;
export const SpansValue = z.object({
  spans: z.array(Span).max(20_000),
  relations: z.array(Relation).max(20_000).default([]),
});

const Part = z.object({ id: PartId, label: Label, attributes: Attributes });
/** `rotation` in degrees, clockwise around the middle. */
export const BoxRegion = Part.extend({
  shape: z.literal('box'),
  x: Coordinate,
  y: Coordinate,
  width: z.number().positive().max(1e6),
  height: z.number().positive().max(1e6),
  rotation: z.number().min(-360).max(360).default(0),
});
/** x, y, x, y … of at least three corners; not closed by repeating the first. */
const Ring = z.array(Coordinate).min(6).max(200_000);
/** Several outlines where a part covers another thing between them; holes belong to the outline that surrounds them. */
export const PolygonRegion = Part.extend({
  shape: z.literal('polygon'),
  outlines: z
    .array(z.object({ ring: Ring, holes: z.array(Ring).default([]) }))
    .min(1)
    .max(1000),
});
/** One for each point of the schema's skeleton, in its order; null where it is not in the image. */
export const KeypointsRegion = Part.extend({
  shape: z.literal('keypoints'),
  points: z.array(z.object({ x: Coordinate, y: Coordinate, visible: z.boolean() }).nullable()).max(200),
});
/** Run lengths by columns, as COCO counts them: off, on, off, on … Their sum is `width` x `height`. */
export const MaskRegion = Part.extend({
  shape: z.literal('mask'),
  width: z.int().min(1).max(65_535),
  height: z.int().min(1).max(65_535),
  counts: z.array(z.int().min(0)).max(4_000_000),
});
export const Region = z.discriminatedUnion('shape', [BoxRegion, PolygonRegion, KeypointsRegion, MaskRegion]);
export type Region = z.infer<typeof Region>;
export const RegionsValue = z.object({ regions: z.array(Region).max(20_000) });

export const PreferenceValue = z.object({ preferred: z.enum(['first', 'second', 'tie']) });
export const TextValue = z.object({ text: z.string().max(20_000) });

/** Total: an answer of each kind of task. */
export const ANSWER_VALUES = {
  classification: ClassValue,
  multilabel: MultilabelValue,
  rating: RatingValue,
  spans: SpansValue,
  regions: RegionsValue,
  preference: PreferenceValue,
  text: TextValue,
} as const satisfies Record<TaskKind, z.ZodType>;
/** What an answer to a task of this kind says. */
export type AnswerValue<Kind extends TaskKind = TaskKind> = z.infer<(typeof ANSWER_VALUES)[Kind]>;

/** A value of whatever kind, before its task is known; the workbench reads it by its task's kind. */
export const TaskValue = z.record(z.string(), z.unknown());
export type TaskValue = z.infer<typeof TaskValue>;
