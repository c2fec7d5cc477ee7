/** @file Event files of TensorBoard: each folder of them is a run. */
import { readEvent, readSession, type EventValue } from '../../exchange/events.ts';
import {
  BATCH_POINTS,
  emptyRun,
  type ImportedPoint,
  type ImportedRun,
  type RunRecord,
} from '../../exchange/records.ts';
import { recordsRead, tfRecordsOf, type RecordsRead } from '../../exchange/tfrecord.ts';
import { baseOf, folderOf, type RunFile, type RunSource } from './source.ts';

export const isEventFile = ({ name }: { readonly name: string }): boolean =>
  /(?:^|\.)tfevents(?:\.|$)/.test(baseOf(name));

/** A text of a run is no longer than this. */
const MOST_TEXT = 1 << 16;

export async function* readTensorBoard(source: RunSource): AsyncGenerator<RunRecord> {
  const folders = Map.groupBy(source.files.filter(isEventFile), ({ name }) => folderOf(name));
  const keys = keysOf(folders);
  for (const [folder, files] of folders) yield* new FolderOfEvents(source, { folder, keys }).read(files);
}

type Folders = ReadonlyMap<string, readonly RunFile[]>;

/** Writers name their files by time, machine and process, so a run is known by its first one, wherever it lies. */
function keysOf(folders: Folders): ReadonlyMap<string, string> {
  const firsts = new Map([...folders].map(([folder, files]) => [folder, baseOf(files[0]!.name)]));
  const counts = new Map<string, number>();
  for (const first of firsts.values()) counts.set(first, (counts.get(first) ?? 0) + 1);
  const isOwn = (first: string) => counts.get(first) === 1 && /tfevents\.\d{6,}/.test(first);
  return new Map(
    [...firsts].map(([folder, first]) => [
      folder,
      `tensorboard:${isOwn(first) ? first : `${folder}/${first}`}`,
    ]),
  );
}

interface FolderParts {
  readonly folder: string;
  readonly keys: ReadonlyMap<string, string>;
}

class FolderOfEvents {
  readonly #source: RunSource;
  readonly #key: string;
  readonly #plugins = new Map<string, string>();
  readonly #tags = new Map<string, string>();
  #run: ImportedRun;
  #points: ImportedPoint[] = [];
  /** As the plugin of hyperparameters has it. */
  #endedAt: number | null = null;

  constructor(source: RunSource, { folder, keys }: FolderParts) {
    this.#source = source;
    this.#key = keys.get(folder)!;
    const top = source.name.replace(/\.zip$/i, '');
    this.#run = {
      ...emptyRun(this.#key, folder === '' ? top : folder),
      experiment: top,
      parent: parentOf(folder, keys),
    };
  }

  async *read(files: readonly RunFile[]): AsyncGenerator<RunRecord> {
    yield { type: 'run', run: this.#run };
    for (const file of files) yield* this.#file(file);
    if (this.#points.length > 0) yield this.#batch();
    const endedAt = this.#endedAt ?? this.#run.endedAt;
    yield { type: 'run', run: { ...this.#run, endedAt, tags: this.#tags } };
  }

  async *#file(file: RunFile): AsyncGenerator<RunRecord> {
    const read = recordsRead();
    for await (const records of tfRecordsOf((await file.stream()) as AsyncIterable<Uint8Array>, read)) {
      for (const record of records) {
        this.#take(record, file.name);
        if (this.#points.length >= BATCH_POINTS) yield this.#batch();
      }
    }
    this.#tell(read, file.name);
  }

  #tell(read: RecordsRead, file: string): void {
    const { losses } = this.#source;
    if (read.endsEarly) losses.add('endsEarly', file);
    if (read.isDamaged) losses.add('damagedRest', file);
    for (let i = 0; i < read.damaged; i++) losses.add('damaged', file);
    for (let i = 0; i < read.tooLong; i++) losses.add('tooLong', file);
  }

  #batch(): RunRecord {
    const points = this.#points;
    this.#points = [];
    return { type: 'points', run: this.#key, points };
  }

  #take(record: Uint8Array, file: string): void {
    try {
      const event = readEvent(record);
      const at = Math.round(event.wallTime * 1000);
      if (Number.isFinite(at) && at > 0) {
        const { startedAt, endedAt } = this.#run;
        this.#run = {
          ...this.#run,
          startedAt: Math.min(startedAt ?? at, at),
          endedAt: Math.max(endedAt ?? at, at),
        };
      }
      for (const value of event.values) this.#value(value, { step: event.step, at, file });
    } catch {
      this.#source.losses.add('damaged', file);
    }
  }

  #value(value: EventValue, { step, at, file }: { step: number; at: number; file: string }): void {
    const { tag, content, number, texts } = value;
    if (value.plugin !== null) this.#plugins.set(tag, value.plugin);
    const plugin = this.#plugins.get(tag);
    if (plugin === 'hparams') this.#session(content);
    else if (number !== undefined && (plugin === undefined || plugin === 'scalars'))
      this.#points.push({
        metric: tag,
        step,
        epoch: null,
        at: Number.isFinite(at) ? at : null,
        value: number,
      });
    else if (texts !== undefined)
      this.#tags.set(tag.replace(/\/text_summary$/, ''), texts.join('\n').slice(0, MOST_TEXT));
    else this.#source.losses.add('otherKind', file, plugin ?? value.other ?? tag);
  }

  #session(content: Uint8Array | null): void {
    if (content === null) return;
    const { parameters, state, endedAt } = readSession(content);
    this.#run = {
      ...this.#run,
      parameters: new Map([...this.#run.parameters, ...parameters]),
      state: state ?? this.#run.state,
    };
    if (endedAt !== null) this.#endedAt = Math.round(endedAt * 1000);
  }
}

/** The nearest folder above that has event files of its own. */
function parentOf(folder: string, keys: ReadonlyMap<string, string>): string | null {
  for (let above = folder; above !== '';) {
    above = folderOf(above);
    const key = keys.get(above);
    if (key !== undefined) return key;
  }
  return null;
}
