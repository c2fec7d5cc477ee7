/** @file The registry: registered models with versions, aliases, and stages behind gates. */
import * as z from 'zod';
import { WireErrorSchema } from '../platform/contract.ts';
import { ENGINEERS, EVERYONE, Id, Instant, read, write } from '../platform/procedure.ts';
import { Condition } from '../planning/kinds/values.ts';
import { Model } from './contract.ts';
import { GATED_STAGES, STAGES } from './stages.ts';

export const RegisteredName = z.string().trim().min(1).max(250);
/** Markdown. */
export const RegisteredText = z.string().max(100_000);
/** What it may be is said by the room, in words. */
export const Alias = z.string().min(1).max(100);

/**
 * What must hold before a version comes to a stage: a fact held against a value. What it is of goes without the model,
 * which is that of the version.
 */
export const StageGate = Condition.extend({
  stage: z.enum(GATED_STAGES),
  /** The value is then what the fact may differ from that of the version with this alias: 0 is no worse than it. */
  against: Alias.nullable().default(null),
});
export type StageGate = z.infer<typeof StageGate>;

export const RegisteredModel = z.object({
  id: Id,
  name: z.string(),
  description: z.string(),
  tags: z.record(z.string(), z.string()),
  gates: z.array(StageGate),
  aliases: z.array(z.object({ alias: z.string(), version: z.int() })),
  /** How many there are. */
  versions: z.int(),
  /** The newest; null without any. */
  latest: z.int().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type RegisteredModel = z.infer<typeof RegisteredModel>;

export const RegisteredVersion = z.object({
  registered: Id,
  name: z.string(),
  version: z.int(),
  /** Null for one of which an MLflow client told no more than where its files are. */
  model: Model.nullable(),
  /** As an MLflow client told them; empty for a model of this workspace. */
  source: z.string(),
  loggedModel: z.string(),
  run: z.string().nullable(),
  description: z.string(),
  tags: z.record(z.string(), z.string()),
  stage: z.enum(STAGES),
  /** Of one that is retired: where it was, and returns to. */
  stageBefore: z.enum(STAGES),
  aliases: z.array(z.string()),
  createdAt: Instant,
  createdBy: z.string(),
  updatedAt: Instant,
});
export type RegisteredVersion = z.infer<typeof RegisteredVersion>;

const FactValue = z.union([z.number(), z.string()]).nullable();

/** A gate as it was read of a version. */
export const GateReading = z.object({
  gate: StageGate,
  state: z.enum(['passing', 'failing', 'unknown']),
  value: FactValue,
  /** What it is held against; that of the alias and the tolerance taken together. Null where that is not known. */
  wanted: FactValue,
  unit: z.string(),
  why: WireErrorSchema.nullable(),
});
export type GateReading = z.infer<typeof GateReading>;

export const REGISTRY_EVENTS = [
  'created',
  'registered',
  'removed',
  'alias',
  'stage',
  'gates',
  'renamed',
] as const;

/** What was done with a registered model. */
export const RegistryEvent = z.object({
  seq: z.int(),
  at: Instant,
  by: z.string(),
  type: z.enum(REGISTRY_EVENTS),
  version: z.int().nullable(),
  alias: z.string().nullable(),
  /** Of an alias the versions, of a stage the stages, of a name the names; null where there was none. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
  /** The gates that did not hold when they were overridden. */
  failed: z.array(GateReading),
  /** The event that this one takes back. */
  undoes: z.int().nullable(),
});
export type RegistryEvent = z.infer<typeof RegistryEvent>;

const Of = z.object({ registered: Id });
const Version = z.int().min(1);
const Reason = z.string().trim().min(1).max(2000);

export const registry = {
  /** By name. */
  list: read(EVERYONE).output(z.array(RegisteredModel)),
  get: read(EVERYONE).input(Of).output(RegisteredModel),
  /** The newest first. */
  versions: read(EVERYONE).input(Of).output(z.array(RegisteredVersion)),
  /** The versions that a model is. */
  ofModel: read(EVERYONE)
    .input(z.object({ model: Id }))
    .output(z.array(RegisteredVersion)),
  /** The newest first. */
  history: read(EVERYONE).input(Of).output(z.array(RegistryEvent)),
  /** The version that `spam@champion` or `spam/3` names. */
  resolve: read(EVERYONE)
    .input(z.object({ name: z.string().max(400) }))
    .output(RegisteredVersion),
  /** Makes a model the next version of the one with this name, which is made where there is none. */
  register: write(ENGINEERS)
    .input(z.object({ model: Id, name: RegisteredName, description: RegisteredText.default('') }))
    .output(RegisteredVersion),
  rename: write(ENGINEERS)
    .input(Of.extend({ name: RegisteredName }))
    .output(RegisteredModel),
  /** Of a version where one is named. */
  describe: write(ENGINEERS)
    .input(Of.extend({ version: Version.optional(), description: RegisteredText }))
    .output(RegisteredModel),
  /** Points an alias at a version, from wherever it pointed; null takes it away. */
  setAlias: write(ENGINEERS)
    .input(Of.extend({ alias: Alias, version: Version.nullable(), reason: Reason.optional() }))
    .output(RegistryEvent),
  /** Takes an event of an alias back, if the alias was not moved since. */
  undoAlias: write(ENGINEERS)
    .input(Of.extend({ event: z.int() }))
    .output(RegistryEvent),
  /** How the gates before a stage stand for a version, read now. */
  check: read(EVERYONE)
    .input(Of.extend({ version: Version, stage: z.enum(STAGES) }))
    .output(z.array(GateReading)),
  /** Refused while a gate does not hold, unless it is overridden, with a reason that is kept. */
  setStage: write(ENGINEERS)
    .input(
      Of.extend({
        version: Version,
        stage: z.enum(STAGES),
        override: z.boolean().default(false),
        reason: Reason.optional(),
      }),
    )
    .output(RegisteredVersion),
  setGates: write(ENGINEERS)
    .input(Of.extend({ gates: z.array(StageGate).max(100) }))
    .output(RegisteredModel),
};
