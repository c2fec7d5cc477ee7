/** @file Alerts: rules on the metrics and the ends of runs, what they found, and the command that is told of it. */
import * as z from 'zod';
import {
  ENGINEERS,
  EVERYONE,
  Id,
  Instant,
  OWNERS,
  PageRequest,
  pageOf,
  read,
  write,
} from '../../platform/procedure.ts';
import { LoggedName, MetricValue } from '../record.ts';
import { RUN_STATES } from '../values.ts';
import { COMMAND_SECONDS, COMMAND_STATES, ENDED_STATES } from './values.ts';

/** When a rule fires; `values.ts` has the words. */
export const AlertCondition = z.discriminatedUnion('kind', [
  /** Of any metric where none is named. */
  z.object({ kind: z.literal('notFinite'), metric: LoggedName.nullable() }),
  z.object({ kind: z.literal('divergence'), metric: LoggedName, factor: z.number().gt(1).max(1e9) }),
  z
    .object({
      kind: z.literal('noProgress'),
      metric: LoggedName,
      steps: z.int().min(1).nullable(),
      minutes: z.number().gt(0).max(100_000).nullable(),
    })
    .refine(({ steps, minutes }) => (steps === null) !== (minutes === null), {
      error: 'either steps or minutes',
    }),
  z.object({
    kind: z.literal('threshold'),
    metric: LoggedName,
    side: z.enum(['above', 'below']),
    limit: z.number(),
  }),
  z.object({
    kind: z.literal('ended'),
    states: z.array(z.enum(ENDED_STATES)).min(1).max(ENDED_STATES.length),
  }),
]);
export type AlertCondition = z.infer<typeof AlertCondition>;

export const AlertRule = z.object({
  id: Id,
  /** The experiment whose runs it is for; null for all runs. */
  experiment: Id.nullable(),
  experimentName: z.string().nullable(),
  condition: AlertCondition,
  enabled: z.boolean(),
  createdAt: Instant,
  createdBy: z.string(),
});
export type AlertRule = z.infer<typeof AlertRule>;

/** What made a rule fire; what does not apply is null. */
export const AlertEvidence = z.object({
  metric: z.string().nullable(),
  value: MetricValue.nullable(),
  step: z.int().nullable(),
  /** The best value before. */
  best: z.number().nullable(),
  state: z.enum(RUN_STATES).nullable(),
});
export type AlertEvidence = z.infer<typeof AlertEvidence>;

export const Alert = z.object({
  /** 1, 2, 3 … in the workspace. */
  number: z.int(),
  /** The rule may be gone. */
  rule: Id,
  run: Id,
  runNumber: z.int(),
  runName: z.string(),
  at: Instant,
  condition: AlertCondition,
  evidence: AlertEvidence,
  command: z.enum(COMMAND_STATES),
  /** Why the command failed. */
  commandError: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** Started without a shell: the arguments go to the program as they are. */
export const AlertCommand = z.object({
  /** The whole path of a file. */
  program: z.string().min(1).max(4000),
  arguments: z.array(z.string().max(4000)).max(100),
  seconds: z.number().min(1).max(COMMAND_SECONDS.most),
});
export type AlertCommand = z.infer<typeof AlertCommand>;

export const alerts = {
  rules: read(EVERYONE).output(z.array(AlertRule)),
  addRule: write(ENGINEERS)
    .input(z.object({ experiment: Id.nullable(), condition: AlertCondition }))
    .output(AlertRule),
  setEnabled: write(ENGINEERS)
    .input(z.object({ rule: Id, enabled: z.boolean() }))
    .output(AlertRule),
  /** What it found stays. */
  removeRule: write(ENGINEERS)
    .input(z.object({ rule: Id }))
    .output(z.object({})),
  /** The newest first. */
  list: read(EVERYONE).input(PageRequest.prefault({})).output(pageOf(Alert)),
  /** The program that is told of each alert; null for none. */
  command: read(OWNERS).output(AlertCommand.nullable()),
  setCommand: write(OWNERS)
    .input(z.object({ command: AlertCommand.nullable() }))
    .output(AlertCommand.nullable()),
  /** Starts the command with an alert that is made up. */
  tryCommand: write(OWNERS).output(z.object({ error: z.string().nullable() })),
};
