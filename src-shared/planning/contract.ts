/** @file The contract of planning: a project's plan as documents of the scope that is its id, gates, milestones, forecasts. */
import * as z from 'zod';
import { documentsContract, type DocumentChange, type DocumentOf } from '../platform/documents.ts';
import { ENGINEERS, EVERYONE, Id, Instant, read, write } from '../platform/procedure.ts';
import { PLAN_KINDS } from './kinds/index.ts';
import { WireErrorSchema } from '../platform/contract.ts';
import { Comparison, Condition, Link } from './kinds/values.ts';
import { exchange } from './exchange/contract.ts';
import { Forecast, ForecastScore, Rates } from './forecast-contract.ts';
import { GATE_STATES, MILESTONE_EVENTS, MILESTONE_STATES } from './values.ts';

export type PlanDocument = DocumentOf<typeof PLAN_KINDS>;
export type PlanChange = DocumentChange<typeof PLAN_KINDS>;
export type PlanKind = keyof typeof PLAN_KINDS;
/** The body of a kind of document. */
export type PlanBody<Kind extends PlanKind> = z.infer<(typeof PLAN_KINDS)[Kind]>;

/** A fact's value: a number in its unit, a state by its name, null while nothing was measured. */
const FactValue = z.union([z.number(), z.string()]).nullable();

const Reading = z.object({
  at: Instant,
  value: FactValue,
  state: z.enum(GATE_STATES),
  /** Why it is not known, as a problem; null where it is. */
  why: WireErrorSchema.nullable(),
});

/** How a gate stands. */
export const GateStatus = z.object({
  gate: Id,
  state: z.enum(GATE_STATES),
  value: FactValue,
  unit: z.string(),
  /** Since when it has had this state; null while it was never read. */
  since: Instant.nullable(),
  /** What is missing to the value asked for, in the unit: positive while the gate fails; null where it has no number. */
  distance: z.number().nullable(),
  /** When it will have held long enough, if it goes on holding; null where it has, or fails. */
  passesAt: Instant.nullable(),
  /** The latest readings that changed the value, the oldest first. */
  trend: z.array(Reading),
  why: WireErrorSchema.nullable(),
  /** What shows the value, where that is not what the parameters name: the model that is best, say. */
  evidence: Link.nullable(),
});
export type GateStatus = z.infer<typeof GateStatus>;

/** Why a milestone is open again: the gate that no longer passed, and what was read. */
const FailedGate = z.object({
  gate: Id,
  name: z.string(),
  value: FactValue,
  comparison: Comparison,
  wanted: z.union([z.number(), z.string()]),
  unit: z.string(),
});

export const MilestoneEvent = z.object({
  seq: z.int(),
  milestone: Id,
  at: Instant,
  type: z.enum(MILESTONE_EVENTS),
  author: z.string(),
  /** What a person said. */
  why: z.string().nullable(),
  failed: FailedGate.nullable(),
});
export type MilestoneEvent = z.infer<typeof MilestoneEvent>;

export const MilestoneStatus = z.object({
  milestone: Id,
  state: z.enum(MILESTONE_STATES),
  since: Instant.nullable(),
  signedBy: z.string().nullable(),
  gates: z.array(GateStatus),
  /** Why it is open again; null where it is not. */
  failed: FailedGate.nullable(),
});
export type MilestoneStatus = z.infer<typeof MilestoneStatus>;

/** A fact that gates and key results can hold on to. */
export const FactDescription = z.object({
  name: z.string(),
  unit: z.string(),
  parameters: z.array(z.string()),
});
export type FactDescription = z.infer<typeof FactDescription>;

export * from './forecast-contract.ts';
export type { ImportPreview } from './exchange/contract.ts';

/** A project among the others: when it is due, and how its milestones stand. */
export const PortfolioProject = z.object({
  project: Id,
  body: PLAN_KINDS.project,
  milestones: z.array(
    z.object({
      milestone: Id,
      name: z.string(),
      due: z.string().nullable(),
      state: z.enum(MILESTONE_STATES),
    }),
  ),
});
export type PortfolioProject = z.infer<typeof PortfolioProject>;

/** When a task came into a plan and left it; `body` is what it last was. */
export const TaskLife = z.object({
  id: Id,
  addedAt: Instant,
  removedAt: Instant.nullable(),
  body: PLAN_KINDS.task,
});
export type TaskLife = z.infer<typeof TaskLife>;

const InProject = z.object({ project: Id });

export const planning = {
  ...documentsContract(PLAN_KINDS),
  ...exchange,
  /** The projects of the workspace, archived ones too, each with its document. */
  projects: read(EVERYONE).output(z.array(z.object({ project: Id, body: PLAN_KINDS.project }))),
  /** All projects of the workspace with their milestones, as they were read last. */
  portfolio: read(EVERYONE).output(z.array(PortfolioProject)),
  facts: read(EVERYONE).output(z.array(FactDescription)),
  /** Reads facts now. */
  values: read(EVERYONE)
    .input(
      z.object({
        of: z.array(z.object({ fact: z.string(), parameters: z.record(z.string(), z.string()) })).max(500),
      }),
    )
    .output(z.array(z.object({ value: FactValue, why: z.string().nullable() }))),
  /** Every task that there ever was in a project, with when it came and went. */
  scopeHistory: read(EVERYONE).input(InProject).output(z.array(TaskLife)),
  /** How the milestones of a project and their gates stand. */
  milestones: read(EVERYONE).input(InProject).output(z.array(MilestoneStatus)),
  /** Tries a gate without keeping it: what would it be today? */
  tryGate: read(EVERYONE)
    .input(Condition)
    .output(GateStatus.omit({ gate: true, since: true, passesAt: true, trend: true })),
  milestoneEvents: read(EVERYONE)
    .input(InProject.extend({ milestone: Id.optional() }))
    .output(z.array(MilestoneEvent)),
  /** Signs a milestone: it closes when all its gates pass. A signature is kept even while they do not, and then closes it. */
  sign: write(ENGINEERS)
    .input(InProject.extend({ milestone: Id, operation: z.uuid() }))
    .output(MilestoneStatus),
  /** Takes the signature back: the milestone is open. */
  reopen: write(ENGINEERS)
    .input(InProject.extend({ milestone: Id, operation: z.uuid(), why: z.string().trim().min(1).max(2000) }))
    .output(MilestoneStatus),
  /** The latest forecast; `stale` once what it was made from changed. Null before the first. */
  forecast: read(EVERYONE)
    .input(InProject)
    .output(z.object({ forecast: Forecast, stale: z.boolean() }).nullable()),
  /** Makes a forecast in a worker and keeps it; where nothing changed the latest one. */
  makeForecast: write(ENGINEERS).input(InProject).output(Forecast),
  forecastScore: read(EVERYONE).input(InProject).output(ForecastScore),
  /** Labels an hour by person, seconds a run by recipe, as measured here. */
  rates: read(EVERYONE).output(Rates),
};
