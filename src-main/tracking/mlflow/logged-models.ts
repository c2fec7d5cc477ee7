/** @file Logged models, as clients of MLflow 3 write them. */
import { createId } from '../../../src-shared/platform/ids.ts';
import { checkedPath, type MlflowArtifacts } from './artifacts.ts';
import { experimentId, experimentOf } from './experiments.ts';
import { missing } from './errors.ts';
import {
  anyText,
  key,
  nextPage,
  number,
  optionalText,
  optionalWhole,
  pageOf,
  text,
  texts,
  type Fields,
} from './fields.ts';
import { compareBy, matches, parseFilter, parseOrder, type Reader } from './filter.ts';
import { wireNumber, type Handlers, type MlflowParts } from './parts.ts';
import { listOf, pairsOf } from './registry.ts';

/** What was measured last of a model, of each metric on each dataset. */
interface ModelMetric extends Record<string, unknown> {
  readonly key: string;
  readonly value: number | string;
  readonly timestamp: number;
  readonly step: number;
  readonly model_id: string;
  readonly run_id: string;
  readonly dataset_name?: string;
  readonly dataset_digest?: string;
}

interface LoggedModel extends Record<string, unknown> {
  id: string;
  experiment: string;
  name: string;
  created: number;
  updated: number;
  status: string;
  type: string;
  run: string;
  tags: Record<string, string>;
  parameters: Record<string, string>;
  metrics?: ModelMetric[];
}

/** By the numbers of `LoggedModelStatus`. */
const STATUSES = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

/** Keeps metrics of a run with the models that they name. @throws MlflowError where there is no such model */
export function keepModelMetrics({ documents }: MlflowParts, run: string, given: readonly Fields[]): void {
  for (const fields of given) {
    const id = optionalText(fields, 'model_id');
    if (id === undefined) continue;
    const model = documents.get('logged', id) as LoggedModel | undefined;
    if (!model) throw missing(`Logged model with ID '${id}' not found.`);
    const [name, digest] = [optionalText(fields, 'dataset_name'), optionalText(fields, 'dataset_digest')];
    const metric: ModelMetric = {
      key: key(fields),
      value: wireNumber(number(fields, 'value')),
      timestamp: optionalWhole(fields, 'timestamp') ?? Date.now(),
      step: optionalWhole(fields, 'step') ?? 0,
      model_id: id,
      run_id: run,
      ...(name !== undefined && { dataset_name: name }),
      ...(digest !== undefined && { dataset_digest: digest }),
    };
    const others = (model.metrics ?? []).filter(
      (each) => each.key !== metric.key || each.dataset_name !== name || each.dataset_digest !== digest,
    );
    documents.put('logged', id, { ...model, metrics: [...others, metric] });
  }
}

