/** @file The registry as MLflow's clients ask for it: registered models with versions, aliases, stages and tags. */
import type { RegisteredModel, RegisteredVersion, Stage } from '../../../src-shared/contract.ts';
import { isReservedAlias } from '../../../src-shared/models/stages.ts';
import { invalid, missing, MlflowError } from './errors.ts';
import { experimentId } from './experiments.ts';
import { anyText, key, list, nextPage, optionalText, pageOf, text, texts, type Fields } from './fields.ts';
import { compareBy, matches, parseFilter, parseOrder, type Reader } from './filter.ts';
import { requireRun, type Asked, type Handlers, type MlflowParts } from './parts.ts';

/** MLflow has no candidates, and calls what is retired archived. */
const STAGES: Readonly<Record<Stage, string>> = {
  none: 'None',
  candidate: 'None',
  staging: 'Staging',
  production: 'Production',
  retired: 'Archived',
};

function stageIn(fields: Fields): Stage {
  const asked = optionalText(fields, 'stage') ?? 'None';
  const entry = Object.entries(STAGES).find(([, name]) => name.toLowerCase() === asked.toLowerCase());
  if (!entry)
    throw invalid(
      `Invalid Model Version stage: ${asked}. Value must be one of None, Staging, Production, Archived.`,
    );
  return entry[0] as Stage;
}

export const pairsOf = (fields: Fields, name: string): Record<string, string> =>
  Object.fromEntries(list(fields, name).map((tag) => [key(tag), anyText(tag, 'value')]));
export const listOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([name, value]) => ({ key: name, value }));

