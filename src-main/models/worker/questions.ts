/** @file Rows as a model's inputs: texts and images; those of tables stand in `table-question.ts`. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { ImageForm } from '../../../src-shared/contract.ts';
import type { Prepare } from '../../text/index.ts';
import type { ModelRow, RowWarning, SeenRow } from './rows.ts';
import type { NamedTensor } from './tensors.ts';

/** How rows of one kind become tensors: each alone first, so that a bad one can be named, then all together. */
export interface Question<Prepared> {
  /** @param at where the row stands in its request @throws AppError `serving.wrongKind` and what its kind adds */
  prepare(row: ModelRow, at: number): Promise<Prepared> | Prepared;
  feeds(rows: readonly Prepared[]): Record<string, ort.Tensor>;
  /** What the answer to a row has to be read with; nothing unless given. */
  seen?(row: Prepared): SeenRow;
  /** What was taken otherwise in a row than it may have been meant; in one that `prepare` took. */
  warnings?(row: ModelRow): readonly RowWarning[];
  /** The same in tensors, each once. */
  tensorWarnings?(inputs: readonly NamedTensor[]): readonly RowWarning[];
}

/** A question whose `Prepared` nobody outside needs to know. */
export type AnyQuestion = Question<unknown>;

/** Strings `[N]`. */
export function textQuestion(input: string, prepare: Prepare): Question<PreparedText> {
  return {
    prepare(row, at) {
      const { text } = rowOf('text', row, at);
      return { text, ready: prepare(text) };
    },
    feeds: (texts) => ({
      [input]: new ort.Tensor(
        'string',
        texts.map(({ ready }) => ready),
        [texts.length],
      ),
    }),
    seen: ({ text }) => ({ text }),
  };
}

interface PreparedText {
  readonly text: string;
  /** As the graph takes it. */
  readonly ready: string;
}

/** Bytes `[N, height, width, channels]`, made as they were for training. Adds AppError `serving.badImage`. */
export function imageQuestion(input: string, size: ImageForm): Question<PreparedImage> {
  const { height, width, channels } = size;
  return {
    async prepare(row, at) {
      const { image } = rowOf('image', row, at);
      // The decoder is large, and models without images do without it.
      const { imageOf } = await import('../../images/worker/images.ts');
      return imageOf(image, size).catch((error: unknown) => {
        const why = error instanceof AppError ? error.parameters['why'] : undefined;
        throw new AppError('serving.badImage', { row: at + 1, why: why ?? '?' }, { cause: error });
      });
    },
    feeds(images) {
      const bytes = height * width * channels;
      const data = new Uint8Array(images.length * bytes);
      for (const [index, { pixels }] of images.entries()) data.set(pixels, index * bytes);
      return { [input]: new ort.Tensor('uint8', data, [images.length, height, width, channels]) };
    },
    seen: ({ width: across, height: down }) => ({ size: { width: across, height: down } }),
  };
}

export interface PreparedImage {
  /** At the size that the graph takes. */
  readonly pixels: Uint8Array;
  /** Its own, upright. */
  readonly width: number;
  readonly height: number;
}

/** A row, sure to be of the kind that is asked for. @throws AppError `serving.wrongKind` */
export function rowOf<Kind extends ModelRow['kind']>(wanted: Kind, row: ModelRow, at: number) {
  if (isOf(wanted, row)) return row;
  throw new AppError('serving.wrongKind', { row: at + 1, given: row.kind, wanted });
}

function isOf<Kind extends ModelRow['kind']>(
  kind: Kind,
  row: ModelRow,
): row is Extract<ModelRow, { readonly kind: Kind }> {
  return row.kind === kind;
}
