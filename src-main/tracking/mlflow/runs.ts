/** @file MLflow's runs: begun, logged, searched, ended, deleted and restored. */
import { parameterOf } from '../exchange/flatten.ts';
import { experimentOf } from './experiments.ts';
import { invalid, missing } from './errors.ts';
import {
  anyText,
  key,
  list,
  nextPage,
  number,
  optionalText,
  optionalWhole,
  pageOf,
  text,
  texts,
  type Fields,
} from './fields.ts';
import { parseFilter, parseOrder } from './filter.ts';
import { keepModelMetrics } from './logged-models.ts';
import { requireRun, viewOf, type Handlers, type MlflowParts, type RunInfo } from './parts.ts';
import { OWN_TAGS, parameterText, runInfo, textId, toldRun } from './run-view.ts';
import { createRunSearch } from './search.ts';

const MOST = { metrics: 1000, params: 100, tags: 100, together: 1000 } as const;
const LONGEST = { parameter: 6000, tag: 8000 } as const;
const ENDS = { FINISHED: 'finished', FAILED: 'failed', KILLED: 'stopped' } as const;
/** @throws MlflowError where no calendar has it */
function timeIn(fields: Fields, name: string): string | undefined {
  const at = optionalWhole(fields, name);
  if (at === undefined) return undefined;
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw invalid(`Invalid value ${at} for parameter '${name}' supplied.`);
  return time.toISOString();
}
const isEnd = (status: string): status is keyof typeof ENDS => Object.hasOwn(ENDS, status);

/** A run by either of the names of its field. */
const runId = (fields: Fields): string =>
  optionalText(fields, 'run_id') ?? optionalText(fields, 'run_uuid') ?? text(fields, 'run_id');

