/** @file What the things are called that a plan's facts name by id: asked of the workbench, once each. */
import type { Client } from '../contract.ts';
import type { Names } from './fact-words.ts';
import type { FactReference, Link } from './kinds/values.ts';

/** What a dataset, model, run or version is called now. */
type NameOf = (client: Client, id: string) => Promise<string>;

const BY_ID: Readonly<Record<string, NameOf>> = {
  dataset: async ({ datasets }, dataset) => (await datasets.get({ dataset })).name,
  model: async ({ models }, model) => (await models.get({ model })).name,
  task: async ({ labeling, datasets }, task) => {
    const { dataset, name } = await labeling.task({ task });
    const { name: datasetName } = await datasets.get({ dataset });
    return name === '' ? datasetName : `${datasetName} · ${name}`;
  },
  run: async ({ runs }, run) => {
    const { number, name } = await runs.get({ run });
    return name.includes(`#${number}`) ? name : `#${number} ${name}`;
  },
  registered: async ({ registry }, registered) => (await registry.get({ registered })).name,
  search: async (client, search) => (await client.search.get({ search })).name,
  version: async ({ versions }, version) => {
    const { datasetName, number } = await versions.get({ version });
    return `${datasetName} v${number}`;
  },
};

/** The names of all that these facts and links name; what is gone keeps its id. */
export async function readNames(
  client: Client,
  { facts, links = [] }: { readonly facts: readonly FactReference[]; readonly links?: readonly Link[] },
): Promise<Names> {
  const asked = [
    ...facts.flatMap(({ parameters }) => Object.entries(parameters)),
    ...links.map(({ what, id }) => [what, id] as const),
  ];
  const known = new Map<string, string>();
  for (const [what, id] of asked) if (BY_ID[what]) known.set(`${what} ${id}`, id);
  await Promise.all(
    [...known].map(async ([key, id]) => {
      const nameOf = BY_ID[key.slice(0, key.indexOf(' '))]!;
      // Gone, or of another workspace: its id is all there is to say.
      const name = await nameOf(client, id).catch(() => undefined);
      if (name !== undefined) known.set(key, name);
    }),
  );
  return (what, id) => known.get(`${what} ${id}`) ?? id;
}
