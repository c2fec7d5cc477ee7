/** @file Sample projects: one click imports one. */
import { hrefTo } from '../../routing/routes.ts';
import type { App } from '../../state/app.svelte.ts';
import type { Client } from '../../../src-shared/contract/index.ts';

export type SampleProject = Awaited<ReturnType<Client['datasets']['samplesOnOffer']>>[number];

/** Imports a sample project into a dataset of its own and opens it. */
export async function importSample(app: App, sample: SampleProject): Promise<void> {
  await app.attempt(async () => {
    const source = { kind: 'sample', name: sample.name } as const;
    const { suggested } = await app.client.datasets.preview({ source });
    const { dataset } = await app.client.datasets.import({
      source,
      name: sample.title,
      language: sample.language,
      textColumn: suggested.text ?? 'text',
      labelColumn: suggested.label,
    });
    app.router.open(hrefTo('dataset', { dataset }));
  });
}