export function registryHandlers(parts: MlflowParts): Handlers {
  const { registry, queries } = parts;
  const at = (instant: string): number => Date.parse(instant);

  function model(name: string): RegisteredModel {
    const found = registry.named(name);
    if (!found) throw missing(`Registered Model with name=${name} not found`);
    return found;
  }
  function version(name: string, number: string): RegisteredVersion {
    const { id } = model(name);
    const found = registry.versions(id).find((each) => String(each.version) === number);
    if (!found) throw missing(`Model Version (name=${name}, version=${number}) not found`);
    return found;
  }

  /** Of a model of this workspace the artifact of its run. */
  function sourceOf({ source, run, model: of }: RegisteredVersion): string {
    if (source !== '') return source;
    const info = run === null ? undefined : queries.run.get(run);
    if (!info) return of === null ? '' : `lathe:/models/${of.id}`;
    const experiment = experimentId(parts.tracking.experiments.get(info.experiment));
    return `mlflow-artifacts:/${experiment}/${info.id}/artifacts/model.onnx`;
  }
  function toldVersion(one: RegisteredVersion): object {
    return {
      name: one.name,
      version: String(one.version),
      creation_timestamp: at(one.createdAt),
      last_updated_timestamp: at(one.updatedAt),
      current_stage: STAGES[one.stage],
      description: one.description,
      source: sourceOf(one),
      run_id: one.run ?? '',
      model_id: one.loggedModel,
      status: 'READY',
      tags: listOf(one.tags),
      aliases: one.aliases,
    };
  }
  function toldModel(one: RegisteredModel): object {
    return {
      name: one.name,
      creation_timestamp: at(one.createdAt),
      last_updated_timestamp: at(one.updatedAt),
      description: one.description,
      tags: listOf(one.tags),
      aliases: one.aliases.map(({ alias, version: of }) => ({ alias, version: String(of) })),
      latest_versions: one.latest === null ? [] : [toldVersion(registry.version(one.id, one.latest))],
    };
  }
  const toldModelIn = (fields: Fields) => ({ registered_model: toldModel(modelIn(fields)) });
  const toldVersionIn = (fields: Fields) => ({ model_version: toldVersion(versionIn(fields)) });
  const modelIn = (fields: Fields): RegisteredModel => model(text(fields, 'name'));
  const versionIn = (fields: Fields): RegisteredVersion =>
    version(text(fields, 'name'), text(fields, 'version'));

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
      (one: RegisteredModel): Reader =>
      (kind, name) =>
        kind === 'tag' ? tagged(one.tags, name) : name === 'name' ? one.name : at(one.updatedAt);
    const { page, rest } = searched(fields, registry.list(), { name: 'name', read });
    return { registered_models: page.map(toldModel), ...rest };
  }
  function searchVersions({ fields }: { fields: Fields }): object {
    const read =
      (one: RegisteredVersion): Reader =>
      (kind, name) => {
        if (kind === 'tag') return tagged(one.tags, name);
        if (name === 'name') return one.name;
        if (name === 'run_id') return one.run ?? '';
        if (name === 'source_path') return sourceOf(one);
        return name === 'version_number' || name === 'version' ? one.version : at(one.updatedAt);
      };
    const { page, rest } = searched(fields, registry.everyVersion(), { name: 'name', read });
    return { model_versions: page.map(toldVersion), ...rest };
  }
  const latest = ({ fields }: { fields: Fields }) => ({
    model_versions: registry.versions(modelIn(fields).id).slice(0, 1).map(toldVersion),
  });
  function requireFree(name: string): void {
    if (registry.named(name))
      throw new MlflowError('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
  }

  async function transition({ fields, by }: Asked): Promise<object> {
    const { registered, version: number } = versionIn(fields);
    const stage = stageIn(fields);
    const archives = ['true', true].includes(fields['archive_existing_versions'] as string | boolean);
    const others = registry
      .versions(registered)
      .filter((each) => archives && each.stage === stage && each.version !== number);
    // Before anything is moved: all of it or nothing.
    const held = others.find(({ aliases }) => aliases.length > 0);
    if (held)
      throw invalid(
        `Version ${held.version} cannot be archived while it has an alias: ${held.aliases.join(', ')}.`,
      );
    await registry.setStage({ registered, version: number, stage, override: false }, by);
    for (const other of others)
      await registry.setStage({ registered, version: other.version, stage: 'retired', override: false }, by);
    return toldVersionIn(fields);
  }

  return {
    'POST registered-models/create': ({ fields, by }) => {
      const name = key(fields, 'name');
      requireFree(name);
      const description = anyText(fields, 'description');
      registry.create({ name, description, tags: pairsOf(fields, 'tags') }, by);
      return toldModelIn(fields);
    },
    'GET registered-models/get': ({ fields }) => toldModelIn(fields),
    'POST registered-models/rename': ({ fields, by }) => {
      const { id } = modelIn(fields);
      const name = key(fields, 'new_name');
      requireFree(name);
      return { registered_model: toldModel(registry.rename(id, name, by)) };
    },
    'PATCH registered-models/update': ({ fields }) => {
      registry.describe(modelIn(fields).id, anyText(fields, 'description'));
      return toldModelIn(fields);
    },
    'DELETE registered-models/delete': ({ fields }) => {
      registry.remove(modelIn(fields).id);
      return {};
    },
    'GET registered-models/search': searchModels,
    'POST registered-models/search': searchModels,
    'GET registered-models/get-latest-versions': latest,
    'POST registered-models/get-latest-versions': latest,
    'POST registered-models/set-tag': ({ fields }) => {
      const { id, tags } = modelIn(fields);
      registry.setTags(id, { ...tags, [key(fields)]: anyText(fields, 'value') });
      return {};
    },
    'DELETE registered-models/delete-tag': ({ fields }) => {
      const { id, tags } = modelIn(fields);
      const { [key(fields)]: _, ...rest } = tags;
      registry.setTags(id, rest);
      return {};
    },
    'POST registered-models/alias': ({ fields, by }) => {
      const { registered, version: number } = versionIn(fields);
      const alias = key(fields, 'alias');
      if (isReservedAlias(alias)) throw invalid(`'${alias}' is reserved and cannot be an alias.`);
      registry.setAlias({ registered, alias, version: number }, by);
      return {};
    },
    'DELETE registered-models/alias': ({ fields, by }) => {
      const { id: registered, aliases } = modelIn(fields);
      const alias = key(fields, 'alias');
      if (aliases.some((each) => each.alias === alias))
        registry.setAlias({ registered, alias, version: null }, by);
      return {};
    },
    'GET registered-models/alias': ({ fields }) => {
      const { id, aliases } = modelIn(fields);
      const alias = key(fields, 'alias');
      const of = aliases.find((each) => each.alias === alias);
      if (!of) throw invalid(`Registered model alias ${alias} not found.`);
      return { model_version: toldVersion(registry.version(id, of.version)) };
    },
    'POST model-versions/create': ({ fields, by }) => {
      const { id: registered } = modelIn(fields);
      const run = anyText(fields, 'run_id');
      if (run !== '') requireRun(parts, run);
      const made = registry.addVersion(
        {
          registered,
          model: run === '' ? null : (parts.tracking.run(run).model ?? null),
          source: text(fields, 'source'),
          loggedModel: anyText(fields, 'model_id'),
          run: run === '' ? null : run,
          description: anyText(fields, 'description'),
          tags: pairsOf(fields, 'tags'),
        },
        by,
      );
      return { model_version: toldVersion(made) };
    },
    'GET model-versions/get': ({ fields }) => toldVersionIn(fields),
    'PATCH model-versions/update': ({ fields }) => {
      const { registered, version: number } = versionIn(fields);
      registry.describe(registered, anyText(fields, 'description'), number);
      return toldVersionIn(fields);
    },
    'DELETE model-versions/delete': ({ fields }) => {
      const { registered, version: number } = versionIn(fields);
      registry.remove(registered, number, 'MLflow');
      return {};
    },
    'GET model-versions/search': searchVersions,
    'POST model-versions/search': searchVersions,
    'GET model-versions/get-download-uri': ({ fields }) => ({ artifact_uri: sourceOf(versionIn(fields)) }),
    'POST model-versions/transition-stage': transition,
    'POST model-versions/set-tag': ({ fields }) => {
      const { registered, version: number, tags } = versionIn(fields);
      registry.setTags(registered, { ...tags, [key(fields)]: anyText(fields, 'value') }, number);
      return {};
    },
    'DELETE model-versions/delete-tag': ({ fields }) => {
      const { registered, version: number, tags } = versionIn(fields);
      const { [key(fields)]: _, ...rest } = tags;
      registry.setTags(registered, rest, number);
      return {};
    },
  };
}
