/** @file Training: recipes, runs to start, what computes. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  Name,
  OWNERS,
  LocalizedText,
  Sha256,
  read,
  write,
} from '../platform/procedure.ts';
import { ImageSize } from '../datasets/contract.ts';
import { Parameters } from '../tracking/record.ts';
import { KIND_NAMES } from '../kinds/kinds.ts';
import { ACCELERATORS, PROVIDERS } from '../platform/values.ts';
import { TARGET_NAMES, TASK_NAMES } from '../tasks/tasks.ts';

const ParameterBase = z.object({
  name: z.string(),
  /** What people call it. */
  title: LocalizedText,
  /** What it does. */
  about: LocalizedText,
  /** Shown only when asked for: most people leave it alone. */
  advanced: z.boolean(),
  /** It matters only where another parameter of the recipe has one of these values; always unless given. */
  when: z
    .object({
      parameter: z.string(),
      isIn: z.array(z.union([z.number(), z.string(), z.boolean()])).readonly(),
    })
    .optional(),
});

/** One parameter of a recipe: enough to draw its form field, to check it, and to search over it. */
export const RecipeParameter = z.discriminatedUnion('kind', [
  ParameterBase.extend({
    kind: z.literal('number'),
    default: z.number(),
    min: z.number(),
    max: z.number(),
    integer: z.boolean(),
    unit: z.string(),
    /** The range worth searching, and whether by ratio or by difference; null where searching makes no sense. */
    search: z
      .object({
        from: z.number(),
        to: z.number(),
        scale: z.enum(['linear', 'logarithmic']),
        /** Not searched unless somebody says so: what is best is known, and costs time. */
        ifAsked: z.boolean().optional(),
      })
      .nullable(),
  }),
  ParameterBase.extend({
    kind: z.literal('choice'),
    default: z.string(),
    options: z.array(z.object({ value: z.string(), title: LocalizedText })).readonly(),
    /** Whether searching over the options makes sense. */
    search: z.boolean(),
  }),
  ParameterBase.extend({ kind: z.literal('switch'), default: z.boolean(), search: z.boolean() }),
]);
export type RecipeParameter = z.infer<typeof RecipeParameter>;

export const Recipe = z.object({
  name: z.string(),
  title: LocalizedText,
  /** One or two sentences. */
  summary: LocalizedText,
  /** A page in Markdown; formulas in TeX between dollar signs, `$$` on lines of their own. */
  explanation: LocalizedText,
  task: z.enum(TASK_NAMES),
  /** The data it takes. */
  kind: z.enum(KIND_NAMES),
  targets: z.array(z.enum(TARGET_NAMES)).readonly(),
  parameters: z.array(RecipeParameter).readonly(),
});
export type Recipe = z.infer<typeof Recipe>;

/** A parameter whose value comes from the data, and why. */
export const Proposal = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  why: LocalizedText,
});
export type Proposal = z.infer<typeof Proposal>;

/** What a version's data say about a training: what is stated goes before it. */
export const Proposed = z.object({
  version: Id,
  recipe: z.string(),
  parameters: z.array(Proposal).readonly(),
});
export type Proposed = z.infer<typeof Proposed>;

/** What a node or an operator costs in one training step. */
const Cost = z.object({
  operator: z.string(),
  /** Times that it runs in a step. */
  count: z.number(),
  milliseconds: z.number(),
  /** Of the time of all nodes, 0 to 1. */
  share: z.number(),
  /** Of its outputs. */
  bytes: z.number(),
});

/** Where a training step goes. */
export const StepProfile = z.object({
  /** Steps that were measured. */
  steps: z.int(),
  /** The median step from start to end. */
  stepMilliseconds: z.number(),
  /** The most memory that tensors took at once inside a step; 0 where it is not told. */
  peakBytes: z.number(),
  /** Resident memory of the whole process at its peak; missing in profiles from before it was kept. */
  processBytes: z.number().optional(),
  /** The longest first. */
  operators: z.array(Cost),
  /** The longest first, at most a hundred. */
  nodes: z.array(Cost.extend({ node: z.string(), shape: z.string(), provider: z.string() })),
});
export type StepProfile = z.infer<typeof StepProfile>;

