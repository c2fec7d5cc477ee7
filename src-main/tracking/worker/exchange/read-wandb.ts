/**
 * @file Folders that W&B writes offline: `run-….wandb`, a log of protobuf records.
 * Source: W&B's client 0.30, `wandb/proto/wandb_internal.proto`; the numbers are those of its fields.
 */
import { flatten, isRecord, numberOf } from '../../exchange/flatten.ts';
import { isWandbLog, logRecordsOf, type LogRead } from '../../exchange/leveldb-log.ts';
import {
  BATCH_POINTS,
  emptyRun,
  type ImportedPoint,
  type ImportedRun,
  type ParameterValue,
  type RunRecord,
} from '../../exchange/records.ts';
import { fieldsOf, numeric, readFields, textOf, timestampOf } from '../../exchange/wire.ts';
import { baseOf, type RunFile, type RunSource } from './source.ts';
import { wandbItemOf } from './wandb-item.ts';
import { WandbRest } from './wandb-rest.ts';

export const isWandbFile = ({ name }: { readonly name: string }): boolean => /\.wandb$/i.test(name);

const RECORD = {
  history: 2,
  summary: 3,
  output: 4,
  config: 5,
  files: 6,
  stats: 7,
  artifact: 8,
  rawOutput: 13,
  run: 17,
  exit: 18,
} as const;
const RUN = {
  id: 1,
  project: 3,
  config: 4,
  group: 6,
  jobType: 7,
  name: 8,
  notes: 9,
  tags: 10,
  sweep: 12,
  started: 17,
};
const GIT = 21;

export async function* readWandb(source: RunSource): AsyncGenerator<RunRecord> {
  for (const file of source.files.filter(isWandbFile)) {
    if (isWandbLog(await file.head(4))) yield* new WandbRun(source, file).read();
    else source.losses.add('badFile', file.name, baseOf(file.name));
  }
}

class WandbRun {
  readonly #source: RunSource;
  readonly #file: RunFile;
  readonly #parameters = new Map<string, ParameterValue>();
  readonly #tags = new Map<string, string>();
  readonly #rest: WandbRest;
  readonly #measured = new Set<string>();
  #step = 0;
  #run: ImportedRun;
  #points: ImportedPoint[] = [];
  #seconds = 0;
  #epoch: number | null = null;

  constructor(source: RunSource, file: RunFile) {
    this.#source = source;
    this.#file = file;
    this.#rest = new WandbRest(source, file);
    const id = /run-(.*)\.wandb$/i.exec(file.name)?.[1] ?? file.name;
    // A run whose end was not written is one that was killed.
    this.#run = { ...emptyRun(`wandb:${id}`, id), state: 'failed' };
  }

