/** @file `lathe models diff`: two models, or two versions of registered ones, side by side. */
import { parseMetric, isShare } from '../../src-shared/evaluation/metrics.ts';
import { readModelDiff, type ModelDiff, type Pair } from '../../src-shared/models/diff/read.ts';
import { readVersionName } from '../../src-shared/models/stages.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { idOf, type Session } from '../platform/cli/session.ts';
import { percent, table } from '../platform/cli/terminal.ts';

export async function diffCommand(session: Session, before: string, after: string): Promise<void> {
  const ids: Pair<string> = [await modelOf(session, before), await modelOf(session, after)];
  const diff = await readModelDiff(session.client, ids);
  const { marks, drawing: _, ...graph } = diff.graph ?? { marks: new Map(), drawing: null };
  const told = { ...diff, graph: diff.graph && { ...graph, marks: Object.fromEntries(marks) } };
  session.terminal.result(told, inWords(diff));
}

/** `spam@champion`, `spam/3`, or a model by its id or name. */
async function modelOf({ client }: Session, given: string): Promise<string> {
  const { name } = readVersionName(given) ?? {};
  if (!(await client.registry.list()).some((each) => each.name === name))
    return idOf('model', given, client.models.list);
  const version = await client.registry.resolve({ name: given });
  if (version.model) return version.model.id;
  throw new AppError('models.noFileOfVersion', { name: version.name, version: version.version });
}

function inWords({ models, metrics, latency, parameters, data, graph, card }: ModelDiff): string {
  const shown = (metric: string, value: number) =>
    isShare(parseMetric(metric).metric) ? percent(value) : value.toPrecision(4);
  const [a, b] = models;
  const numbers = [
    ...metrics.map(({ metric, split, values }) => [
      `${metric} (${split})`,
      ...values.map((value) => shown(metric, value)),
    ]),
    ['size', `${a.bytes} bytes`, `${b.bytes} bytes`],
    ['p95', ...latency.map((value) => (value === null ? '–' : `${value.toPrecision(3)} ms`))],
    ...parameters.map(({ name, values }) => [name, ...values.map((value) => String(value ?? '–'))]),
    ...(data ? [['data', ...data.versions]] : []),
  ];
  const names = models.map(({ number, name }) => `#${number} ${name}`);
  const { added, removed, relabeled, moved } = data?.counts ?? {
    added: 0,
    removed: 0,
    relabeled: 0,
    moved: 0,
  };
  return [
    table(['', ...names], numbers),
    ...(data?.counts
      ? [`samples: ${added} added, ${removed} removed, ${relabeled} relabeled, ${moved} in another split`]
      : []),
    graph
      ? `graph: ${graph.same} the same, ${graph.added.length} added, ${graph.removed.length} removed, ${graph.changed.length} changed`
      : 'graph: too large to compare node by node',
    ...(graph?.removed.map((title) => `  - ${title}`) ?? []),
    ...(graph?.added.map((title) => `  + ${title}`) ?? []),
    ...(graph?.changed.map(({ title, before, after }) => `  ~ ${title}: ${before} | ${after}`) ?? []),
    `card: ${card.length} lines differ`,
    ...card.map(({ mark, line }) => `  ${mark === 'added' ? '+' : '-'} ${line}`),
  ].join('\n');
}