/** Images before and after the random changes of training; PNG in base64. */
export const AugmentationPreview = z.object({
  /** As large as training takes them. */
  size: ImageSize,
  images: z.array(z.object({ sample: Sha256, original: z.string(), changed: z.string() })),
});
export type AugmentationPreview = z.infer<typeof AugmentationPreview>;

/** What was found of an execution provider when it was tried on this machine. */
export const ProviderReport = z.object({
  provider: z.enum(ACCELERATORS),
  /** Why it cannot be used at all; empty where it can. */
  why: z.string(),
  /** Empty where it cannot be used, or is no faster than the processor and was not looked at any further. */
  operators: z.array(
    z.object({
      operator: z.string(),
      /** `same`: as the processor computes; `processor`: it has no kernel, so the processor does it. */
      state: z.enum(['same', 'different', 'processor']),
      /** The greatest, relative to the greatest number; null where it did not run. */
      difference: z.number().nullable(),
    }),
  ),
  /** Times as fast as the processor at products of matrices. */
  speed: z.number(),
  probedAt: Instant,
});
export type ProviderReport = z.infer<typeof ProviderReport>;

/** What is known of this machine's execution providers. */
export const KnownProviders = z.object({
  /** What `auto` takes: the fastest that computes as the processor does, or the processor. */
  recommended: z.enum(PROVIDERS),
  reports: z.array(ProviderReport),
});
export type KnownProviders = z.infer<typeof KnownProviders>;

export const training = {
  recipes: read(EVERYONE).output(z.array(Recipe)),
  start: write(ENGINEERS)
    .input(
      z.object({
        version: Id,
        /** The one that the data speak for, with the values that they speak for, unless given. */
        recipe: z.string().optional(),
        parameters: Parameters.default({}),
        name: Name.optional(),
      }),
    )
    .output(z.object({ run: Id, job: Id })),
  /** The recipe to begin with on a version, or the one named, and what the data say of its parameters. */
  propose: read(EVERYONE)
    .input(z.object({ version: Id, recipe: z.string().optional() }))
    .output(Proposed),
  /** Ends after the current step; what was best until then becomes the model. */
  stop: write(ENGINEERS)
    .input(z.object({ run: Id }))
    .output(z.object({})),
  /** Goes on from the last checkpoint of a stopped or interrupted run. */
  resume: write(ENGINEERS)
    .input(z.object({ run: Id }))
    .output(z.object({ run: Id, job: Id })),
  /** Those that nobody tried yet are tried first, which takes about a second where there is no graphics card. */
  providers: read(EVERYONE).output(KnownProviders),
  /** Tries them all again, every operator of them. Takes seconds to minutes. */
  probe: write(ENGINEERS).output(KnownProviders),
  /** Installs ONNX Runtime's CUDA libraries from a file on this machine, and tries them. */
  setUpCuda: write(OWNERS)
    .input(z.object({ archive: z.string().min(1), sha256: Sha256.optional() }))
    .output(ProviderReport),
  /** Measures the step of a run, which keeps the answer, or of a recipe on a version. Takes as long as some steps. */
  profile: write(ENGINEERS)
    .input(
      z.union([
        z.object({ run: Id }),
        z.object({ version: Id, recipe: z.string(), parameters: Parameters.default({}) }),
      ]),
    )
    .output(StepProfile),
  /** The last profile of a run; null when there is none. */
  profileOf: read(EVERYONE)
    .input(z.object({ run: Id }))
    .output(StepProfile.nullable()),
  /** Some training images of a version, changed at random as a recipe's parameters say. */
  previewAugmentation: read(ENGINEERS)
    .input(
      z.object({
        version: Id,
        recipe: z.string(),
        parameters: Parameters.default({}),
        count: z.int().min(1).max(16).default(8),
        seed: z
          .int()
          .min(0)
          .max(2 ** 31 - 1)
          .default(1),
      }),
    )
    .output(AugmentationPreview),
  /** Trains again from the same version, parameters and seed; the new run says whether the weights are the same. */
  reproduce: write(ENGINEERS)
    .input(z.object({ run: Id }))
    .output(z.object({ run: Id, job: Id })),
};
