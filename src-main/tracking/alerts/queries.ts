/** @file The SQL of alerts. */
import type { Database } from 'better-sqlite3';
import type { Alert, RunState } from '../../../src-shared/contract.ts';

export interface RuleRow {
  readonly id: string;
  readonly experiment: string | null;
  readonly experimentName: string | null;
  /** JSON. */
  readonly condition: string;
  readonly enabled: number;
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface AlertRow extends Omit<Alert, 'condition' | 'evidence'> {
  /** JSON. */
  readonly condition: string;
  readonly evidence: string;
}

export interface CommandRow {
  readonly program: string;
  /** JSON: a list. */
  readonly arguments: string;
  readonly seconds: number;
}

export interface RunningRow {
  readonly id: string;
  readonly experiment: string;
}

const ALERT = `SELECT a.number, a.rule, a.run, r.number AS runNumber, r.name AS runName, a.at, a.condition, a.evidence, a.command,
  a.command_error AS commandError FROM alerts a JOIN runs r ON r.id = a.run`;
const RULE = `SELECT u.id, u.experiment, e.name AS experimentName, u.condition, u.enabled, u.created_at AS createdAt,
  u.created_by AS createdBy FROM alert_rules u LEFT JOIN experiments e ON e.id = u.experiment`;

export function prepareAlertQueries(db: Database) {
  return {
    rules: db.prepare<[], RuleRow>(`${RULE} ORDER BY u.created_at, u.id`),
    rule: db.prepare<[string], RuleRow>(`${RULE} WHERE u.id = ?`),
    addRule: db.prepare<{ id: string; experiment: string | null; condition: string; at: string; by: string }>(
      `INSERT INTO alert_rules (id, experiment, condition, enabled, created_at, created_by)
       VALUES ($id, $experiment, $condition, 1, $at, $by)`,
    ),
    setEnabled: db.prepare<[number, string]>('UPDATE alert_rules SET enabled = ? WHERE id = ?'),
    removeRule: db.prepare<[string]>('DELETE FROM alert_rules WHERE id = ?'),
    experiment: db.prepare<[string], string>('SELECT id FROM experiments WHERE id = ?').pluck(),
    hasFired: db.prepare<[string, string], number>('SELECT 1 FROM alerts WHERE rule = ? AND run = ?').pluck(),
    fire: db.prepare<{
      rule: string;
      run: string;
      at: string;
      condition: string;
      evidence: string;
      command: Alert['command'];
    }>(
      `INSERT OR IGNORE INTO alerts (rule, run, at, condition, evidence, command)
       VALUES ($rule, $run, $at, $condition, $evidence, $command)`,
    ),
    alert: db.prepare<[number], AlertRow>(`${ALERT} WHERE a.number = ?`),
    list: db.prepare<[number, number], AlertRow>(`${ALERT} ORDER BY a.number DESC LIMIT ? OFFSET ?`),
    count: db.prepare<[], number>('SELECT count(*) FROM alerts').pluck(),
    waiting: db
      .prepare<[], number>("SELECT number FROM alerts WHERE command = 'waiting' ORDER BY number")
      .pluck(),
    setCommandEnd: db.prepare<[Alert['command'], string | null, number]>(
      'UPDATE alerts SET command = ?, command_error = ? WHERE number = ?',
    ),
    command: db.prepare<[], CommandRow>('SELECT program, arguments, seconds FROM alert_command'),
    setCommand: db.prepare<CommandRow & { at: string; by: string }>(
      `INSERT OR REPLACE INTO alert_command (one, program, arguments, seconds, set_at, set_by)
       VALUES (1, $program, $arguments, $seconds, $at, $by)`,
    ),
    dropCommand: db.prepare('DELETE FROM alert_command'),
    runOf: db.prepare<[string], { experiment: string; state: RunState }>(
      'SELECT experiment, state FROM runs WHERE id = ?',
    ),
    running: db.prepare<[], RunningRow>("SELECT id, experiment FROM runs WHERE state = 'running'"),
  };
}

export type AlertQueries = ReturnType<typeof prepareAlertQueries>;