export function runHandlers(parts: MlflowParts): Handlers {
  const { tracking, queries, documents, store } = parts;
  const searchRuns = createRunSearch(store.db);
  const of = (fields: Fields): RunInfo => requireRun(parts, runId(fields));

  /** One that may be written to. @throws MlflowError */
  function active(fields: Fields): RunInfo {
    const run = of(fields);
    if (run.trashedAt !== null)
      throw invalid(`The run ${run.id} must be in the 'active' state. Current state is deleted.`);
    if (run.origin === 'training')
      throw invalid(`Run ${run.id} is a training of this workbench, which records it itself.`);
    return run;
  }

  function setTags(run: RunInfo, tags: readonly (readonly [string, string])[]): void {
    const others: Record<string, string> = {};
    for (const [name, value] of tags) {
      if (name === OWN_TAGS.name) queries.rename.run(value || run.name, run.id);
      else if (name === OWN_TAGS.note) tracking.edit(run.id, { note: value });
      else if (name === OWN_TAGS.parent && queries.run.get(value)) tracking.move(run.id, { parent: value });
      else
        Object.defineProperty(others, name, { value, enumerable: true, configurable: true, writable: true });
    }
    tracking.record({ run: run.id, tags: others });
  }

  const tagsIn = (fields: Fields) =>
    list(fields, 'tags').map((tag): readonly [string, string] => {
      const value = anyText(tag, 'value');
      if (value.length > LONGEST.tag)
        throw invalid(`Tag value exceeds the maximum length of ${LONGEST.tag} characters.`);
      return [key(tag), value];
    });

  /** A parameter keeps its first value. @throws MlflowError where another one is given */
  function setParameters(run: RunInfo, given: readonly (readonly [string, string])[]): void {
    const fresh = new Map<string, string>();
    for (const [name, value] of given) {
      const before = queries.parameter.get(run.id, name);
      const kept = fresh.get(name) ?? (before && parameterText(before));
      if (kept !== undefined && kept !== value)
        throw invalid(
          `Changing param values is not allowed. Param with key='${name}' was already logged with value='${kept}' for run ID='${run.id}'. Attempted logging new value '${value}'.`,
        );
      if (value.length > LONGEST.parameter)
        throw invalid(
          `Param value exceeds the maximum length of ${LONGEST.parameter} characters: '${name}'.`,
        );
      if (before === undefined) fresh.set(name, value);
    }
    const parameters = Array.from(fresh, ([name, value]) => ({ name, value: parameterOf(value) }));
    tracking.record({ run: run.id, parameters });
    for (const [name, sent] of fresh) {
      const written = parameterText(queries.parameter.get(run.id, name)!);
      if (written !== sent) documents.put('text', textId(run.id, name), { text: sent });
    }
  }

  const metricIn = (fields: Fields) => ({
    metric: key(fields),
    value: number(fields, 'value'),
    at: optionalWhole(fields, 'timestamp') ?? Date.now(),
    step: optionalWhole(fields, 'step') ?? 0,
  });

  function create({ fields, by }: { fields: Fields; by: string }): object {
    const experiment = experimentOf(parts, optionalText(fields, 'experiment_id') ?? '0');
    if (experiment.trashedAt !== null)
      throw invalid(
        `The experiment ${experiment.id} must be in the 'active' state. Current state is deleted.`,
      );
    const tags = tagsIn(fields);
    const named = tags.find(([name]) => name === OWN_TAGS.name)?.[1];
    const startedAt = timeIn(fields, 'start_time');
    const name = optionalText(fields, 'run_name') ?? named;
    const made = store.tx(() => {
      const { id } = tracking.open({
        origin: 'logged',
        experiment: experiment.name,
        startedBy: optionalText(fields, 'user_id') ?? by,
        ...(name === undefined ? {} : { name }),
        ...(startedAt === undefined ? {} : { startedAt }),
      });
      setTags(
        requireRun(parts, id),
        tags.filter(([tag]) => tag !== OWN_TAGS.name),
      );
      return id;
    });
    return { run: toldRun(parts, requireRun(parts, made)) };
  }

  function update({ fields }: { fields: Fields }): object {
    const run = active(fields);
    const status = optionalText(fields, 'status');
    const name = optionalText(fields, 'run_name');
    const ended = timeIn(fields, 'end_time');
    if (name !== undefined) queries.rename.run(name, run.id);
    if (status !== undefined && isEnd(status))
      tracking.logged.end(run.id, {
        state: ENDS[status],
        ...(ended === undefined ? {} : { at: ended }),
      });
    else if (status === 'RUNNING' || status === 'SCHEDULED') queries.reopen.run(run.id);
    else if (status !== undefined)
      throw invalid(`Invalid value '${status}' for parameter 'status' supplied.`);
    tracking.record({ run: run.id, tags: {} });
    tracking.keep({ runs: [run.id] });
    return { run_info: runInfo(requireRun(parts, run.id)) };
  }

  function search({ fields }: { fields: Fields }): object {
    const page = pageOf(fields, { usual: 1000, most: 50_000 });
    const found = searchRuns({
      ...page,
      experiments: texts(fields, 'experiment_ids').map((id) => experimentOf(parts, id).id),
      view: viewOf(fields['run_view_type']),
      filter: parseFilter(anyText(fields, 'filter')),
      orders: [
        ...texts(fields, 'order_by').map(parseOrder),
        parseOrder('start_time DESC'),
        parseOrder('run_id'),
      ],
    });
    const runs = found.slice(0, page.limit).map((run) => toldRun(parts, run));
    return { runs, ...nextPage(page, page.offset + found.length) };
  }

  function logBatch({ fields }: { fields: Fields }): object {
    const run = active(fields);
    const [metrics, params, tags] = (['metrics', 'params', 'tags'] as const).map((name) => {
      const all = list(fields, name);
      if (all.length > MOST[name])
        throw invalid(
          `A batch logging request can contain at most ${MOST[name]} ${name}. Got ${all.length} ${name}. Please split up ${name} across multiple requests and try again.`,
        );
      return all;
    });
    const together = metrics!.length + params!.length + tags!.length;
    if (together > MOST.together)
      throw invalid(
        `A batch logging request can contain at most ${MOST.together} metrics, params, and tags in total. Got ${together}.`,
      );
    const points = metrics!.map(metricIn);
    const pairs = params!.map((each): readonly [string, string] => [key(each), anyText(each, 'value')]);
    const marks = tagsIn({ tags });
    store.tx(() => {
      setParameters(run, pairs);
      setTags(run, marks);
      if (points.length > 0) tracking.record({ run: run.id, points });
      keepModelMetrics(parts, run.id, metrics!);
    });
    return {};
  }

  function keepIn(
    kind: 'inputs' | 'outputs',
    run: RunInfo,
    added: Readonly<Record<string, readonly Fields[]>>,
  ): object {
    const before = documents.get(kind, run.id) ?? {};
    const all = Object.entries(added).map(([name, given]) => {
      const known = list(before, name);
      const texts = new Set(known.map((each) => JSON.stringify(each)));
      return [name, [...known, ...given.filter((each) => !texts.has(JSON.stringify(each)))]];
    });
    documents.put(kind, run.id, { ...before, ...Object.fromEntries(all) });
    return {};
  }

  return {
    'POST runs/create': create,
    'POST runs/update': update,
    'GET runs/get': ({ fields }) => ({ run: toldRun(parts, of(fields)) }),
    'POST runs/search': search,
    'POST runs/delete': ({ fields }) => {
      tracking.keep({ runs: [of(fields).id], trashed: true });
      return {};
    },
    'POST runs/restore': ({ fields }) => {
      tracking.keep({ runs: [of(fields).id], trashed: false });
      return {};
    },
    'POST runs/log-metric': ({ fields }) => {
      const { id } = active(fields);
      store.tx(() => {
        tracking.record({ run: id, points: [metricIn(fields)] });
        keepModelMetrics(parts, id, [fields]);
      });
      return {};
    },
    'POST runs/log-parameter': ({ fields }) => {
      const run = active(fields);
      store.tx(() => setParameters(run, [[key(fields), anyText(fields, 'value')]]));
      return {};
    },
    'POST runs/set-tag': ({ fields }) => {
      setTags(active(fields), tagsIn({ tags: [{ key: key(fields), value: anyText(fields, 'value') }] }));
      return {};
    },
    'POST runs/delete-tag': ({ fields }) => {
      const run = active(fields);
      const name = key(fields);
      if (queries.tag.get(run.id, name) === undefined)
        throw missing(`No tag with name: ${name} in run with id ${run.id}`);
      tracking.record({ run: run.id, tags: { [name]: null } });
      return {};
    },
    'POST runs/log-batch': logBatch,
    'POST runs/log-inputs': ({ fields }) =>
      keepIn('inputs', active(fields), {
        dataset_inputs: list(fields, 'datasets'),
        model_inputs: list(fields, 'models'),
      }),
    'POST runs/outputs': ({ fields }) =>
      keepIn('outputs', active(fields), { model_outputs: list(fields, 'models') }),
    'POST runs/log-model': ({ fields }) => {
      const run = active(fields);
      const name = 'mlflow.log-model.history';
      const json = text(fields, 'model_json');
      const before = queries.tag.get(run.id, name) ?? '[]';
      tracking.record({
        run: run.id,
        tags: { [name]: JSON.stringify([...JSON.parse(before), JSON.parse(json)]) },
      });
      return {};
    },
  };
}
