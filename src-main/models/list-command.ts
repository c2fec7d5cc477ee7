/** @file `lathe models`: what there is, with the ids that other commands take. */
import { everyRow } from '../../src-shared/platform/pages.ts';
import type { Session } from '../platform/cli/session.ts';
import { percent, table } from '../platform/cli/terminal.ts';

export async function modelsCommand({ client, terminal }: Session): Promise<void> {
  const models = await everyRow(client.models.list);
  const rows = models.map(({ id, number, name, runNumber, supersededBy, labels, summary, weightsSha256 }) => [
    ...[id, number, name],
    ...[runNumber ?? '', supersededBy === null ? '' : 'superseded'],
    labels.join(', '),
    summary['validation.accuracy'] === undefined ? '' : percent(summary['validation.accuracy']),
    weightsSha256.slice(0, 7),
  ]);
  const none = 'No models yet. Train one with “lathe train --version V”.';
  terminal.result(
    { models },
    models.length === 0
      ? none
      : table(['model', 'no.', 'name', 'run', '', 'classes', 'validation accuracy', 'weights'], rows),
  );
}
