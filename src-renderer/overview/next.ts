/** @file What to do next, from what is there. */
import type { Dataset, DatasetVersion, Endpoint, Model, Run } from '../../src-shared/contract.ts';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { unlabeledSamples } from '../../src-shared/labeling/counts.ts';
import { TARGETS } from '../../src-shared/tasks/tasks.ts';
import { hrefTo } from '../platform/routes.ts';
import { numbered } from '../platform/names.ts';

export interface Facts {
  readonly datasets: readonly Dataset[];
  readonly versions: readonly DatasetVersion[];
  readonly runs: readonly Run[];
  readonly models: readonly Model[];
  readonly endpoints: readonly Endpoint[];
}

export type Step =
  | { readonly kind: 'label'; readonly href: string; readonly name: string; readonly count: number }
  | {
      readonly kind: 'freeze' | 'train' | 'resume' | 'evaluate' | 'serve' | 'watch';
      readonly href: string;
      readonly name: string;
    };

const MOST = 6;

/** The most urgent first: what runs, what broke, what is unlabeled, then the next stage of each thing. */
export function nextSteps(facts: Facts): readonly Step[] {
  return [
    ...runSteps(facts.runs),
    ...facts.datasets.flatMap((dataset) => datasetSteps(dataset, facts.versions)),
    ...versionSteps(facts),
    ...modelSteps(facts),
  ].slice(0, MOST);
}

function runSteps(runs: readonly Run[]): readonly Step[] {
  return runs.flatMap((run): Step[] => {
    const { id, state } = run;
    const href = hrefTo('run', { run: id });
    const name = numbered(run);
    if (state === 'running') return [{ kind: 'watch', href, name }];
    return state === 'interrupted' ? [{ kind: 'resume', href, name }] : [];
  });
}

function datasetSteps(dataset: Dataset, versions: readonly DatasetVersion[]): readonly Step[] {
  const { id, name, kind, target, labeled, labels } = dataset;
  const unlabeled = unlabeledSamples(dataset);
  const steps: Step[] = [];
  const classed = KINDS[kind].hasClasses && TARGETS[target].hasClasses;
  if (classed && unlabeled > 0)
    steps.push({
      kind: 'label',
      href: hrefTo('labelDataset', { dataset: id }),
      name,
      count: unlabeled,
    });
  const ready = classed ? labels.length > 1 && labeled > 2 : dataset.usable > 2;
  if (ready && !versions.some((version) => version.dataset === id))
    steps.push({ kind: 'freeze', href: hrefTo('dataset', { dataset: id }, { tab: 'versions' }), name });
  return steps;
}

/** The newest version that nothing was trained on. */
function versionSteps({ versions, runs }: Facts): readonly Step[] {
  const newest = versions.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
  if (!newest || runs.some(({ version }) => version === newest.id)) return [];
  const name = `${newest.datasetName} v${newest.number}`;
  return [{ kind: 'train', href: hrefTo('train', {}, { version: newest.id }), name }];
}

/** The newest model: what was not done with it. */
function modelSteps({ models, endpoints }: Facts): readonly Step[] {
  const newest = models.toSorted((a, b) => b.number - a.number)[0];
  if (!newest) return [];
  const { id, name } = newest;
  const href = hrefTo('model', { model: id });
  const steps: Step[] = newest.tested === null ? [{ kind: 'evaluate', href, name }] : [];
  if (!endpoints.some(({ model }) => model === id)) steps.push({ kind: 'serve', href, name });
  return steps;
}
