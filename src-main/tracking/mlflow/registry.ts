/** @file MLflow's registry: registered models with versions, aliases and tags. */
import { invalid, missing, MlflowError } from './errors.ts';
import { anyText, key, list, nextPage, optionalText, pageOf, text, texts, type Fields } from './fields.ts';
import { compareBy, matches, parseFilter, parseOrder, type Reader } from './filter.ts';
import { requireRun, type Handlers, type MlflowParts } from './parts.ts';

interface Model extends Record<string, unknown> {
  name: string;
  created: number;
  updated: number;
  description: string;
  tags: Record<string, string>;
  /** Versions by alias. */
  aliases: Record<string, string>;
  /** How many versions there ever were. */
  versions: number;
}

interface Version extends Record<string, unknown> {
  name: string;
  version: string;
  created: number;
  updated: number;
  description: string;
  source: string;
  runId: string;
  modelId: string;
  stage: string;
  tags: Record<string, string>;
}

/** In the order of their numbers. */
const versionId = (name: string, version: string): string => `${name}\n${version.padStart(9, '0')}`;

export const pairsOf = (fields: Fields, name: string): Record<string, string> =>
  Object.fromEntries(list(fields, name).map((tag) => [key(tag), anyText(tag, 'value')]));
export const listOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([name, value]) => ({ key: name, value }));

