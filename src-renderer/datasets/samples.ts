/** @file Sample projects: one click imports one. */
import { hrefTo } from '../platform/routes.ts';
import { importSampleAnnotations } from '../labeling/sample-annotations.ts';
import type { App } from '../platform/app.svelte.ts';
import type { Client } from '../../src-shared/contract.ts';

export type SampleProject = Awaited<ReturnType<Client['datasets']['samplesOnOffer']>>[number];

/** Imports a sample project into a dataset of its own and opens it. */
export async function importSample(app: App, sample: SampleProject): Promise<void> {
  await app.attempt(async () => {
    const { kind, language, title: name } = sample;
    const source = { kind: 'sample', name: sample.name } as const;
    const { dataset, job } = await app.client.datasets.import({ source, kind, name, language });
    await app.jobs.refresh();
    app.router.open(hrefTo('dataset', { dataset }));
    if (sample.annotations && (await app.jobs.ended(job))?.state === 'done')
      await importSampleAnnotations(app.client, { dataset, sample });
  });
}
