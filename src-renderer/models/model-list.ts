/** @file The list of models as the page shows it: read by the page, kept fresh model by model. */
import type { Model } from '../../src-shared/contract.ts';
import type { App } from '../platform/app.svelte.ts';
import type { LiveRowsOptions } from '../platform/live-rows.svelte.ts';

/** How models are read, the newest first. @param search what their names hold; asked whenever something is read */
export function modelRows(client: App['client'], search: () => string): LiveRowsOptions<Model> {
  return {
    keyOf: ({ id }) => id,
    page: (page, signal) => client.models.list({ search: search(), ...page }, { signal }),
    row: (model, signal) => client.models.get({ model }, { signal }),
    placeOf: ({ name }) => (search() ? name : ''),
    arranged: () => search() !== '',
  };
}

/** The model that stands so many places below another in the list; undefined past its ends. */
export async function modelBeside(
  client: App['client'],
  model: Model,
  { by, search }: { by: number; search: string },
): Promise<Model | undefined> {
  const newer = await client.models.list({ search, filters: { after: model.number }, limit: 1 });
  const offset = newer.total + by;
  if (offset < 0) return undefined;
  return (await client.models.list({ search, offset, limit: 1 })).items[0];
}
