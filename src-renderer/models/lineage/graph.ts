/** @file The lineage of a model as a graph: what it came from above it, what came of it below. Pure; the drawing lays it out. */
import type {
  DatasetVersion,
  Endpoint,
  Lineage,
  RegisteredVersion,
  ReportSummary,
} from '../../../src-shared/contract.ts';
import type { Link } from '../../ui/charts/layers.ts';
import { hrefTo } from '../../platform/routes.ts';

export type NodeKind =
  'requirement' | 'files' | 'labels' | 'version' | 'run' | 'model' | 'evaluation' | 'registered' | 'endpoint';

export interface LineageNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** A second line, e.g. who labeled. */
  readonly about: string;
  /** Its page; undefined for the model itself, whose page this is, and for what is gone. */
  readonly href: string | undefined;
}

/** A requirement of a plan, and what of the workbench it links to. */
export interface LinkedRequirement {
  readonly id: string;
  readonly project: string;
  readonly title: string;
  /** Ids of what it links to. */
  readonly links: readonly string[];
}

export interface LineageParts {
  readonly lineage: Lineage;
  readonly reports: readonly Pick<ReportSummary, 'id' | 'version' | 'split' | 'createdAt'>[];
  /** Versions that it was evaluated on, beside its own. */
  readonly versions: readonly Pick<DatasetVersion, 'id' | 'datasetName' | 'number'>[];
  readonly registered: readonly Pick<RegisteredVersion, 'registered' | 'name' | 'version' | 'aliases'>[];
  readonly endpoints: readonly Pick<Endpoint, 'name' | 'model' | 'state' | 'follows'>[];
  readonly requirements: readonly LinkedRequirement[];
}

/** How the parts are told. */
export interface LineageWords {
  readonly split: (split: ReportSummary['split']) => string;
  readonly version: (version: number) => string;
  readonly state: (state: Endpoint['state']) => string;
  readonly more: (count: number) => string;
  readonly unnamed: string;
  readonly byImport: string;
  readonly noLicence: string;
}

export interface LineageGraph {
  /** Each after all that lead to it. */
  readonly nodes: readonly LineageNode[];
  readonly links: readonly Link[];
}

/** More of a kind are told by their number. */
export const MOST = 6;

export function lineageGraph(parts: LineageParts, words: LineageWords): LineageGraph {
  const above = sourcesOf(parts, words);
  const { model } = parts.lineage;
  const self: LineageNode = {
    id: model.id,
    kind: 'model',
    title: model.name,
    about: `#${model.number}`,
    href: undefined,
  };
  const below = usesOf(parts, words);
  const known = [...above.nodes, self, ...below.nodes];
  const wishes = requirementsOf(parts, known);
  return {
    nodes: [...wishes.nodes, ...known],
    links: [...wishes.links, ...above.links, ...below.links],
  };
}

/** Files and labels to the version, the version to the run, the run to the model. */
function sourcesOf({ lineage }: LineageParts, words: LineageWords): LineageGraph {
  const { model, run, version, labels, files } = lineage;
  const nodes: LineageNode[] = [];
  const links: Link[] = [];
  if (version) {
    const dataset = { dataset: version.dataset };
    const sources = capped(
      files.map((file) => ({
        id: file.id,
        kind: 'files' as const,
        title: file.fileName,
        about: `${file.licence || words.noLicence} · ${file.sha256.slice(0, 7)}`,
        href: hrefTo('dataset', dataset, { tab: 'files' }),
      })),
      words,
    );
    const labeled: LineageNode = {
      id: `labels of ${version.id}`,
      kind: 'labels',
      title: version.labels.join(', ') || version.datasetName,
      about: labels.map(({ author }) => (author === 'import' ? words.byImport : author)).join(', '),
      href: hrefTo('labelDataset', dataset, { task: version.task ?? undefined, queue: 'labeled' }),
    };
    const frozen: LineageNode = {
      id: version.id,
      kind: 'version',
      title: `${version.datasetName} v${version.number}`,
      about: version.blob.slice(0, 7),
      href: hrefTo('dataset', dataset, { tab: 'versions' }),
    };
    nodes.push(...sources, labeled, frozen);
    links.push(...sources.map(({ id }) => ({ from: id, to: labeled.id })));
    links.push({ from: labeled.id, to: frozen.id }, { from: frozen.id, to: run?.id ?? model.id });
  }
  if (run) {
    nodes.push({
      id: run.id,
      kind: 'run',
      title: run.name,
      about: [`#${run.number}`, run.recipe].filter(Boolean).join(' · '),
      href: hrefTo('run', { run: run.id }),
    });
    links.push({ from: run.id, to: model.id });
  }
  return { nodes, links };
}