  async *read(): AsyncGenerator<RunRecord> {
    const read: LogRead = { endsEarly: false, damaged: 0 };
    let isTold = false;
    for await (const records of logRecordsOf(
      (await this.#file.stream()) as AsyncIterable<Uint8Array>,
      read,
    )) {
      for (const record of records) this.#record(record);
      if (this.#points.length < BATCH_POINTS) continue;
      if (!isTold) yield { type: 'run', run: this.#run };
      isTold = true;
      yield this.#batch();
    }
    const { points, texts } = this.#rest.told(this.#measured, this.#step);
    this.#points.push(...points);
    for (const [name, text] of texts) this.#tags.set(name, text);
    const run = this.#whole();
    yield { type: 'run', run };
    if (this.#points.length > 0) yield this.#batch();
    for (const [name, artifact] of this.#rest.artifacts())
      yield { type: 'artifact', run: run.key, name, file: artifact };
    const { losses } = this.#source;
    if (read.endsEarly) losses.add('endsEarly', this.#file.name);
    for (let i = 0; i < read.damaged; i++) losses.add('damaged', this.#file.name);
  }

  #batch(): RunRecord {
    const points = this.#points;
    this.#points = [];
    return { type: 'points', run: this.#run.key, points };
  }

  #whole(): ImportedRun {
    const { startedAt } = this.#run;
    const last = startedAt === null ? null : startedAt + Math.round(this.#seconds * 1000);
    return { ...this.#run, endedAt: last, parameters: this.#parameters, tags: this.#tags };
  }

  #record(bytes: Uint8Array): void {
    try {
      readFields(bytes, (field, value) => {
        if (!(value instanceof Uint8Array)) return;
        if (field === RECORD.run) this.#head(value);
        else if (field === RECORD.config) this.#config(value);
        else if (field === RECORD.history) this.#history(value);
        else if (field === RECORD.stats) this.#stats(value);
        else if (field === RECORD.exit) this.#exit(value);
        else if (field === RECORD.summary) this.#rest.summary(value);
        else if (field === RECORD.output || field === RECORD.rawOutput) this.#rest.printed(value);
        else if (field === RECORD.files) this.#rest.saved(value);
        else if (field === RECORD.artifact)
          this.#source.losses.add('artifactElsewhere', this.#file.name, 'W&B');
      });
    } catch {
      this.#source.losses.add('damaged', this.#file.name);
    }
  }

  #head(bytes: Uint8Array): void {
    const fields = fieldsOf(bytes);
    const text = (field: number): string => textOf(fields.get(field));
    const project = text(RUN.project) || 'uncategorized';
    const id = text(RUN.id);
    this.#run = {
      ...this.#run,
      key: `wandb:${project}/${id}`,
      experiment: project,
      name: text(RUN.name) || id,
      note: text(RUN.notes),
      startedAt: timestampOf(fields.get(RUN.started)) ?? this.#run.startedAt,
      state: 'failed',
    };
    readFields(bytes, (field, value) => {
      if (field === RUN.tags) this.#tags.set(textOf(value), '');
    });
    const named = { group: RUN.group, 'job type': RUN.jobType, sweep: RUN.sweep };
    for (const [name, field] of Object.entries(named))
      if (text(field) !== '') this.#tags.set(name, text(field));
    const git = fields.get(GIT);
    const commit = git instanceof Uint8Array ? textOf(fieldsOf(git).get(2)) : '';
    if (commit !== '') this.#tags.set('commit', commit);
    const config = fields.get(RUN.config);
    if (config instanceof Uint8Array) this.#config(config);
  }

  /** What W&B keeps for itself is left out. */
  #config(bytes: Uint8Array): void {
    readFields(bytes, (field, value) => {
      const item = wandbItemOf(value);
      if (item === null || item.path[0] === '_wandb') return;
      const name = item.path.join('.');
      if (field === 1) flatten(this.#parameters, name, item.value);
      else if (field === 2) this.#parameters.delete(name);
    });
  }

  #history(bytes: Uint8Array): void {
    const values: (readonly [string, number])[] = [];
    let [step, at]: [number, number | null] = [0, null];
    this.#epoch = null;
    readFields(bytes, (field, value) => {
      if (field === 2 && value instanceof Uint8Array) step = numeric(fieldsOf(value).get(1));
      const item = field === 1 ? wandbItemOf(value) : null;
      if (item === null) return;
      const name = item.path.join('.');
      const number = numberOf(item.value);
      if (name === '_step') step = number ?? step;
      else if (name === '_timestamp') at = number === undefined ? null : Math.round(number * 1000);
      else if (name === '_runtime') this.#seconds = Math.max(this.#seconds, number ?? 0);
      else this.#measure(values, name, item.value);
    });
    const epoch = this.#epoch;
    this.#step = Math.max(this.#step, step);
    for (const [metric, value] of values) {
      this.#measured.add(metric);
      this.#points.push({ metric, step, epoch, at, value });
    }
  }

  #measure(values: (readonly [string, number])[], name: string, value: unknown): void {
    const number = typeof value === 'boolean' ? Number(value) : numberOf(value);
    if (number !== undefined) {
      if (name === 'epoch') this.#epoch = number;
      values.push([name, number]);
    } else if (isRecord(value) && !('_type' in value))
      for (const [inner, each] of Object.entries(value)) this.#measure(values, `${name}.${inner}`, each);
    else this.#source.losses.add('otherKind', this.#file.name, kindOf(name, value));
  }

  /** What the machine did, sampled by time: its step is the second. */
  #stats(bytes: Uint8Array): void {
    const at = timestampOf(fieldsOf(bytes).get(2));
    const { startedAt } = this.#run;
    const step = at === null || startedAt === null ? 0 : Math.max(0, Math.round((at - startedAt) / 1000));
    readFields(bytes, (field, value) => {
      const item = field === 3 ? wandbItemOf(value) : null;
      const number = item && numberOf(item.value);
      if (item && number !== null && number !== undefined)
        this.#points.push({ metric: `system/${item.path[0]}`, step, epoch: null, at, value: number });
    });
  }

  #exit(bytes: Uint8Array): void {
    const fields = fieldsOf(bytes);
    this.#seconds = Math.max(this.#seconds, numeric(fields.get(2)));
    this.#run = { ...this.#run, state: numeric(fields.get(1)) === 0 ? 'finished' : 'failed' };
  }
}

const kindOf = (name: string, value: unknown): string => {
  const type = isRecord(value) ? value['_type'] : undefined;
  return typeof type === 'string' ? type : name;
};
