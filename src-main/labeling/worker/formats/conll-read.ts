/** @file Reads CoNLL-2003 and its like: tokens in the first column, tags of BIO, IOB1 or BIOES in the last. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { DOCUMENT, Document } from './conll-text.ts';
import { labelIn } from './fields.ts';
import type { ReadContext } from './format.ts';
import { MOST_PARTS, span } from './parts.ts';
import { Refusing, shown, type Rejects } from './report.ts';
import { LearnedSchema, answersOf, type AnnotatedItem, type ReadSet } from './set.ts';
import { linesOf, type Source } from './source.ts';

export async function readConll(source: Source, { rejects }: ReadContext): Promise<ReadSet> {
  const [file] = source.files;
  if (file === undefined)
    throw new AppError('labeling.annotationFileFormat', { file: '', format: 'CoNLL-2003', value: '*.conll' });
  const schema = new LearnedSchema('spans');
  return Promise.resolve({ schema, items: itemsOf(source, { file, schema, rejects }) });
}

interface Reading {
  readonly file: string;
  readonly schema: LearnedSchema;
  readonly rejects: Rejects;
}

/** Documents where the file marks them, otherwise a sentence each. */
async function* itemsOf(source: Source, { file, schema, rejects }: Reading): AsyncGenerator<AnnotatedItem> {
  let [number, marked, open]: [number, boolean, Tagged | null] = [0, false, null];
  let paused = true;
  const end = (): AnnotatedItem | null => {
    const item = open?.item(++number) ?? null;
    open = null;
    return item;
  };
  for await (const { line, text } of linesOf(source, file, 1 << 20)) {
    const refusing = new Refusing(rejects, { file, record: line });
    if (text === null) {
      refusing.refuse('labeling.annotationTooLarge', 'line', { value: '> 1 MiB', most: '1 MiB' });
      continue;
    }
    const columns = text.split(/[ \t]+/).filter((column) => column !== '');
    if (columns.length === 0) {
      paused = true;
      if (!marked && open) yield end()!;
      continue;
    }
    if (columns[0] === DOCUMENT) {
      if (open) yield end()!;
      [marked, open, paused] = [true, new Tagged(schema), true];
      continue;
    }
    open ??= new Tagged(schema);
    if (paused) open.sentence();
    paused = false;
    open.take(columns, refusing);
  }
  if (open) yield end()!;
}

/** A document under way. */
class Tagged {
  readonly #document = new Document();
  readonly #spans: Span[] = [];
  readonly #schema: LearnedSchema;
  #refused = false;
  #open: { readonly label: string; readonly start: number; end: number } | null = null;

  constructor(schema: LearnedSchema) {
    this.#schema = schema;
  }

  sentence(): void {
    this.#close();
    this.#document.sentence();
  }

  take(columns: readonly string[], refusing: Refusing): void {
    const [start, end] = this.#document.add(columns[0]!);
    const tag = columns.length > 1 ? columns.at(-1)! : 'O';
    const read = tagOf(tag, refusing);
    this.#refused ||= refusing.refused > 0;
    if (!read) return this.#close();
    const { letter, label } = read;
    const goes = this.#open?.label === label && (letter === 'I' || letter === 'E');
    if (!goes) {
      this.#close();
      this.#open = { label, start, end };
    } else this.#open!.end = end;
    if (letter === 'E' || letter === 'S') this.#close();
  }

  #close(): void {
    if (!this.#open) return;
    const { label, start, end } = this.#open;
    this.#open = null;
    this.#schema.learn(label);
    this.#spans.push(span(`s${this.#spans.length + 1}`, { start, end }, label));
  }

  item(number: number): AnnotatedItem {
    this.#close();
    const value = { spans: this.#spans.slice(0, MOST_PARTS), relations: [] };
    return {
      name: String(number),
      text: this.#document.text,
      columns: null,
      size: null,
      answers: answersOf(value, this.#refused),
    };
  }
}

const LETTERS: Readonly<Record<string, 'B' | 'I' | 'E' | 'S'>> = {
  B: 'B',
  I: 'I',
  E: 'E',
  L: 'E',
  S: 'S',
  U: 'S',
};

/** Null for O, and for what is no tag. */
function tagOf(
  tag: string,
  refusing: Refusing,
): { readonly letter: 'B' | 'I' | 'E' | 'S'; readonly label: string } | null {
  if (tag === 'O') return null;
  const letter = Object.hasOwn(LETTERS, tag[0] ?? '') ? LETTERS[tag[0]!]! : null;
  if (letter === null || tag[1] !== '-' || tag.length < 3)
    return refusing.refuse('labeling.annotationBadTag', 'tag', { value: shown(tag) });
  const label = labelIn(refusing, 'tag', tag.slice(2));
  return label === null ? null : { letter, label };
}
