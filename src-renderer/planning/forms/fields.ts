/** @file Forms from a description: what a field of a document is called, how it is typed, what it may hold. */

/** One of several values; what nobody chose is null in the document and {@link NONE} in a menu. */
export interface Option {
  readonly value: string;
  readonly label: string;
}

interface Base<Key extends string> {
  readonly key: Key;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A number as people type it: `scale` times the one that is kept, e.g. 100 for a share in percent. */
export interface NumberRules {
  readonly unit?: string | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly whole?: boolean | undefined;
  readonly scale?: number | undefined;
  /** May be left empty; null then. */
  readonly optional?: boolean | undefined;
}

type Cell = Readonly<Record<string, unknown>>;

/** A field that can stand in a row. */
export type CellField = Exclude<Field, { readonly control: 'rows' }>;

/** A list inside of a document, row by row, e.g. the steps of a checklist or the skills of a person. */
export interface RowsRules {
  readonly columns: readonly CellField[];
  readonly blank: () => Cell;
  readonly add: string;
  /** Where the document keeps something else than a list of rows. */
  readonly toRows?: (value: unknown) => readonly Cell[];
  readonly fromRows?: (rows: readonly Cell[]) => unknown;
}

export type Field<Key extends string = string> =
  | (Base<Key> & {
      readonly control: 'line';
      readonly required?: boolean;
      readonly most?: number;
      readonly suggestions?: readonly string[];
      /** Whether a text will do; the hint says how it is written. */
      readonly accepts?: (text: string) => boolean;
    })
  | (Base<Key> & { readonly control: 'prose' })
  | (Base<Key> & NumberRules & { readonly control: 'number' })
  | (Base<Key> & { readonly control: 'date'; readonly required?: boolean })
  | (Base<Key> & { readonly control: 'flag' })
  | (Base<Key> & {
      readonly control: 'choice';
      readonly options: readonly Option[];
      /** What it says where nothing is chosen; without it something has to be. */
      readonly none?: string;
      /** Values are numbers in the document. */
      readonly numeric?: boolean;
    })
  | (Base<Key> & { readonly control: 'choices'; readonly options: readonly Option[] })
  | (Base<Key> & { readonly control: 'points'; readonly unit?: string | undefined })
  | (Base<Key> & { readonly control: 'fact'; readonly condition: boolean })
  | (Base<Key> & RowsRules & { readonly control: 'rows' });

export type FieldOf<Control extends Field['control']> = Extract<Field, { readonly control: Control }>;

/** Stands in a menu for nothing chosen. */
export const NONE = '—';

/** The fields of a document of this body: a key that it does not have does not compile. */
export const fieldsOf =
  <Body extends object>() =>
  (...fields: readonly Field<keyof Body & string>[]): readonly Field[] =>
    fields;

/** Options of a table of words, in its order. */
export const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));