/** The model to its evaluations, to the versions that it is in the registry, and to endpoints by these or by itself. */
function usesOf(parts: LineageParts, words: LineageWords): LineageGraph {
  const { model } = parts.lineage;
  const evaluations = capped(
    newestReports(parts).map((report) => evaluationOf(report, parts, words)),
    words,
  );
  const registered = capped(
    parts.registered.map((version): LineageNode => ({
      id: versionId(version),
      kind: 'registered',
      title: `${version.name} ${words.version(version.version)}`,
      about: version.aliases.join(', '),
      href: hrefTo('registered', { registered: version.registered }),
    })),
    words,
  );
  const serving = parts.endpoints.filter((endpoint) => endpoint.model === model.id);
  const endpoints = capped(
    serving.map(({ name, state }): LineageNode => ({
      id: `endpoint ${name}`,
      kind: 'endpoint',
      title: name,
      about: words.state(state),
      href: hrefTo('endpoint', { endpoint: name }),
    })),
    words,
  );
  const drawn = new Set(registered.map(({ id }) => id));
  const throughOf = (id: string): string => {
    const follows = serving.find(({ name }) => `endpoint ${name}` === id)?.follows;
    const through = parts.registered.find(
      ({ registered: of, version }) => of === follows?.registered && version === follows.version,
    );
    const shown = through && versionId(through);
    return shown !== undefined && drawn.has(shown) ? shown : model.id;
  };
  return {
    nodes: [...evaluations, ...registered, ...endpoints],
    links: [
      ...[...evaluations, ...registered].map(({ id }) => ({ from: model.id, to: id })),
      ...endpoints.map(({ id }) => ({ from: throughOf(id), to: id })),
    ],
  };
}

const versionId = ({ registered, version }: LineageParts['registered'][number]): string =>
  `${registered}/${version}`;

function evaluationOf(
  { id, version, split }: LineageParts['reports'][number],
  { lineage, versions }: LineageParts,
  words: LineageWords,
): LineageNode {
  const of = lineage.version?.id === version ? lineage.version : versions.find((each) => each.id === version);
  return {
    id,
    kind: 'evaluation',
    title: words.split(split),
    about: of ? `${of.datasetName} v${of.number}` : words.unnamed,
    href: hrefTo('model', { model: lineage.model.id }, { report: id }),
  };
}

/** The newest of each split of each version. */
function newestReports({ reports }: LineageParts): LineageParts['reports'] {
  const newestFirst = reports.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  const each = new Map<string, LineageParts['reports'][number]>();
  for (const report of newestFirst) {
    const of = `${report.version} ${report.split}`;
    if (!each.has(of)) each.set(of, report);
  }
  return [...each.values()];
}

/** Requirements lead to what they link to: they were there before it. */
function requirementsOf({ requirements }: LineageParts, known: readonly LineageNode[]): LineageGraph {
  const ids = new Map(known.map(({ id }) => [id.replace(/^endpoint /, ''), id]));
  const links = requirements.flatMap(({ id, links: to }) =>
    to.flatMap((link) => (ids.has(link) ? [{ from: id, to: ids.get(link)! }] : [])),
  );
  const nodes = requirements
    .filter(({ id }) => links.some(({ from }) => from === id))
    .map(({ id, project, title }): LineageNode => ({
      id,
      kind: 'requirement',
      title,
      about: '',
      href: hrefTo('plan', { project }, { tab: 'aims', part: 'requirements' }),
    }));
  return { nodes, links };
}

function capped(nodes: readonly LineageNode[], words: LineageWords): readonly LineageNode[] {
  const [first] = nodes;
  if (!first || nodes.length <= MOST) return nodes;
  const rest = nodes.length - MOST + 1;
  const last: LineageNode = { ...first, id: `more ${first.kind}`, title: words.more(rest), about: '' };
  return [...nodes.slice(0, MOST - 1), last];
}
