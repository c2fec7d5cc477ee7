/** @file What was measured beside rates that says what a failing gate needs: the learning curve of its data, answers that differ. */
import type { Client } from '../contract.ts';
import { isLowerBetter, isShare } from '../evaluation/metrics.ts';
import { SPLITS } from '../platform/values.ts';
import type { PlanBody } from './contract.ts';
import { samplesFor } from './learning-curve.ts';
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

/** By the id of a gate. */
export interface NextEvidence {
  readonly labels: ReadonlyMap<string, LabelsNeeded>;
  /** Of its annotation task. */
  readonly disputes: ReadonlyMap<string, Disputes>;
}

export const NO_EVIDENCE: NextEvidence = { labels: new Map(), disputes: new Map() };

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
  const [labels, disputes] = await Promise.all([read(labelsNeeded), read(disputesOf)]);
  return { labels, disputes };
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
