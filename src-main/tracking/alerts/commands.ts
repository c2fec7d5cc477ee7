/** @file `lathe alerts`: rules on metrics and ends of runs, and what they found. */
import type { Command } from 'commander';
import type { Alert, AlertCondition, AlertRule } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { alertInWords, conditionInWords } from '../../../src-shared/tracking/alerts/words.ts';
import { ENDED_STATES } from '../../../src-shared/tracking/alerts/values.ts';
import { decimal, wholeNumber } from '../../platform/cli/arguments.ts';
import type { CommandLine, CommonOptions } from '../../platform/cli/command-line.ts';
import type { Session } from '../../platform/cli/session.ts';

interface RuleOptions {
  readonly metric?: string;
  readonly experiment?: string;
  readonly above?: number;
  readonly below?: number;
  readonly notFinite?: boolean;
  readonly diverges?: number;
  readonly steps?: number;
  readonly minutes?: number;
  readonly ended?: string;
}

export function addAlertCommands(
  lathe: Command,
  { common, within }: Pick<CommandLine, 'common' | 'within'>,
): void {
  const list = (_own: unknown, command: Command) =>
    within(command.optsWithGlobals<CommonOptions>(), listCommand);
  const alerts = common(lathe.command('alerts'))
    .description('list the rules of alerts, and the latest alerts')
    .action(list);
  common(alerts.command('ls')).description('the same').action(list);
  common(alerts.command('add'))
    .description('add a rule: it fires once for each run in which it holds')
    .option('--metric <name>', 'the metric, e.g. validation.loss')
    .option('--experiment <name>', 'only for runs of this experiment')
    .option('--above <value>', 'the metric is above a value', decimal)
    .option('--below <value>', 'the metric is below a value', decimal)
    .option('--not-finite', 'a value is NaN or infinite; of any metric unless one is named')
    .option('--diverges <factor>', 'the metric is so many times worse than its best', decimal)
    .option('--steps <count>', 'the metric is no better for so many steps', wholeNumber)
    .option('--minutes <minutes>', 'the metric is no better for so many minutes', decimal)
    .option('--ended <states>', `a run ended, e.g. failed,crashed; one or more of ${ENDED_STATES.join(', ')}`)
    .action((_own: unknown, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) =>
        addCommand(session, command.opts<RuleOptions>()),
      ),
    );
  common(alerts.command('rm'))
    .description('remove rules; what they found stays')
    .argument('<rules...>', 'ids of the rules')
    .action((rules: string[], _own: unknown, command: Command) =>
      within(command.optsWithGlobals<CommonOptions>(), (session) => removeCommand(session, rules)),
    );
}

async function listCommand({ client, terminal }: Session): Promise<void> {
  const rules = await client.alerts.rules();
  const { items } = await client.alerts.list({ limit: 20 });
  const shown = [...rules.map(ruleLine), ...(items.length > 0 ? ['', ...items.map(alertLine)] : [])];
  terminal.result(
    { rules, alerts: items },
    shown.join('\n') || 'There are no rules. “lathe alerts add” adds one.',
  );
}

function ruleLine({ id, condition, enabled, experimentName }: AlertRule): string {
  const where = experimentName === null ? 'all runs' : `runs of “${experimentName}”`;
  return `${id}  ${conditionInWords(condition).en} (${where})${enabled ? '' : '  (off)'}`;
}

function alertLine(alert: Alert): string {
  const failed = alert.commandError === null ? '' : `  (command failed: ${alert.commandError})`;
  return `${alert.at}  ${alertInWords(alert).en}${failed}`;
}

async function addCommand({ client, terminal }: Session, options: RuleOptions): Promise<void> {
  const condition = conditionOf(options);
  const { experiment: name } = options;
  const all = name === undefined ? [] : await client.experiments.list({ shelf: 'all' });
  const experiment = all.find((one) => one.name === name);
  if (name !== undefined && !experiment) throw usage(`There is no experiment “${name}”.`);
  const rule = await client.alerts.addRule({ experiment: experiment?.id ?? null, condition });
  terminal.result({ id: rule.id, rule }, `Added ${ruleLine(rule)}.`);
}

async function removeCommand({ client, terminal }: Session, rules: readonly string[]): Promise<void> {
  for (const rule of rules) await client.alerts.removeRule({ rule });
  terminal.result({ removed: rules }, `Removed ${rules.join(', ')}.`);
}

function usage(why: string): AppError {
  return new AppError('house.usage', { command: 'alerts add', why });
}

/** Each option that makes a condition, where it is given. */
function conditionOf(options: RuleOptions): AlertCondition {
  const { metric, above, below, notFinite, diverges, steps, minutes, ended } = options;
  const named = (): string => {
    if (metric === undefined) throw usage('Name the metric with --metric.');
    return metric;
  };
  const conditions: AlertCondition[] = [
    ...(above === undefined
      ? []
      : [{ kind: 'threshold', metric: named(), side: 'above', limit: above } as const]),
    ...(below === undefined
      ? []
      : [{ kind: 'threshold', metric: named(), side: 'below', limit: below } as const]),
    ...(notFinite ? [{ kind: 'notFinite', metric: metric ?? null } as const] : []),
    ...(diverges === undefined ? [] : [{ kind: 'divergence', metric: named(), factor: diverges } as const]),
    ...(steps === undefined ? [] : [{ kind: 'noProgress', metric: named(), steps, minutes: null } as const]),
    ...(minutes === undefined
      ? []
      : [{ kind: 'noProgress', metric: named(), steps: null, minutes } as const]),
    ...(ended === undefined ? [] : [{ kind: 'ended', states: statesIn(ended) } as const]),
  ];
  const [condition, ...more] = conditions;
  if (!condition || more.length > 0)
    throw usage(
      'Say one condition: --above, --below, --not-finite, --diverges, --steps, --minutes or --ended.',
    );
  return condition;
}

function statesIn(text: string): (typeof ENDED_STATES)[number][] {
  return text.split(',').map((name) => {
    const state = ENDED_STATES.find((known) => known === name.trim());
    if (!state) throw usage(`“${name.trim()}” is no end of a run: ${ENDED_STATES.join(', ')}.`);
    return state;
  });
}
