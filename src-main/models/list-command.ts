/** @file `lathe models`: what there is, with the ids that other commands take. */
import { isShare } from '../../src-shared/evaluation/metrics.ts';
import type { Model } from '../../src-shared/contract.ts';
import { everyRow } from '../../src-shared/platform/pages.ts';
import { TASKS } from '../../src-shared/tasks/tasks.ts';
import type { Session } from '../platform/cli/session.ts';
import { percent, table } from '../platform/cli/terminal.ts';

export async function modelsCommand({ client, terminal }: Session): Promise<void> {
  const models = await everyRow(client.models.list);
  const rows = models.map(
    ({ id, number, name, runNumber, supersededBy, labels, weightsSha256, ...model }) => [
      ...[id, number, name],
      ...[runNumber ?? '', supersededBy === null ? '' : 'superseded'],
      labels.join(', '),
      ...scoreOf(model),
      weightsSha256.slice(0, 7),
    ],
  );
  const none = 'No models yet. Train one with “lathe train --version V”.';
  terminal.result(
    { models },
    models.length === 0
      ? none
      : table(['model', 'no.', 'name', 'run', '', 'classes', 'score', 'on', 'weights'], rows),
  );
}

/** On the test split where there is a report of it, on the validation split otherwise. */
function scoreOf({ task, tested, summary }: Pick<Model, 'task' | 'tested' | 'summary'>): string[] {
  const { headline } = TASKS[task];
  const shown = (value: number) => (isShare(headline) ? percent(value) : value.toPrecision(4));
  const onTest = tested?.metrics[headline];
  if (onTest !== undefined) return [`${headline} ${shown(onTest)}`, 'test'];
  const value = summary[`validation.${headline}`];
  return value === undefined ? ['', ''] : [`${headline} ${shown(value)}`, 'validation'];
}