export function registryHandlers(parts: MlflowParts): Handlers {
  const { documents, store } = parts;
  const now = (): number => Date.now();

  function model(name: string): Model {
    const found = documents.get('registered', name) as Model | undefined;
    if (!found) throw missing(`Registered Model with name=${name} not found`);
    return found;
  }
  function version(name: string, number: string): Version {
    model(name);
    const found = documents.get('version', versionId(name, number)) as Version | undefined;
    if (!found) throw missing(`Model Version (name=${name}, version=${number}) not found`);
    return found;
  }
  const versionsOf = (name: string): Version[] => documents.all('version', `${name}\n`) as Version[];
  const putModel = (one: Model): void => documents.put('registered', one.name, { ...one, updated: now() });
  const putVersion = (one: Version): void =>
    documents.put('version', versionId(one.name, one.version), { ...one, updated: now() });

  function toldVersion(one: Version): object {
    const { aliases } = model(one.name);
    return {
      name: one.name,
      version: one.version,
      creation_timestamp: one.created,
      last_updated_timestamp: one.updated,
      current_stage: one.stage,
      description: one.description,
      source: one.source,
      run_id: one.runId,
      model_id: one.modelId,
      status: 'READY',
      tags: listOf(one.tags),
      aliases: Object.entries(aliases).flatMap(([alias, of]) => (of === one.version ? [alias] : [])),
    };
  }
  function toldModel(one: Model): object {
    const latest = versionsOf(one.name).at(-1);
    return {
      name: one.name,
      creation_timestamp: one.created,
      last_updated_timestamp: one.updated,
      description: one.description,
      tags: listOf(one.tags),
      aliases: Object.entries(one.aliases).map(([alias, of]) => ({ alias, version: of })),
      latest_versions: latest ? [toldVersion(latest)] : [],
    };
  }
  const modelIn = (fields: Fields): Model => model(text(fields, 'name'));
  const versionIn = (fields: Fields): Version => version(text(fields, 'name'), text(fields, 'version'));

  function searched<T>(
    fields: Fields,
    all: readonly T[],
    { name, read }: { name: string; read: (one: T) => Reader },
  ): { page: readonly T[]; rest: object } {
    const page = pageOf(fields, { usual: 100, most: 200_000 });
    const filter = parseFilter(anyText(fields, 'filter'));
    const orders = [...texts(fields, 'order_by').map(parseOrder), parseOrder(name)];
    const found = all
      .filter((one) => matches(filter, read(one)))
      .sort((a, b) => compareBy(orders, read(a), read(b)));
    return { page: found.slice(page.offset, page.offset + page.limit), rest: nextPage(page, found.length) };
  }
  const tagged = (tags: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(tags, name) ? tags[name] : undefined;

  function searchModels({ fields }: { fields: Fields }): object {
    const read =
      (one: Model): Reader =>
      (kind, name) =>
        kind === 'tag' ? tagged(one.tags, name) : name === 'name' ? one.name : one.updated;
    const { page, rest } = searched(fields, documents.all('registered') as Model[], { name: 'name', read });
    return { registered_models: page.map(toldModel), ...rest };
  }
  function searchVersions({ fields }: { fields: Fields }): object {
    const read =
      (one: Version): Reader =>
      (kind, name) => {
        if (kind === 'tag') return tagged(one.tags, name);
        if (name === 'name') return one.name;
        if (name === 'run_id') return one.runId;
        if (name === 'source_path') return one.source;
        return name === 'version_number' || name === 'version' ? Number(one.version) : one.updated;
      };
    const { page, rest } = searched(fields, documents.all('version') as Version[], { name: 'name', read });
    return { model_versions: page.map(toldVersion), ...rest };
  }
  const latest = ({ fields }: { fields: Fields }) => ({
    model_versions: versionsOf(modelIn(fields).name).slice(-1).map(toldVersion),
  });

  return {
    'POST registered-models/create': ({ fields }) => {
      const name = key(fields, 'name');
      if (documents.get('registered', name))
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
      const made: Model = {
        name,
        created: now(),
        updated: now(),
        description: anyText(fields, 'description'),
        tags: pairsOf(fields, 'tags'),
        aliases: {},
        versions: 0,
      };
      putModel(made);
      return { registered_model: toldModel(made) };
    },
    'GET registered-models/get': ({ fields }) => ({ registered_model: toldModel(modelIn(fields)) }),
    'POST registered-models/rename': ({ fields }) => {
      const before = modelIn(fields);
      const name = key(fields, 'new_name');
      if (documents.get('registered', name))
        throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
      store.tx(() => {
        for (const one of versionsOf(before.name)) {
          documents.remove('version', versionId(before.name, one.version));
          putVersion({ ...one, name });
        }
        documents.remove('registered', before.name);
        putModel({ ...before, name });
      });
      return { registered_model: toldModel(model(name)) };
    },
    'PATCH registered-models/update': ({ fields }) => {
      const one = modelIn(fields);
      putModel({ ...one, description: anyText(fields, 'description') });
      return { registered_model: toldModel(model(one.name)) };
    },
    'DELETE registered-models/delete': ({ fields }) => {
      const { name } = modelIn(fields);
      store.tx(() => {
        for (const one of versionsOf(name)) documents.remove('version', versionId(name, one.version));
        documents.remove('registered', name);
      });
      return {};
    },
    'GET registered-models/search': searchModels,
    'POST registered-models/search': searchModels,
    'GET registered-models/get-latest-versions': latest,
    'POST registered-models/get-latest-versions': latest,
    'POST registered-models/set-tag': ({ fields }) => {
      const one = modelIn(fields);
      putModel({ ...one, tags: { ...one.tags, [key(fields)]: anyText(fields, 'value') } });
      return {};
    },
    'DELETE registered-models/delete-tag': ({ fields }) => {
      const one = modelIn(fields);
      const { [key(fields)]: _, ...tags } = one.tags;
      putModel({ ...one, tags });
      return {};
    },
    'POST registered-models/alias': ({ fields }) => {
      const one = modelIn(fields);
      const alias = key(fields, 'alias');
      if (/^v\d+$/i.test(alias) || alias.toLowerCase() === 'latest')
        throw invalid(`'${alias}' is reserved and cannot be an alias.`);
      const { version: number } = versionIn(fields);
      putModel({ ...one, aliases: { ...one.aliases, [alias]: number } });
      return {};
    },
    'DELETE registered-models/alias': ({ fields }) => {
      const one = modelIn(fields);
      const { [key(fields, 'alias')]: _, ...aliases } = one.aliases;
      putModel({ ...one, aliases });
      return {};
    },
    'GET registered-models/alias': ({ fields }) => {
      const one = modelIn(fields);
      const alias = key(fields, 'alias');
      if (!Object.hasOwn(one.aliases, alias)) throw invalid(`Registered model alias ${alias} not found.`);
      return { model_version: toldVersion(version(one.name, one.aliases[alias]!)) };
    },
    'POST model-versions/create': ({ fields }) => {
      const one = modelIn(fields);
      const runId = anyText(fields, 'run_id');
      if (runId !== '') requireRun(parts, runId);
      const made: Version = {
        name: one.name,
        version: String(one.versions + 1),
        created: now(),
        updated: now(),
        description: anyText(fields, 'description'),
        source: text(fields, 'source'),
        runId,
        modelId: anyText(fields, 'model_id'),
        stage: 'None',
        tags: pairsOf(fields, 'tags'),
      };
      store.tx(() => {
        putVersion(made);
        putModel({ ...one, versions: one.versions + 1 });
      });
      return { model_version: toldVersion(made) };
    },
    'GET model-versions/get': ({ fields }) => ({ model_version: toldVersion(versionIn(fields)) }),
    'PATCH model-versions/update': ({ fields }) => {
      const one = versionIn(fields);
      putVersion({ ...one, description: anyText(fields, 'description') });
      return { model_version: toldVersion(versionIn(fields)) };
    },
    'DELETE model-versions/delete': ({ fields }) => {
      const one = versionIn(fields);
      const owner = model(one.name);
      const aliases = Object.fromEntries(
        Object.entries(owner.aliases).filter(([, of]) => of !== one.version),
      );
      store.tx(() => {
        documents.remove('version', versionId(one.name, one.version));
        putModel({ ...owner, aliases });
      });
      return {};
    },
    'GET model-versions/search': searchVersions,
    'POST model-versions/search': searchVersions,
    'GET model-versions/get-download-uri': ({ fields }) => ({ artifact_uri: versionIn(fields).source }),
    'POST model-versions/transition-stage': ({ fields }) => {
      putVersion({ ...versionIn(fields), stage: optionalText(fields, 'stage') ?? 'None' });
      return { model_version: toldVersion(versionIn(fields)) };
    },
    'POST model-versions/set-tag': ({ fields }) => {
      const one = versionIn(fields);
      putVersion({ ...one, tags: { ...one.tags, [key(fields)]: anyText(fields, 'value') } });
      return {};
    },
    'DELETE model-versions/delete-tag': ({ fields }) => {
      const one = versionIn(fields);
      const { [key(fields)]: _, ...tags } = one.tags;
      putVersion({ ...one, tags });
      return {};
    },
  };
}