export function loggedModelHandlers(parts: MlflowParts, artifacts: Pick<MlflowArtifacts, 'list'>): Handlers {
  const { documents } = parts;

  function model(id: string): LoggedModel {
    const found = documents.get('logged', id) as LoggedModel | undefined;
    if (!found) throw missing(`Logged model with ID '${id}' not found.`);
    return found;
  }
  function put(one: LoggedModel): object {
    const kept = { ...one, updated: Date.now() };
    documents.put('logged', one.id, kept);
    return { model: told(kept) };
  }
  const told = (one: LoggedModel) => ({
    info: {
      model_id: one.id,
      experiment_id: one.experiment,
      name: one.name,
      creation_timestamp_ms: one.created,
      last_updated_timestamp_ms: one.updated,
      artifact_uri: `mlflow-artifacts:/${one.experiment}/models/${one.id}/artifacts`,
      status: one.status,
      model_type: one.type,
      source_run_id: one.run,
      tags: listOf(one.tags),
    },
    data: { params: listOf(one.parameters), metrics: one.metrics ?? [] },
  });
  const readerOf =
    (one: LoggedModel): Reader =>
    (kind, name) => {
      if (kind === 'tag') return Object.hasOwn(one.tags, name) ? one.tags[name] : undefined;
      if (kind === 'parameter') return Object.hasOwn(one.parameters, name) ? one.parameters[name] : undefined;
      if (kind === 'metric') {
        const value = one.metrics?.findLast((metric) => metric.key === name)?.value;
        return value === undefined ? undefined : Number(value);
      }
      const own = {
        name: one.name,
        model_id: one.id,
        status: one.status,
        model_type: one.type,
        source_run_id: one.run,
      };
      if (name in own) return own[name as keyof typeof own];
      return name.startsWith('last_updated') ? one.updated : one.created;
    };

  function search({ fields }: { fields: Fields }): object {
    const page = pageOf(fields, { usual: 100, most: 1000 });
    const experiments = new Set(
      texts(fields, 'experiment_ids').map((id) => experimentId(experimentOf(parts, id))),
    );
    const filter = parseFilter(anyText(fields, 'filter'));
    const asked = Array.isArray(fields['order_by']) ? (fields['order_by'] as Fields[]) : [];
    const orders = [
      ...asked.map((each) =>
        parseOrder(`${text(each, 'field_name')} ${each['ascending'] === false ? 'DESC' : 'ASC'}`),
      ),
      parseOrder('creation_timestamp DESC'),
    ];
    const found = (documents.all('logged') as LoggedModel[])
      .filter((one) => experiments.has(one.experiment) && matches(filter, readerOf(one)))
      .sort((a, b) => compareBy(orders, readerOf(a), readerOf(b)));
    return {
      models: found.slice(page.offset, page.offset + page.limit).map(told),
      ...nextPage(page, found.length),
    };
  }

  return {
    'POST logged-models': ({ fields }) => {
      const id = `m-${createId('model').replace(/\W/g, '')}`;
      return put({
        id,
        experiment: experimentId(experimentOf(parts, text(fields, 'experiment_id'))),
        name: optionalText(fields, 'name') ?? id,
        created: Date.now(),
        updated: Date.now(),
        status: 'LOGGED_MODEL_PENDING',
        type: anyText(fields, 'model_type'),
        run: anyText(fields, 'source_run_id'),
        tags: pairsOf(fields, 'tags'),
        parameters: pairsOf(fields, 'params'),
      });
    },
    'POST logged-models/search': search,
    'GET logged-models/{model}': ({ names }) => ({ model: told(model(names['model']!)) }),
    'PATCH logged-models/{model}': ({ names, fields }) => {
      const given =
        typeof fields['status'] === 'number'
          ? STATUSES[optionalWhole(fields, 'status')!]
          : optionalText(fields, 'status');
      return put({ ...model(names['model']!), status: given ?? 'LOGGED_MODEL_READY' });
    },
    'DELETE logged-models/{model}': ({ names }) => {
      documents.remove('logged', model(names['model']!).id);
      return {};
    },
    'GET logged-models/{model}/artifacts/directories': ({ names, fields }) => {
      const { id, experiment } = model(names['model']!);
      const root = `${experiment}/models/${id}/artifacts`;
      const folder = checkedPath(anyText(fields, 'artifact_directory_path'));
      const files = artifacts.list(folder === '' ? root : `${root}/${folder}`);
      return {
        root_uri: `mlflow-artifacts:/${root}`,
        files: files.map((file) => ({ ...file, path: folder === '' ? file.path : `${folder}/${file.path}` })),
      };
    },
    'PATCH logged-models/{model}/tags': ({ names, fields }) => {
      const one = model(names['model']!);
      return put({ ...one, tags: { ...one.tags, ...pairsOf(fields, 'tags') } });
    },
    'DELETE logged-models/{model}/tags/{key}': ({ names }) => {
      const one = model(names['model']!);
      const { [names['key']!]: _, ...tags } = one.tags;
      put({ ...one, tags });
      return {};
    },
    'POST logged-models/{model}/params': ({ names, fields }) => {
      const one = model(names['model']!);
      put({ ...one, parameters: { ...one.parameters, ...pairsOf(fields, 'params') } });
      return {};
    },
  };
}
