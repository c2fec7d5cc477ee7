/** @file What writers of runs have in common: records in, pieces of files out. */
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import type { RunRecord } from './records.ts';

/** Bytes to add at the end of a file below the folder that is written. */
export interface FilePiece {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export type RunWriter = (records: AsyncIterable<RunRecord>, losses: RunLosses) => AsyncGenerator<FilePiece>;

export const textPiece = (path: string, text: string): FilePiece => ({
  path,
  bytes: Buffer.from(text, 'utf8'),
});
