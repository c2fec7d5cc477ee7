/**
 * @file Alerts: rules are looked at in the transaction in which points come in, or a run ends, so that none is missed and none
 * fires twice; whoever is to know is told when that transaction is over.
 */
import { setTimeout } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type {
  Alert,
  AlertCommand,
  AlertCondition,
  AlertEvidence,
  AlertRule,
  LoggedPoint,
} from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { pageAt } from '../../../src-shared/platform/pages.ts';
import { directionOf } from '../../../src-shared/tracking/directions.ts';
import type { Points } from '../points/points.ts';
import { requireProgram, runCommand } from './command.ts';
import { evidenceOfCurve, evidenceOfEnd, evidenceOfValues } from './evaluate.ts';
import { prepareAlertQueries, type AlertRow, type RuleRow } from './queries.ts';
import { createStalls } from './stalls.ts';

export interface AlertsParts {
  readonly db: Database;
  readonly emit: Emit;
  readonly points: Points;
}

export type Alerts = ReturnType<typeof createAlerts>;

/** How often it is looked which runs make no progress. */
const LOOK_MS = 10_000;
/** How long the end of the workbench waits for a command. */
const CLOSE_MS = 5000;

export function createAlerts({ db, emit, points }: AlertsParts) {
  const queries = prepareAlertQueries(db);
  let enabled = readEnabled();
  const stalls = createStalls({ points, rules: () => enabled, running: () => queries.running.all(), fire });
  let telling: NodeJS.Immediate | undefined;
  let fired: number[] = [];
  let commands = Promise.resolve();
  let underWay = 0;
  let closed = false;

  function readEnabled(): readonly AlertRule[] {
    return queries.rules
      .all()
      .map(toRule)
      .filter((rule) => rule.enabled);
  }

  const rulesOf = (experiment: string): readonly AlertRule[] =>
    enabled.filter((rule) => rule.experiment === null || rule.experiment === experiment);

  function fire({ id, condition }: AlertRule, run: string, evidence: AlertEvidence): void {
    const { changes, lastInsertRowid } = queries.fire.run({
      rule: id,
      run,
      at: new Date().toISOString(),
      condition: JSON.stringify(condition),
      evidence: JSON.stringify(evidence),
      command: queries.command.get() ? 'waiting' : 'none',
    });
    if (changes === 0) return;
    fired.push(Number(lastInsertRowid));
    telling ??= setImmediate(tell);
  }

  /** Of a transaction that was taken back, no alert is left to tell of. */
  function tell(): void {
    telling = undefined;
    const numbers = fired;
    fired = [];
    if (!db.open) return;
    for (const number of numbers) {
      const row = queries.alert.get(number);
      if (!row) continue;
      emit({ type: 'changed', what: 'alerts', id: String(number) });
      if (row.command === 'waiting') runSoon(number);
    }
  }

  /** One command after another, so that many alerts do not start as many programs. */
  function runSoon(number: number): void {
    underWay++;
    commands = commands.then(() => runNow(number)).finally(() => void underWay--);
  }

  async function runNow(number: number): Promise<void> {
    const [row, command] = closed || !db.open ? [] : [queries.alert.get(number), commandNow()];
    if (!row) return;
    const error = command ? await runCommand(command, toAlert(row)) : null;
    if (!db.open) return;
    queries.setCommandEnd.run(command ? (error === null ? 'done' : 'failed') : 'none', error, number);
    emit({ type: 'changed', what: 'alerts', id: String(number), edited: true });
  }

  function commandNow(): AlertCommand | null {
    const row = queries.command.get();
    return row ? { ...row, arguments: JSON.parse(row.arguments) } : null;
  }

  function rule(id: string): AlertRule {
    const row = queries.rule.get(id);
    if (!row) throw new AppError('house.notFound', { what: 'alert rule', id });
    return toRule(row);
  }

  function rulesChanged(): void {
    enabled = readEnabled();
    emit({ type: 'changed', what: 'alerts', id: '' });
  }

  const timer = setInterval(() => db.open && stalls.look(), LOOK_MS).unref();
  return {
    /** Looks at new points; the caller holds the transaction in which they were written. */
    measured(run: string, measured: readonly LoggedPoint[]): void {
      if (enabled.length === 0 || measured.length === 0) return;
      const names = new Set(measured.map(({ metric }) => metric));
      const { experiment = '' } = queries.runOf.get(run) ?? {};
      for (const one of rulesOf(experiment)) {
        const { condition } = one;
        if (condition.kind === 'ended') continue;
        const { metric } = condition;
        if ((metric !== null && !names.has(metric)) || queries.hasFired.get(one.id, run)) continue;
        const evidence =
          condition.kind === 'notFinite'
            ? evidenceOfValues(metric, measured)
            : ofCurve(condition, run, condition.metric);
        if (evidence) fire(one, run, evidence);
      }
    },
    /** A training that went back to an earlier state: its loss was no number, or ran away. */
    faulted(run: string, { fault, step }: { fault: 'notFinite' | 'exploded'; step: number }): void {
      const { experiment = '' } = queries.runOf.get(run) ?? {};
      const kind = fault === 'notFinite' ? 'notFinite' : 'divergence';
      for (const one of rulesOf(experiment)) {
        const { condition } = one;
        if (condition.kind !== kind || (condition.metric ?? TRAINING_LOSS) !== TRAINING_LOSS) continue;
        const value = fault === 'notFinite' ? ('NaN' as const) : null;
        fire(one, run, { metric: TRAINING_LOSS, value, step, best: null, state: null });
      }
    },
    /** Looks at a run that ended; the caller may hold a transaction. */
    ended(run: string): void {
      const { experiment, state } = queries.runOf.get(run) ?? {};
      if (experiment === undefined || state === undefined) return;
      for (const one of rulesOf(experiment)) {
        const evidence = evidenceOfEnd(one.condition, state);
        if (evidence) fire(one, run, evidence);
      }
    },
    /** For tests: what the timer does. */
    look: stalls.look,
    rules: (): AlertRule[] => queries.rules.all().map(toRule),
    addRule(
      { experiment, condition }: { experiment: string | null; condition: AlertCondition },
      by: string,
    ): AlertRule {
      if (experiment !== null && queries.experiment.get(experiment) === undefined)
        throw new AppError('house.notFound', { what: 'experiment', id: experiment });
      const id = createId('alert');
      const at = new Date().toISOString();
      queries.addRule.run({ id, experiment, condition: JSON.stringify(condition), at, by });
      rulesChanged();
      return rule(id);
    },
    setEnabled(id: string, isEnabled: boolean): AlertRule {
      rule(id);
      queries.setEnabled.run(Number(isEnabled), id);
      rulesChanged();
      return rule(id);
    },
    removeRule(id: string): void {
      rule(id);
      queries.removeRule.run(id);
      rulesChanged();
    },
    list({ offset, limit }: { offset: number; limit: number }) {
      const items = queries.list.all(limit, offset).map(toAlert);
      return pageAt(items, { offset, total: queries.count.get() ?? 0 });
    },
    command: commandNow,
    /** @throws AppError `tracking.noProgram` */
    setCommand(command: AlertCommand | null, by: string): AlertCommand | null {
      if (command === null) queries.dropCommand.run();
      else {
        requireProgram(command);
        const at = new Date().toISOString();
        queries.setCommand.run({ ...command, arguments: JSON.stringify(command.arguments), at, by });
      }
      emit({ type: 'changed', what: 'alerts', id: '' });
      return commandNow();
    },
    /** Starts the command with an alert that is made up. @returns why it failed, or null */
    async tryCommand(): Promise<string | null> {
      const command = commandNow();
      return command && runCommand(command, MADE_UP);
    },
    /** Starts the commands of alerts that the end of a workbench cut off. */
    resume: () => queries.waiting.all().forEach(runSoon),
    /** Waits a little for the command that is under way; what did not end is started again by {@link resume}. */
    async close(): Promise<void> {
      clearInterval(timer);
      clearImmediate(telling);
      tell();
      if (underWay > 0) await Promise.race([commands, setTimeout(CLOSE_MS, undefined, { ref: false })]);
      closed = true;
    },
  };

  function ofCurve(
    condition: Exclude<AlertCondition, { kind: 'ended' | 'notFinite' }>,
    run: string,
    metric: string,
  ): AlertEvidence | null {
    const series = points.queries.series.get(run, metric);
    return series ? evidenceOfCurve(condition, series, directionOf(metric, points.directions())) : null;
  }
}

const TRAINING_LOSS = 'train.loss';

const MADE_UP: Alert = {
  number: 0,
  rule: 'alert-example',
  run: 'run-example',
  runNumber: 1,
  runName: 'example',
  at: '2026-01-01T00:00:00.000Z',
  condition: { kind: 'threshold', metric: TRAINING_LOSS, side: 'above', limit: 5 },
  evidence: { metric: TRAINING_LOSS, value: 7.2, step: 40, best: null, state: null },
  command: 'waiting',
  commandError: null,
};

function toRule({ enabled, condition, ...row }: RuleRow): AlertRule {
  return { ...row, condition: JSON.parse(condition), enabled: enabled === 1 };
}

function toAlert({ condition, evidence, ...row }: AlertRow): Alert {
  return { ...row, condition: JSON.parse(condition), evidence: JSON.parse(evidence) };
}
