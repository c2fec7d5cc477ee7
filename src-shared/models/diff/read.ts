/** @file Two models side by side, read of each room: metrics on the same samples, size, latency, parameters, data, graph, card. */
import type { Client, Model, Report, ReportSummary, Run } from '../../contract.ts';
import { headline } from '../../evaluation/tasks.ts';
import { align } from './align.ts';
import { graphDiff, type GraphDiff } from './graph.ts';

export type Pair<T> = readonly [before: T, after: T];

export interface MetricPair {
  /** The version that both were evaluated on. */
  readonly version: string;
  readonly split: ReportSummary['split'];
  readonly metric: string;
  readonly values: Pair<number>;
}

export interface ModelDiff {
  readonly models: Pair<Model>;
  readonly runs: Pair<Run | null>;
  readonly metrics: readonly MetricPair[];
  /** The p95 of an endpoint that serves it now, in milliseconds; null where none does. */
  readonly latency: Pair<number | null>;
  /** Names of parameters whose values differ, with both; undefined where a run has none. */
  readonly parameters: readonly { readonly name: string; readonly values: Pair<unknown> }[];
  /** Null where one has no dataset version; what changed where they are of two versions. */
  readonly data: {
    readonly versions: Pair<string>;
    readonly counts: Readonly<Record<'added' | 'removed' | 'relabeled' | 'moved', number>> | null;
  } | null;
  /** Null where one of them is too large to draw. */
  readonly graph: GraphDiff | null;
  /** Lines of the model cards that only one of them has. */
  readonly card: readonly { readonly mark: 'added' | 'removed'; readonly line: string }[];
}

const both = async <T>(pair: Pair<string>, read: (model: string) => Promise<T>): Promise<Pair<T>> => {
  const [before, after] = await Promise.all([read(pair[0]), read(pair[1])]);
  return [before, after];
};

/** @param pair ids of the models; the first is the earlier one */
export async function readModelDiff(
  client: Client,
  pair: Pair<string>,
  signal?: AbortSignal,
): Promise<ModelDiff> {
  const options = signal ? { signal } : {};
  const [models, reports, drawings, cards, endpoints] = await Promise.all([
    both(pair, (model) => client.models.get({ model }, options)),
    both(pair, (model) => client.evaluation.reports({ model }, options)),
    both(pair, (model) => client.models.drawing({ model }, options)),
    both(pair, (model) => client.models.card({ model }, options)),
    client.serving.list(undefined, options),
  ]);
  const runOf = ({ run }: Model) => (run === null ? null : client.runs.get({ run }, options));
  const runs: Pair<Run | null> = [await runOf(models[0]), await runOf(models[1])];
  const latencyOf = (model: string) => endpoints.find((endpoint) => endpoint.model === model)?.p95 ?? null;
  const report = (id: string) => client.evaluation.report({ report: id }, options);
  const [before, after] = [drawings[0].drawing, drawings[1].drawing];
  return {
    models,
    runs,
    metrics: await readMetrics(report, reports),
    latency: [latencyOf(pair[0]), latencyOf(pair[1])],
    parameters: parametersOf(runs),
    data: await readData(client, runs, options),
    graph: before && after ? graphDiff(before, after) : null,
    card: cardLines(cards[0].markdown, cards[1].markdown),
  };
}

/** The newest reports of both on the same split of the same version. */
async function readMetrics(
  read: (report: string) => Promise<Report>,
  [before, after]: Pair<readonly ReportSummary[]>,
): Promise<MetricPair[]> {
  const newest = (reports: readonly ReportSummary[]) =>
    new Map(
      reports
        .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
        .map((report) => [`${report.version} ${report.split}`, report] as const),
    );
  const others = newest(after);
  const pairs = [...newest(before)].flatMap(([of, report]) => {
    const other = others.get(of);
    return other ? [[report, other] as const] : [];
  });
  const told = await Promise.all(
    pairs.map(async ([a, b]) => {
      const [one, other] = [headline(await read(a.id)), headline(await read(b.id))];
      return Object.entries(one).flatMap(([metric, value]): MetricPair[] => {
        const now = other[metric];
        return now === undefined
          ? []
          : [{ version: a.version, split: a.split, metric, values: [value, now] }];
      });
    }),
  );
  return told.flat();
}

function parametersOf([before, after]: Pair<Run | null>): ModelDiff['parameters'] {
  const [a, b] = [before?.parameters ?? {}, after?.parameters ?? {}];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.filter((name) => a[name] !== b[name]).map((name) => ({ name, values: [a[name], b[name]] }));
}

async function readData(
  client: Client,
  [before, after]: Pair<Run | null>,
  options: { signal?: AbortSignal },
): Promise<ModelDiff['data']> {
  if (!before?.version || !after?.version) return null;
  const [a, b] = await Promise.all([
    client.versions.get({ version: before.version }, options),
    client.versions.get({ version: after.version }, options),
  ]);
  const versions: Pair<string> = [`${a.datasetName} v${a.number}`, `${b.datasetName} v${b.number}`];
  // Versions of two datasets have no samples to be compared one by one.
  if (a.id === b.id || a.dataset !== b.dataset) return { versions, counts: null };
  const { added, removed, relabeled, moved } = await client.versions.diff({ from: a.id, to: b.id }, options);
  return { versions, counts: { added, removed, relabeled, moved } };
}

export function cardLines(before: string, after: string): ModelDiff['card'] {
  const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');
  return align(lines(before), lines(after), (a, b) => Number(a === b)).flatMap((pair): ModelDiff['card'] => {
    if (pair.before !== null && pair.after !== null) return [];
    return pair.after === null
      ? [{ mark: 'removed', line: pair.before ?? '' }]
      : [{ mark: 'added', line: pair.after }];
  });
}
