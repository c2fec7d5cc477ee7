/** @file The folder `mlruns` in which MLflow keeps runs as files, an experiment of it, or one run. */
import { readFlatYaml } from '../../exchange/flat-yaml.ts';
import { pythonNumber } from '../../exchange/flatten.ts';
import { BATCH_POINTS, type ImportedPoint, type ReadRecord, type RunRecord } from '../../exchange/records.ts';
import { registeredInFolder } from './mlflow-registered.ts';
import { experimentRecord } from './mlflow-rest.ts';
import { importedFromMlflow } from './mlflow.ts';
import { folderOf, linesOf, textOfFile, type RunFile, type RunSource } from './source.ts';

const META = /(?:^|\/)meta\.ya?ml$/;

/** Whether a file may be that of a run or an experiment. */
export const isMeta = ({ name }: { readonly name: string }): boolean => META.test(name);

type Meta = ReadonlyMap<string, string | null>;

interface RunFolder {
  readonly path: string;
  readonly meta: Meta;
  readonly files: RunFile[];
}

/** A version of a registered model names its run, too. */
const isRun = (meta: Meta): boolean => (meta.has('run_id') || meta.has('run_uuid')) && !meta.has('version');

export async function* readMlruns(source: RunSource): AsyncGenerator<ReadRecord> {
  const runs = new Map<string, RunFolder>();
  const experiments = new Map<string, string>();
  /** Names of experiments by their folders. */
  const folders = new Map<string, string>();
  const depth = ({ name }: RunFile): number => name.split('/').length;
  for (const file of source.files.filter(isMeta).sort((a, b) => depth(a) - depth(b))) {
    const path = folderOf(file.name);
    // What a run made may hold a file of this name, too.
    if (runFolderOf(file.name, runs)) continue;
    const meta = readFlatYaml(await textOfFile(file));
    const [id, name] = [meta.get('experiment_id'), meta.get('name')];
    if (isRun(meta)) runs.set(path, { path, meta, files: [] });
    else if (id && name) {
      experiments.set(id, name);
      folders.set(path, name);
    }
  }
  for (const file of source.files) runFolderOf(file.name, runs)?.files.push(file);
  for (const [path, name] of folders) {
    const prefix = path === '' ? 'tags/' : `${path}/tags/`;
    const tags = new Map<string, string>();
    for (const file of source.files)
      if (file.name.startsWith(prefix)) tags.set(file.name.slice(prefix.length), await textOfFile(file));
    if (tags.size > 0) yield experimentRecord(name, tags);
  }
  for (const run of runs.values()) yield* readRun(source, run, experiments);
  yield* registeredInFolder(source);
}

/** The outermost run that a path lies in. */
function runFolderOf(name: string, runs: ReadonlyMap<string, RunFolder>): RunFolder | undefined {
  if (runs.has('')) return runs.get('');
  for (let end = name.indexOf('/'); end >= 0; end = name.indexOf('/', end + 1)) {
    const run = runs.get(name.slice(0, end));
    if (run) return run;
  }
  return undefined;
}

async function* readRun(
  source: RunSource,
  { path, meta, files }: RunFolder,
  experiments: ReadonlyMap<string, string>,
): AsyncGenerator<RunRecord> {
  const text = (key: string): string => meta.get(key) ?? '';
  const id = text('run_id') || text('run_uuid');
  const time = (key: string): number | null => pythonNumber(text(key)) ?? null;
  if (text('lifecycle_stage') === 'deleted') return source.losses.add('deleted', path || source.name);
  const below = (part: string): (readonly [string, RunFile])[] => {
    const prefix = path === '' ? `${part}/` : `${path}/${part}/`;
    return files
      .filter(({ name }) => name.startsWith(prefix))
      .map((file) => [file.name.slice(prefix.length), file]);
  };
  const texts = async (part: string): Promise<(readonly [string, string])[]> => {
    const pairs: (readonly [string, string])[] = [];
    for (const [name, file] of below(part)) pairs.push([name, await textOfFile(file)]);
    return pairs;
  };
  const experiment = text('experiment_id');
  const run = importedFromMlflow({
    id,
    experiment: experiments.get(experiment) ?? experiment,
    name: text('run_name') || text('name'),
    status: text('status'),
    startedAt: time('start_time'),
    endedAt: time('end_time'),
    parameters: await texts('params'),
    tags: await texts('tags'),
  });
  yield { type: 'run', run };
  for (const [metric, file] of below('metrics')) yield* readMetric(source, { run: run.key, metric, file });
  const artifacts = below('artifacts');
  for (const [name, file] of artifacts) yield { type: 'artifact', run: run.key, name, file };
  const uri = text('artifact_uri');
  if (artifacts.length === 0 && /^(?!file:|\/|\.)[\w+.-]+:/.test(uri))
    source.losses.add('artifactElsewhere', path || source.name, uri.split(':', 1)[0]);
}

interface MetricFile {
  readonly run: string;
  readonly metric: string;
  readonly file: RunFile;
}

/** Lines of time in ms, value and step; older files have no step, newer ones may name a dataset behind it. */
async function* readMetric(source: RunSource, { run, metric, file }: MetricFile): AsyncGenerator<RunRecord> {
  let points: ImportedPoint[] = [];
  let number = 0;
  for await (const lines of linesOf(file, source.losses)) {
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const [at, value, step = 0] = line.trim().split(/\s+/, 3).map(pythonNumber);
      if (at === undefined || value === undefined || step === undefined)
        source.losses.add('badLine', `${file.name}:${number}`, line);
      else points.push({ metric, step, epoch: null, at, value });
      if (points.length < BATCH_POINTS) continue;
      yield { type: 'points', run, points };
      points = [];
    }
  }
  if (points.length > 0) yield { type: 'points', run, points };
}
