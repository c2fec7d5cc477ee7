/** @file What facts can be held on to, and what they are of by name; read once for a form. */
import type { FactDescription } from '../../../src-shared/contract.ts';
import { useApp } from '../../platform/context.ts';
import { useQuery } from '../../platform/query.svelte.ts';
import type { Option } from './fields.ts';

/** As many of each as a menu shows. */
const MOST = 200;

export interface FactChoices {
  readonly facts: readonly FactDescription[];
  /** What a parameter can be, by name of the parameter; missing where it is typed. */
  readonly options: Readonly<Record<string, readonly Option[]>>;
}

const SPLITS = ['test', 'validation', 'train'];
const METRICS = ['accuracy', 'macroF1', 'weightedF1', 'rmse', 'mae', 'r2', 'gain'];
const REGULATIONS = ['gdpr', 'pipl', 'eu-ai-act', 'documentation'];
const same = (values: readonly string[]): Option[] => values.map((value) => ({ value, label: value }));

/** The choices of a fact control, as long as it lives. */
export function useFactChoices(): { readonly data: FactChoices | undefined } {
  const { client } = useApp();
  const query = useQuery<FactChoices>({
    load: async (signal) => {
      const at = { signal };
      const [facts, datasets, models, endpoints, runs, projects, versions] = await Promise.all([
        client.planning.facts(undefined, at),
        client.datasets.list({ limit: MOST }, at),
        client.models.list({ limit: MOST }, at),
        client.serving.list(undefined, at),
        client.runs.list({ limit: MOST }, at),
        client.planning.projects(undefined, at),
        client.versions.list({}, at),
      ]);
      const named = (rows: readonly { readonly id: string; readonly name: string }[]): Option[] =>
        rows.map(({ id, name }) => ({ value: id, label: name }));
      return {
        facts,
        options: {
          dataset: named(datasets.items),
          model: named(models.items),
          endpoint: same(endpoints.map(({ name }) => name)),
          run: named(runs.items),
          version: versions.map(({ id, datasetName, number }) => ({
            value: id,
            label: `${datasetName} v${number}`,
          })),
          split: same(SPLITS),
          metric: same(METRICS),
          regulation: same(REGULATIONS),
          project: projects.map(({ project, body }) => ({ value: project, label: body.name })),
        },
      };
    },
  });
  return query;
}
