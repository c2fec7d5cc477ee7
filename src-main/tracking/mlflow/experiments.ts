/** @file MLflow's experiments: those of the workbench. The one with the id `0` is there from the start and called `Default`. */
import type { Experiment } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { invalid, missing, MlflowError } from './errors.ts';
import { anyText, key, list, nextPage, optionalText, pageOf, text, texts, type Fields } from './fields.ts';
import { compareBy, matches, parseFilter, parseOrder, type Reader } from './filter.ts';
import { isInView, type Handlers, type MlflowParts } from './parts.ts';

const DEFAULT = { id: '0', name: 'Default' } as const;
const MOST_RESULTS = 50_000;

export function experimentOf({ tracking }: MlflowParts, id: string): Experiment {
  if (id === DEFAULT.id) return tracking.experiments.findOrAdd(DEFAULT.name);
  try {
    return tracking.experiments.get(id);
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.key !== 'house.notFound') throw thrown;
    throw missing(`No Experiment with id=${id} exists`);
  }
}

/** The id under which clients know it. */
export const experimentId = ({ id, name }: Pick<Experiment, 'id' | 'name'>): string =>
  name === DEFAULT.name ? DEFAULT.id : id;

export function experimentHandlers(parts: MlflowParts): Handlers {
  const { tracking, queries } = parts;
  const { experiments } = tracking;
  const of = (fields: Fields): Experiment => experimentOf(parts, text(fields, 'experiment_id'));

  function told(experiment: Experiment): object {
    const created = Date.parse(experiment.createdAt);
    const latest = queries.experimentTimes.get(experiment.id);
    return {
      experiment_id: experimentId(experiment),
      name: experiment.name,
      artifact_location: `mlflow-artifacts:/${experimentId(experiment)}`,
      lifecycle_stage: experiment.trashedAt === null ? 'active' : 'deleted',
      creation_time: created,
      last_update_time: latest == null ? created : Math.max(created, Date.parse(latest)),
      tags: Object.entries(experiment.tags).map(([name, value]) => ({ key: name, value })),
    };
  }

  const tagsIn = (fields: Fields) =>
    Object.fromEntries(list(fields, 'tags').map((tag) => [key(tag), anyText(tag, 'value')]));

  function search({ fields }: { fields: Fields }): object {
    const page = pageOf(fields, { usual: 1000, most: MOST_RESULTS });
    const filter = parseFilter(anyText(fields, 'filter'));
    const orders = [
      ...texts(fields, 'order_by').map(parseOrder),
      parseOrder('creation_time DESC'),
      parseOrder('name'),
    ];
    experimentOf(parts, DEFAULT.id);
    const readers = new Map<Experiment, Reader>();
    const reader = (experiment: Experiment): Reader => {
      const known = readers.get(experiment) ?? readerOf(experiment);
      readers.set(experiment, known);
      return known;
    };
    const found = experiments
      .list('all')
      .filter(({ trashedAt }) => isInView(trashedAt, fields['view_type']))
      .filter((experiment) => matches(filter, reader(experiment)))
      .sort((a, b) => compareBy(orders, reader(a), reader(b)));
    const { offset, limit } = page;
    return { experiments: found.slice(offset, offset + limit).map(told), ...nextPage(page, found.length) };
  }

  function setTags(experiment: Experiment, tags: Readonly<Record<string, string | null>>): object {
    experiments.edit(experiment.id, { tags });
    return {};
  }

  return {
    'POST experiments/create': ({ fields }) => {
      const name = text(fields, 'name');
      if (experiments.named(name))
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`);
      const made = experiments.create(name);
      setTags(made, tagsIn(fields));
      return { experiment_id: experimentId(made) };
    },
    'GET experiments/get': ({ fields }) => ({ experiment: told(of(fields)) }),
    'GET experiments/get-by-name': ({ fields }) => {
      const name = text(fields, 'experiment_name');
      const found = name === DEFAULT.name ? experiments.findOrAdd(name) : experiments.named(name);
      if (!found) throw missing(`Could not find experiment with name '${name}'`);
      return { experiment: told(found) };
    },
    'POST experiments/search': search,
    'GET experiments/search': search,
    'GET experiments/list': search,
    'POST experiments/update': ({ fields }) => {
      const experiment = of(fields);
      const name = optionalText(fields, 'new_name');
      if (experiment.name === DEFAULT.name && name !== undefined && name !== experiment.name)
        throw invalid(`The experiment “${DEFAULT.name}” keeps its name.`);
      experiments.edit(experiment.id, { name });
      return {};
    },
    'POST experiments/delete': ({ fields }) => {
      const experiment = of(fields);
      if (experiment.trashedAt !== null) throw missing(`No Experiment with id=${experiment.id} exists`);
      experiments.edit(experiment.id, { trashed: true });
      return {};
    },
    'POST experiments/restore': ({ fields }) => {
      experiments.edit(of(fields).id, { trashed: false });
      return {};
    },
    'POST experiments/set-experiment-tag': ({ fields }) =>
      setTags(of(fields), { [key(fields)]: anyText(fields, 'value') }),
    'POST experiments/delete-experiment-tag': ({ fields }) => setTags(of(fields), { [key(fields)]: null }),
  };
}

const readerOf =
  (experiment: Experiment): Reader =>
  (kind, name) => {
    if (kind === 'tag') return Object.hasOwn(experiment.tags, name) ? experiment.tags[name] : undefined;
    if (name === 'name') return experiment.name;
    if (name === 'creation_time' || name === 'last_update_time') return Date.parse(experiment.createdAt);
    if (name === 'experiment_id') return experimentId(experiment);
    throw invalid(`Invalid attribute key '${name}' specified.`);
  };
