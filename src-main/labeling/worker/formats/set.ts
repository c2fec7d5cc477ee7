/**
 * @file Answers to annotation tasks, as every format is read to and written from: item by item, so that a set need not fit
 * into memory. Offsets are UTF-16 units and places pixels, as answers have them; formats convert at their edge. Ids of parts
 * name them within their answer only: formats without ids number them anew.
 */
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';

export interface SetClass {
  readonly name: string;
  /** The class that this one is of; null for none. */
  readonly parent: string | null;
}

export interface SetSchema {
  readonly kind: TaskKind;
  readonly classes: readonly SetClass[];
  readonly options: SchemaOptions;
}

export interface ItemAnswer {
  /** Null where the item was skipped. */
  readonly value: AnswerValue | null;
  readonly author: string | null;
  /** An instant in ISO 8601. */
  readonly at: string | null;
  readonly comment: string | null;
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export interface AnnotatedItem {
  /** What the item is called: the path of an image below its folder, the id of a text. */
  readonly name: string;
  readonly text: string | null;
  /** Cells of a row, by column. */
  readonly columns: Readonly<Record<string, string>> | null;
  readonly size: ImageSize | null;
  /** Empty for an item that nobody answered. An answer without parts says "nothing here". */
  readonly answers: readonly ItemAnswer[];
}

/** Every class that an answer names is one of its schema. */
export interface AnnotatedSet extends SetSchema {
  readonly items: AsyncIterable<AnnotatedItem> | Iterable<AnnotatedItem>;
}

/** A set as it comes out of files. Its schema is whole when its items were read: formats name classes where they use them. */
export interface ReadSet {
  readonly schema: SetSchema;
  /** Once only. */
  readonly items: AsyncIterable<AnnotatedItem>;
}

/** A piece of a file that is written; pieces of one file follow each other. */
export interface Piece {
  /** A path below the folder that is written; of a format of one file, its name. */
  readonly file: string;
  readonly text: string;
}

export const NO_OPTIONS: SchemaOptions = SchemaOptions.parse({});

export const answered = (value: AnswerValue | null): ItemAnswer => ({
  value,
  author: null,
  at: null,
  comment: null,
});

/**
 * The answers that a value makes: none where something of it was refused and no part is left, since "nothing here" is an
 * answer of its own, which nobody gave.
 */
export const answersOf = (value: AnswerValue, refused: boolean): ItemAnswer[] =>
  refused && isBare(value) ? [] : [answered(value)];

/** Whether an answer is a set of parts without any. */
export function isBare(value: AnswerValue): boolean {
  if ('regions' in value) return value.regions.length === 0;
  if ('spans' in value) return value.spans.length === 0;
  return 'labels' in value && value.labels.length === 0;
}

/** A schema that learns of classes while items are read: those the file lists, then others in the order of their use. */
export class LearnedSchema implements SetSchema {
  readonly kind: TaskKind;
  readonly #classes = new Map<string, SetClass>();
  #options: SchemaOptions = NO_OPTIONS;

  constructor(kind: TaskKind) {
    this.kind = kind;
  }

  get classes(): readonly SetClass[] {
    return [...this.#classes.values()];
  }

  get options(): SchemaOptions {
    return this.#options;
  }

  learn(name: string, parent: string | null = null): void {
    const known = this.#classes.get(name);
    if (!known || (known.parent === null && parent !== null)) this.#classes.set(name, { name, parent });
  }

  set(options: Partial<SchemaOptions>): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Learns the names of a list that is part of the schema's options. */
  learnRelation(name: string): void {
    if (!this.#options.relations.includes(name)) this.set({ relations: [...this.#options.relations, name] });
  }
}
