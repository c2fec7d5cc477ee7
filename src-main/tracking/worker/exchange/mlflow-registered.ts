/**
 * @file Registered models of MLflow, of its database and of the folder `models` beside its experiments, with the ONNX file of each
 * version where that lies among what was chosen.
 * Sources: `mlflow/store/model_registry/dbmodels/models.py`, `mlflow/store/model_registry/file_store.py`.
 */
import type { Database } from 'better-sqlite3';
import { readFlatYaml } from '../../exchange/flat-yaml.ts';
import type { RegisteredRecord, RegisteredVersionRecord } from '../../exchange/records.ts';
import { baseOf, textOfFile, type RunFile, type RunSource } from './source.ts';
import { columnsOf } from './sqlite.ts';

/** MLflow has no candidates, and calls what is retired archived. */
const STAGES: ReadonlyMap<string, RegisteredVersionRecord['stage']> = new Map([
  ['Staging', 'staging'],
  ['Production', 'production'],
  ['Archived', 'retired'],
]);

/** A version as MLflow tells it. */
interface Told {
  readonly version: number;
  readonly run: string;
  /** e.g. `runs:/RUN/model`, `models:/m-ID`, or a path or address that ends in `RUN/artifacts/model`. */
  readonly source: string;
  readonly stage: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly aliases: readonly string[];
}

interface ToldModel {
  readonly name: string;
  readonly description: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly versions: readonly Told[];
}

/** What is registered in a database; nothing of one that is older. */
export function* registeredInDatabase(
  source: RunSource,
  database: Database,
  file: string,
): Generator<RegisteredRecord> {
  const has = columnsOf(database, 'model_versions');
  if (!has.has('version')) return;
  const column = (name: string, otherwise = "''"): string =>
    has.has(name) ? `coalesce(${name}, '')` : otherwise;
  const versions = database.prepare<[string], Omit<Told, 'tags' | 'aliases'>>(
    `SELECT version, ${column('run_id')} AS run, ${column('source')} AS source, ${column('current_stage')} AS stage,
       ${column('description')} AS description FROM model_versions WHERE name = ? ORDER BY version`,
  );
  const rows = <Row>(table: string, columns: string): ((name: string) => Row[]) => {
    const known = columnsOf(database, table);
    if (!columns.split(', ').every((each) => known.has(each))) return () => [];
    const statement = database.prepare<[string], Row>(`SELECT ${columns} FROM ${table} WHERE name = ?`);
    return (name) => statement.all(name);
  };
  const tagsOf = rows<{ key: string; value: string | null }>('registered_model_tags', 'key, value');
  const versionTags = rows<{ version: number; key: string; value: string | null }>(
    'model_version_tags',
    'version, key, value',
  );
  const aliasesOf = rows<{ alias: string; version: number }>('registered_model_aliases', 'alias, version');
  const pairs = (all: readonly { key: string; value: string | null }[]) =>
    new Map(all.map(({ key, value }) => [key, value ?? '']));
  const names = database
    .prepare<[], { name: string; description: string }>(
      columnsOf(database, 'registered_models').has('description')
        ? "SELECT name, coalesce(description, '') AS description FROM registered_models ORDER BY name"
        : "SELECT DISTINCT name, '' AS description FROM model_versions ORDER BY name",
    )
    .all();
  const files = onnxFiles(source);
  for (const { name, description } of names) {
    const [tags, aliases] = [versionTags(name), aliasesOf(name)];
    const told = versions.all(name).map((version): Told => {
      const isOf = (row: { version: number }): boolean => row.version === version.version;
      return {
        ...version,
        tags: pairs(tags.filter(isOf)),
        aliases: aliases.filter(isOf).map(({ alias }) => alias),
      };
    });
    yield* recordOf(
      { source, files, file },
      { name, description, tags: pairs(tagsOf(name)), versions: told },
    );
  }
}

const MODEL = /^(.*?)models\/([^/]+)\/meta\.ya?ml$/;

