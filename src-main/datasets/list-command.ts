/** @file `lathe datasets`: what there is, with the ids that other commands take. */
import { everyRow } from '../../src-shared/platform/pages.ts';
import type { Session } from '../platform/cli/session.ts';
import { table } from '../platform/cli/terminal.ts';

export async function datasetsCommand({ client, terminal }: Session): Promise<void> {
  const [datasets, versions] = [await everyRow(client.datasets.list), await client.versions.list({})];
  const rows = datasets.map(({ id, name, kind, samples, labeled }) => [id, name, kind, samples, labeled]);
  const frozen = versions.map((version) => [
    version.id,
    `${version.datasetName} v${version.number}`,
    version.train,
    version.validation,
    version.test,
  ]);
  const text = [
    table(['dataset', 'name', 'kind', 'samples', 'labeled'], rows),
    ...(frozen.length > 0 ? ['', table(['version', 'name', 'train', 'validation', 'test'], frozen)] : []),
  ];
  const none = 'No datasets yet. Import one with “lathe import FILE”.';
  terminal.result({ datasets, versions }, datasets.length === 0 ? none : text.join('\n'));
}
