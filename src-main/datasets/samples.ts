/** @file The samples of datasets for rooms that say something of them: where each stands, and what it is. */
import type { Sample } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { prefixOf } from '../kinds/canonical.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Store } from '../platform/store/index.ts';
import { metadataIn, sizeOf } from './browse.ts';
import { prepareReading, type DatasetRow } from './queries.ts';
import { requireDataset } from './require.ts';

/** What a sample is, whatever people say of it. */
export type SampleContent = Pick<Sample, 'id' | 'text' | 'value' | 'split' | 'image' | 'metadata'>;

/** Reads samples; it needs nothing of labeling, so that labeling can be built on it. */
export function createSampleReader({ db }: Pick<Store, 'db'>) {
  const queries = prepareReading(db);
  return {
    /** @throws AppError `house.notFound` when there is no such dataset (a removed one counts as gone). */
    requireDataset(dataset: string): Pick<DatasetRow, 'kind' | 'name' | 'samples'> {
      const { kind, name, samples } = requireDataset(queries, dataset);
      return { kind, name, samples };
    },

    /** Where samples stand in a dataset; undefined for one that is not in it. */
    positionsOf(dataset: string, samples: readonly string[]): (number | undefined)[] {
      const { number } = requireDataset(queries, dataset);
      return samples.map((id) => queries.positionOf.get(number, prefixOf(id), id));
    },

    /** The whole content of the samples at these positions, in the same order. */
    samplesAt(dataset: string, positions: readonly number[]): SampleContent[] {
      const { number } = requireDataset(queries, dataset);
      return positions.map((position) => {
        const row = queries.sampleAt.get(sampleKey(number, position))!;
        const { id, text, value, split } = row;
        return { id, text, value, split, image: sizeOf(row), metadata: metadataIn(row) };
      });
    },

    /** The encoded image of the sample at a position; the small one where there is one, unless the whole is asked for. */
    imageAt(dataset: string, position: number, size: 'small' | 'whole' = 'whole'): Uint8Array {
      const { number } = requireDataset(queries, dataset);
      const row = queries.image.get({ key: sampleKey(number, position), small: Number(size === 'small') });
      if (!row) throw new AppError('house.notFound', { what: 'image', id: String(position) });
      return row.bytes;
    },
  };
}
