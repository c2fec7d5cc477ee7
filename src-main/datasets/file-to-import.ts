/** @file A file that is to be imported, and what the import will do. */
import type {
  Column,
  DatasetKind,
  FileColumn,
  LANGUAGES,
  Notation,
  RejectRule,
  Target,
} from '../../src-shared/contract.ts';
import type { ImportSpec } from './worker/import-spec.ts';
import type { PreviewSpec } from './worker/preview.ts';

/** A file on this machine and how to read it; what is left out is sniffed. */
export interface FileToRead {
  readonly path: string;
  /** As people know it; an upload lies under another name. */
  readonly fileName: string;
  readonly options: PreviewSpec['options'];
}

export interface FileToImport extends FileToRead {
  /** What it looks like unless given; texts where a text column is given. */
  readonly kind?: DatasetKind | undefined;
  readonly textColumn?: string | undefined;
  readonly labelColumn?: string | null | undefined;
  /** Of a table; columns left out are ignored. */
  readonly columns?: readonly FileColumn[] | undefined;
  readonly name?: string | undefined;
  readonly language?: (typeof LANGUAGES)[number] | undefined;
  /** `few` unless given. */
  readonly rejects?: RejectRule | undefined;
  /** Under which its data may be used; not stated unless given. */
  readonly licence?: string | undefined;
  /** The dataset it goes into; a new one unless given. */
  readonly dataset?: string | undefined;
}

/** What an import will do, with nothing left open. */
export interface Plan {
  readonly spec: ImportSpec;
  readonly target: Target;
  /** The columns that gave the text and the label, for the record of the file. */
  readonly from: { readonly textColumn: string; readonly labelColumn: string | null };
  readonly columns: readonly Column[];
  /** How the file writes numbers and dates, by column, where programs would write them otherwise. */
  readonly notations: Readonly<Record<string, Notation>>;
  /** What stands beside its numbers, by column. */
  readonly units: Readonly<Record<string, string>>;
}
