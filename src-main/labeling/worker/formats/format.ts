/** @file What a format is: how it is read, what it can hold, how it is written. */
import type { LossKind } from '../../../../src-shared/labeling/formats/losses.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Rejects } from './report.ts';
import type { AnnotatedItem, AnnotatedSet, ImageSize, Piece, ReadSet, SetSchema } from './set.ts';
import type { Source } from './source.ts';

/** Counts something that is lost. */
export type Note = (loss: LossKind, count?: number) => void;

/** An item as the format can hold it; null where it cannot hold any of it. */
export type FitItem = (item: AnnotatedItem) => AnnotatedItem | null;

export interface SchemaHolding {
  /** Whether classes that nobody named are in the file, in their order. */
  readonly listsClasses: boolean;
  readonly parents: boolean;
  /** The settings that come back from the file. */
  readonly options: readonly (keyof SchemaOptions)[];
}

export interface ReadContext {
  readonly rejects: Rejects;
  /** The kind of task that is read for; null to go by what the file has. */
  readonly kind: TaskKind | null;
  /** The size of an image by its name, with or without its ending; null where it is not known. */
  readonly sizeOf: (name: string) => ImageSize | null;
}

export interface FormatAdapter {
  readonly holds: SchemaHolding;
  /** @throws AppError of a file that cannot be read at all; the rest goes to {@link ReadContext.rejects} */
  read(source: Source, context: ReadContext): Promise<ReadSet>;
  /** Fits the items of one set, in order; each loss is noted. */
  fitting(schema: SetSchema, note: Note): FitItem;
  /** @param set as {@link fitting} leaves it */
  write(set: AnnotatedSet): AsyncGenerator<Piece>;
}
