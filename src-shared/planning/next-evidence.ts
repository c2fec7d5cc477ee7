/** @file What was measured beside rates that says what a failing gate needs: the learning curve of its data, answers that differ. */
import type { Client } from '../contract.ts';
import { isLowerBetter, isShare } from '../evaluation/metrics.ts';
import { SPLITS } from '../platform/values.ts';
import type { PlanBody } from './contract.ts';
import { samplesFor } from './learning-curve.ts';
import { TASKS } from '../tasks/tasks.ts';
import { bestExpectation, expectedOfSearch, type SearchExpectation } from './search-prospects.ts';
import type { MilestoneAsRead } from './read-plan.ts';

/** Labels that a goal needs beside those there are, by the learning curve. */
export interface LabelsNeeded {
  readonly likely: number;
  /** The least and the most over all curves that leave one version out. */
  readonly low: number;
  readonly high: number;
  /** From so many versions of the dataset. */
  readonly versions: number;
}

/** Items on which people differ. */
export interface Disputes {
  readonly items: number;
  /** Whose items they are. */
  readonly dataset: string;
}

/** A model that is small enough, of the same version, and by how much it is worse. */
export interface SmallerModel {
  readonly model: string;
  readonly name: string;
  readonly bytes: number;
  readonly metric: string;
  /** What it reaches less the other's, both on the validation split; below 0 where more is better and it is worse. */
  readonly difference: number;
}

/** By the id of a gate. */
export interface NextEvidence {
  readonly labels: ReadonlyMap<string, LabelsNeeded>;
  /** Of its annotation task. */
  readonly disputes: ReadonlyMap<string, Disputes>;
  readonly searches: ReadonlyMap<string, SearchExpectation>;
  readonly smaller: ReadonlyMap<string, SmallerModel>;
}

export const NO_EVIDENCE: NextEvidence = {
  labels: new Map(),
  disputes: new Map(),
  searches: new Map(),
  smaller: new Map(),
};

type Gate = PlanBody<'gate'>;

/** Reads it for each gate that does not pass, of milestones that are not closed; a gate whose data are gone has none. */
export async function readEvidence(
  client: Client,
  milestones: readonly MilestoneAsRead[],
): Promise<NextEvidence> {
  const open = milestones
    .filter(({ status }) => status.state !== 'closed')
    .flatMap(({ gates }) => gates.filter(({ status }) => status.state !== 'passing'));
  const read = async <Of>(of: (client: Client, gate: Gate) => Promise<Of | undefined>) => {
    const found = new Map<string, Of>();
    const each = open.map(async ({ id, body }) => {
      // Of a dataset or a task that is gone there is nothing to say.
      const known = await of(client, body).catch(() => undefined);
      if (known !== undefined) found.set(id, known);
    });
    await Promise.all(each);
    return found;
  };
  const [labels, disputes, searches, smaller] = await Promise.all([
    read(labelsNeeded),
    read(disputesOf),
    read(searchFor),
    read(smallerModel),
  ]);
  return { labels, disputes, searches, smaller };
}

async function labelsNeeded(
  client: Client,
  { fact, parameters, value }: Gate,
): Promise<LabelsNeeded | undefined> {
  const { dataset, metric } = parameters;
  const split = SPLITS.find((one) => one === parameters['split']);
  if (fact !== 'evaluation.bestMetric' || !dataset || !metric || !split || typeof value !== 'number')
    return undefined;
  if (!isShare(metric) || isLowerBetter(metric)) return undefined;
  const best = await client.evaluation.bestByVersion({ dataset, split, metric });
  const need = samplesFor(
    value,
    best.map((of) => ({ samples: of.train, score: of.value })),
  );
  const largest = best.toSorted((a, b) => b.train - a.train)[0];
  if (!need || !largest) return undefined;
  const { train, validation, test } = await client.versions.get({ version: largest.version });
  // Of what is labeled, training gets its share.
  const more = (samples: number): number =>
    Math.max(0, Math.ceil(((samples - train) * (train + validation + test)) / train));
  const [likely, low, high] = [more(need.likely), more(need.low), more(need.high)];
  return likely > 0 ? { likely, low, high, versions: need.versions } : undefined;
}

async function disputesOf(client: Client, { fact, parameters }: Gate): Promise<Disputes | undefined> {
  const { task } = parameters;
  if (fact !== 'labeling.agreement' || !task) return undefined;
  const { dataset, counts } = await client.labeling.task({ task });
  return counts.disputed > 0 ? { items: counts.disputed, dataset } : undefined;
}

/** Trials of a search that is proposed. */
const SEARCH_TRIALS = 30;

/** What a search is expected to find for a gate of a metric, by the runs there are. */
async function searchFor(client: Client, gate: Gate): Promise<SearchExpectation | undefined> {
  const { metric } = gate.parameters;
  const { value, comparison } = gate;
  if (!gate.fact.startsWith('evaluation.') || !metric || typeof value !== 'number') return undefined;
  const lowerIsBetter = isLowerBetter(metric);
  // A gain over a baseline is no score of a run.
  if (!isShare(metric) && !lowerIsBetter && metric !== 'r2') return undefined;
  // A gate that asks for the other way has nothing to find.
  if (!(lowerIsBetter ? ['<=', '<'] : ['>=', '>']).includes(comparison)) return undefined;
  const dataset = await datasetOf(client, gate);
  if (dataset === undefined) return undefined;
  const prospects = await client.search.prospects({ dataset, metric });
  const scale = isShare(metric) ? 'share' : lowerIsBetter ? 'error' : 'upToOne';
  const wanted = { goal: value, scale } as const;
  return bestExpectation(prospects.map((one) => expectedOfSearch(one, wanted, SEARCH_TRIALS))) ?? undefined;
}

async function datasetOf(client: Client, { parameters }: Gate): Promise<string | undefined> {
  if (parameters.dataset) return parameters.dataset;
  const { model } = parameters;
  if (!model) return undefined;
  const { version } = await client.models.lineage({ model });
  return version?.dataset;
}

/** The model of the same version that is small enough and reaches most on the validation split. */
async function smallerModel(
  client: Client,
  { fact, parameters, value, comparison }: Gate,
): Promise<SmallerModel | undefined> {
  const { model } = parameters;
  if (fact !== 'models.size' || !model || typeof value !== 'number') return undefined;
  if (comparison !== '<=' && comparison !== '<') return undefined;
  const { run, model: large } = await client.models.lineage({ model });
  const metric = TASKS[large.task].headline;
  const name = `validation.${metric}`;
  const reached = large.summary[name];
  if (!run?.version || reached === undefined) return undefined;
  const { items: runs } = await client.runs.list({ filters: { version: run.version }, limit: 1000 });
  const ofVersion = new Set(runs.map((one) => one.model));
  const { items: models } = await client.models.list({ limit: 1000 });
  const fits = (bytes: number): boolean => (comparison === '<=' ? bytes <= value : bytes < value);
  const sign = isLowerBetter(metric) ? -1 : 1;
  const small = models.flatMap(({ id, name: called, bytes, summary, task }) => {
    const own = summary[name];
    if (id === model || task !== large.task || !ofVersion.has(id) || !fits(bytes)) return [];
    return own === undefined ? [] : [{ model: id, name: called, bytes, metric, difference: own - reached }];
  });
  return small.toSorted((a, b) => sign * (b.difference - a.difference) || a.bytes - b.bytes)[0];
}
