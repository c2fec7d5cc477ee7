/** @file What a W&B run has beside its history: its summary, what it printed, and the files that it saved. */
import { flatten, isRecord, numberOf } from '../../exchange/flatten.ts';
import type { ArtifactFile, ImportedPoint } from '../../exchange/records.ts';
import { fieldsOf, readFields, textOf } from '../../exchange/wire.ts';
import { wandbItemOf } from './wandb-item.ts';
import { folderOf, type RunFile, type RunSource } from './source.ts';

/** What was printed is kept up to so many bytes. */
const MOST_PRINTED = 16 << 20;
const PRINTED = 'output.log';

export class WandbRest {
  readonly #source: RunSource;
  readonly #file: RunFile;
  readonly #summary = new Map<string, unknown>();
  readonly #saved = new Set<string>();
  #printed: string[] = [];
  #bytes = 0;

  constructor(source: RunSource, file: RunFile) {
    this.#source = source;
    this.#file = file;
  }

  /** A change of the summary: what is set, and what is removed. One that follows a history, which has its step, is left out. */
  summary(bytes: Uint8Array): void {
    const changes: { name: string; value: unknown; isGone: boolean }[] = [];
    readFields(bytes, (field, value) => {
      const item = wandbItemOf(value);
      if (item) changes.push({ name: item.path.join('.'), value: item.value, isGone: field === 2 });
    });
    if (changes.some(({ name }) => name === '_step')) return;
    for (const { name, value, isGone } of changes)
      if (isGone) this.#summary.delete(name);
      else if (!name.startsWith('_')) this.#summary.set(name, value);
  }

  printed(bytes: Uint8Array): void {
    const text = textOf(fieldsOf(bytes).get(3));
    this.#bytes += text.length;
    if (this.#bytes <= MOST_PRINTED) this.#printed.push(text);
    else this.#source.losses.add('tooLong', this.#file.name, PRINTED);
  }

  saved(bytes: Uint8Array): void {
    readFields(bytes, (_, value) => {
      const path = value instanceof Uint8Array ? textOf(fieldsOf(value).get(1)) : '';
      if (path !== '') this.#saved.add(path);
    });
  }

  /** What the summary has and no history: numbers, and texts. What a history ends with is in it already. */
  told(measured: ReadonlySet<string>, step: number): { points: ImportedPoint[]; texts: Map<string, string> } {
    const points: ImportedPoint[] = [];
    const texts = new Map<string, string>();
    const isMeasured = (name: string): boolean =>
      measured.has(name) || [...measured].some((metric) => metric.startsWith(`${name}.`));
    for (const [name, value] of this.#summary) {
      if (isMeasured(name)) continue;
      if (isRecord(value) && '_type' in value) {
        this.#source.losses.add('otherKind', this.#file.name, String(value['_type']));
        continue;
      }
      const leaves = new Map<string, string | number | boolean>();
      flatten(leaves, name, value);
      for (const [leaf, each] of leaves) {
        const number = typeof each === 'boolean' ? Number(each) : numberOf(each);
        if (number === undefined) texts.set(`summary.${leaf}`, String(each));
        else points.push({ metric: leaf, step, epoch: null, at: null, value: number });
      }
    }
    return { points, texts };
  }

  /** By the names that the program gave them. A file that only its run's folder pointed to is told. */
  artifacts(): readonly (readonly [name: string, file: ArtifactFile])[] {
    const folder = folderOf(this.#file.name);
    const prefix = folder === '' ? 'files/' : `${folder}/files/`;
    const found = this.#source.files
      .filter(({ name }) => name.startsWith(prefix))
      .map((file): [string, ArtifactFile] => [file.name.slice(prefix.length), file]);
    const names = new Set(found.map(([name]) => name));
    for (const name of this.#saved)
      if (!names.has(name)) this.#source.losses.add('artifactElsewhere', this.#file.name, name);
    const printed = Buffer.from(this.#printed.join(''));
    if (printed.length > 0 && !names.has(PRINTED))
      found.push([PRINTED, { bytes: printed.length, read: () => Promise.resolve(printed) }]);
    return found;
  }
}