/** What is registered in the folder `models` of an `mlruns` folder. */
export async function* registeredInFolder(source: RunSource): AsyncGenerator<RegisteredRecord> {
  const byName = new Map(source.files.map((file) => [file.name, file]));
  const files = onnxFiles(source);
  for (const file of source.files) {
    const [, above = '', folder = ''] = MODEL.exec(file.name) ?? [];
    // The models that runs logged lie in a folder of this name, too.
    if (folder === '' || /^m-[0-9a-f]{32}$/.test(folder)) continue;
    const meta = readFlatYaml(await textOfFile(file));
    const at = `${above}models/${folder}/`;
    const own = source.files.filter(({ name }) => name.startsWith(at));
    const versions: Told[] = [];
    const aliases = await textsBelow(own, `${at}aliases/`);
    for (const { name } of own) {
      const [, number] = /^version-(\d+)\/meta\.ya?ml$/.exec(name.slice(at.length)) ?? [];
      if (number === undefined) continue;
      const told = readFlatYaml(await textOfFile(byName.get(name)!));
      const text = (key: string): string => told.get(key) ?? '';
      versions.push({
        version: Number(number),
        run: text('run_id'),
        source: text('source'),
        stage: text('current_stage'),
        description: text('description'),
        tags: await textsBelow(own, `${at}version-${number}/tags/`),
        aliases: [...aliases].filter(([, of]) => of.trim() === number).map(([alias]) => alias),
      });
    }
    versions.sort((a, b) => a.version - b.version);
    const tags = await textsBelow(own, `${at}tags/`);
    const [name, description] = [meta.get('name') ?? folder, meta.get('description') ?? ''];
    yield* recordOf({ source, files, file: file.name }, { name, description, tags, versions });
  }
}

async function textsBelow(files: readonly RunFile[], folder: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of files)
    if (file.name.startsWith(folder)) texts.set(file.name.slice(folder.length), await textOfFile(file));
  return texts;
}

interface OnnxFile {
  /** Of the run or the logged model. */
  readonly owner: string;
  /** Below its artifacts. */
  readonly path: string;
  readonly file: RunFile;
}

/** Runs have 32 hexadecimal digits, logged models `m-` before them. */
const ARTIFACT = /(?:^|\/)((?:m-)?[0-9a-f]{32})\/artifacts\/(.+)$/;

/** How a source of a version ends. */
const SOURCE = /(?:^|\/)((?:m-)?[0-9a-f]{32})\/artifacts(?:\/(.*))?$/;

const onnxFiles = ({ files }: RunSource): OnnxFile[] =>
  files.flatMap((file) => {
    if (!/\.onnx$/i.test(file.name)) return [];
    const [, owner, path] = ARTIFACT.exec(file.name) ?? [];
    return owner === undefined || path === undefined ? [] : [{ owner, path, file }];
  });

/** The one that a source names: `model.onnx` where there are several. */
function fileOf(source: string, files: readonly OnnxFile[]): RunFile | undefined {
  const [, run, below] = /^runs:\/([^/]+)\/?(.*)$/.exec(source) ?? [];
  const [, logged] = /^models:\/(m-[0-9a-f]{32})\/?$/.exec(source) ?? [];
  const [, owner, path] = SOURCE.exec(source) ?? [];
  const wanted = run ?? logged ?? owner;
  const prefix = (below ?? path ?? '').replace(/\/+$/, '');
  return files
    .filter((each) => each.owner === wanted)
    .filter(({ path: at }) => prefix === '' || at === prefix || at.startsWith(`${prefix}/`))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.path.length - b.path.length)[0]?.file;
}

const rankOf = ({ path }: OnnxFile): number => Number(baseOf(path) !== 'model.onnx');

interface Found {
  readonly source: RunSource;
  readonly files: readonly OnnxFile[];
  readonly file: string;
}

/** Versions without an ONNX file are left out, and told. */
function* recordOf({ source, files, file }: Found, model: ToldModel): Generator<RegisteredRecord> {
  const { name, description, tags } = model;
  const versions = model.versions.flatMap((told): RegisteredVersionRecord[] => {
    const onnx = fileOf(told.source, files);
    if (!onnx) {
      source.losses.add('noOnnx', file, `${name} v${told.version}`);
      return [];
    }
    const { version, description: about, tags: own, aliases } = told;
    const run = told.run === '' ? null : `mlflow:${told.run}`;
    const stage = STAGES.get(told.stage) ?? 'none';
    return [{ version, run, stage, description: about, tags: own, aliases, file: onnx }];
  });
  if (versions.length > 0) yield { type: 'registered', name, description, tags, versions };
}
