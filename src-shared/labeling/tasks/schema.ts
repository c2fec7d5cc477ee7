/** @file The label schema of an annotation task: its classes, their attributes, and what an answer must keep to. */
import * as z from 'zod';
import { SHAPES } from './kinds.ts';

/** The longest name of a class, relation, attribute or keypoint, in UTF-16 units. */
const NAME_LENGTH = 80;
const Named = z.string().trim().min(1).max(NAME_LENGTH);

/** A question about a part of an answer: about each span or region of these classes, or of all. */
export const LabelAttribute = z.object({
  name: Named,
  type: z.enum(['choice', 'flag', 'number', 'text']),
  /** Of a choice. */
  choices: z.array(Named).max(100).default([]),
  /** A part without it cannot be saved. */
  required: z.boolean().default(false),
  /** The classes whose parts are asked; empty for all. */
  classes: z.array(Named).default([]),
});
export type LabelAttribute = z.infer<typeof LabelAttribute>;

/** The points of a body, in the order in which they are set, and which of them are joined by a line. */
export const Skeleton = z.object({
  points: z.array(Named).min(1).max(200),
  /** Pairs of places in `points`, from 0. */
  edges: z
    .array(z.tuple([z.int().min(0), z.int().min(0)]))
    .max(400)
    .default([]),
});
export type Skeleton = z.infer<typeof Skeleton>;

/** What an answer must keep to, beside its classes. Fields that do not concern the kind of task are left at their defaults. */
export const SchemaOptions = z.object({
  /** `multilabel`: how many classes an answer names at least and at most. */
  least: z.int().min(0).default(0),
  most: z.int().min(1).nullable().default(null),
  /** `classification`, `multilabel`: whether only classes without children may be given. */
  leavesOnly: z.boolean().default(false),
  /** `rating`: whole numbers from the first to the last, with words for the two ends. */
  scale: z
    .object({
      from: z.int(),
      to: z.int(),
      lowest: z.string().max(NAME_LENGTH).default(''),
      highest: z.string().max(NAME_LENGTH).default(''),
    })
    .default({ from: 1, to: 5, lowest: '', highest: '' }),
  /** `spans`: whether two spans may share characters. `nested`: one inside the other only. */
  overlap: z.enum(['any', 'nested', 'none']).default('any'),
  /** `spans`: names of relations from one span to another. */
  relations: z.array(Named).max(100).default([]),
  /** `spans`: the keys that give relations, and their colors; a relation without gets a digit and a color by its place. */
  relationLooks: z
    .array(
      z.object({
        name: Named,
        key: z.string().regex(/^[0-9a-z]?$/),
        color: z
          .string()
          .regex(/^#[0-9a-f]{6}$/)
          .optional(),
      }),
    )
    .max(100)
    .default([]),
  /** `spans`, `regions`. */
  attributes: z.array(LabelAttribute).max(50).default([]),
  /** `regions`: which can be drawn. */
  shapes: z.array(z.enum(SHAPES)).min(1).default(['box']),
  /** `regions`: of each `keypoints`. */
  skeleton: Skeleton.nullable().default(null),
  /** `preference`: the columns that hold the two and, where there is one, what both answer. */
  columns: z
    .object({ prompt: z.string().nullable().default(null), first: z.string(), second: z.string() })
    .nullable()
    .default(null),
  /** `preference`: whether neither may be better. */
  ties: z.boolean().default(true),
  /** `text`: what is to be written, and in how many characters at most. */
  purpose: z.enum(['caption', 'answer', 'translation', 'other']).default('other'),
  longest: z.int().min(1).max(20_000).default(4000),
});
export type SchemaOptions = z.infer<typeof SchemaOptions>;
