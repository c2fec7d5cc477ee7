/**
 * @file Which samples of a dataset the items of a file are, and what an import would do: counted before anything is written.
 * Offsets of spans follow the text as the dataset has it.
 */
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { canonicalText, sampleIdOf } from '../../../kinds/canonical.ts';
import { stemOf } from './names-out.ts';
import type { AnnotatedItem, ReadSet, SetClass } from './set.ts';
import { moveSpans } from './text-moves.ts';

/** A sample that an item may be. */
export interface KnownSample {
  readonly position: number;
  /** Of a text; null for others. */
  readonly text: string | null;
}

/** The samples that an item may be: one where it is clear. */
export type FindSamples = (item: AnnotatedItem) => readonly KnownSample[];

/** An item whose sample is known. */
export interface MatchedItem {
  readonly position: number;
  readonly item: AnnotatedItem;
}

/** What an import would do. */
export interface ImportPreview {
  readonly items: number;
  readonly answers: number;
  readonly matched: number;
  /** No sample of the dataset is it. */
  readonly unmatched: number;
  /** Several samples could be it. */
  readonly ambiguous: number;
  /** Another item of the file is the same sample. */
  readonly twice: number;
  /** Its spans could not be found in the text as the dataset has it. */
  readonly otherText: number;
  /** Names of items without a sample, the first of them. */
  readonly examples: readonly string[];
  /** Classes of the file that the schema does not have. */
  readonly newClasses: readonly string[];
}

const MOST_EXAMPLES = 20;

/** Matches items one after another; the preview is whole when they were taken. */
export class Matching {
  readonly #find: FindSamples;
  readonly #positions = new Set<number>();
  readonly #examples: string[] = [];
  readonly #counts = { items: 0, answers: 0, matched: 0, unmatched: 0, ambiguous: 0, twice: 0, otherText: 0 };

  constructor(find: FindSamples) {
    this.#find = find;
  }

  async *items(set: ReadSet): AsyncGenerator<MatchedItem> {
    for await (const item of set.items) {
      const matched = this.#match(item);
      if (matched) yield matched;
    }
  }

  /** @param classes of the schema that is imported into */
  preview(set: ReadSet, classes: readonly Pick<SetClass, 'name'>[]): ImportPreview {
    const known = new Set(classes.map(({ name }) => name));
    const newClasses = set.schema.classes.map(({ name }) => name).filter((name) => !known.has(name));
    return { ...this.#counts, examples: this.#examples, newClasses };
  }

  #match(item: AnnotatedItem): MatchedItem | null {
    this.#counts.items++;
    this.#counts.answers += item.answers.length;
    const samples = this.#find(item);
    const [sample] = samples;
    if (!sample || samples.length > 1) return this.#leave(item, sample ? 'ambiguous' : 'unmatched');
    if (this.#positions.has(sample.position)) return this.#leave(item, 'twice');
    const moved = withText(item, sample.text);
    if (!moved) return this.#leave(item, 'otherText');
    this.#positions.add(sample.position);
    this.#counts.matched++;
    return { position: sample.position, item: moved };
  }

  #leave({ name }: AnnotatedItem, why: 'unmatched' | 'ambiguous' | 'twice' | 'otherText'): null {
    this.#counts[why]++;
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(name);
    return null;
  }
}

/** The item with the text of the sample, its spans where they are there; null where they are not. */
function withText(item: AnnotatedItem, text: string | null): AnnotatedItem | null {
  if (text === null || text === item.text) return item;
  const hasSpans = item.answers.some(({ value }) => value && 'spans' in value);
  if (!hasSpans || item.text === null) return { ...item, text };
  const move = moveSpans(item.text, text);
  if (!move) return null;
  const answers = item.answers.map((answer) => ({
    ...answer,
    value: answer.value && moved(answer.value, move),
  }));
  return { ...item, text, answers };
}

function moved(value: AnswerValue, move: NonNullable<ReturnType<typeof moveSpans>>): AnswerValue {
  if (!('spans' in value)) return value;
  const spans = value.spans.flatMap((one) => move(one) ?? []);
  const ids = new Set(spans.map(({ id }) => id));
  return { spans, relations: value.relations.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

/** The sample whose content is the item's text. */
export function byContent(find: (id: string) => KnownSample | undefined): FindSamples {
  return ({ text }) => {
    const sample = text === null ? undefined : find(sampleIdOf(canonicalText(text)));
    return sample ? [sample] : [];
  };
}

/** The samples whose text has the same characters, whatever white space stands between them: of CoNLL, texts are joined anew. */
export function byCharacters(samples: Iterable<KnownSample>): FindSamples {
  const byText = new Map<string, KnownSample[]>();
  for (const sample of samples) add(byText, charactersOf(sample.text ?? ''), sample);
  return ({ text }) => (text === null ? [] : (byText.get(charactersOf(text)) ?? []));
}

const charactersOf = (text: string): string => sampleIdOf(text.normalize('NFC').replace(/\s+/g, ''));

/**
 * The samples whose file has the item's name: the whole path, else where one path is the end of the other, by the most folders;
 * the last part without its ending where one of the two has none.
 */
export function byName<Sample extends KnownSample>(
  samples: Iterable<Sample & { readonly name: string }>,
): (name: string) => readonly Sample[] {
  const byLast = new Map<string, { readonly parts: readonly string[]; readonly sample: Sample }[]>();
  for (const sample of samples) {
    const parts = partsOf(sample.name);
    add(byLast, stemOf(parts[0]!), { parts, sample });
  }
  return (name) => {
    const wanted = partsOf(name);
    const candidates = new Set([stemOf(wanted[0]!), wanted[0]!].flatMap((last) => byLast.get(last) ?? []));
    const alike = [...candidates].map(({ parts, sample }) => ({
      sample,
      shared: sharedParts(parts, wanted),
      length: parts.length,
    }));
    const most = Math.max(0, ...alike.map(({ shared }) => shared));
    if (most === 0) return [];
    const nearest = alike.filter(({ shared }) => shared === most);
    const whole = nearest.filter(({ length }) => length === wanted.length && length === most);
    return (whole.length > 0 ? whole : nearest).map(({ sample }) => sample);
  };
}

/** From the last part to the first. */
const partsOf = (name: string): string[] => name.normalize('NFC').split(/[/\\]/).toReversed();

/** How many parts are the same from the end, where that is all of one of them; 0 for paths that lead elsewhere. */
function sharedParts(a: readonly string[], b: readonly string[]): number {
  const [last, other] = [a[0]!, b[0]!];
  const same = last === other || stemOf(last) === other || stemOf(other) === last;
  if (!same) return 0;
  const most = Math.min(a.length, b.length);
  for (let i = 1; i < most; i++) if (a[i] !== b[i]) return 0;
  return most;
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
