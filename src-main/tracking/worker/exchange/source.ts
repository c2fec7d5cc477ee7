/** @file The files that runs are read from, and what a reader tells. */
import type { RunLosses } from '../../../../src-shared/tracking/exchange/losses.ts';
import type { Entry } from '../../../datasets/worker/index.ts';
import type { ReadRecord } from '../../exchange/records.ts';

/** A file that is read; its name is its path below what was chosen, with `/` between folders. */
export type RunFile = Entry;

export interface RunSource {
  /** What was chosen, as people know it. */
  readonly name: string;
  readonly files: readonly RunFile[];
  readonly losses: RunLosses;
  /** An empty folder for what has to be unpacked. */
  readonly scratch: string;
}

export type RunReader = (source: RunSource) => AsyncIterable<ReadRecord>;

export const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')));
export const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** A text file is no longer than this; metrics, which may be, are read by the line. */
const MOST_TEXT = 16 << 20;

export async function textOfFile(file: RunFile): Promise<string> {
  return (await file.read(MOST_TEXT)).toString('utf8').replace(/^\uFEFF/, '');
}

const LONGEST_LINE = 32 << 20;

/** The lines of a file by the piece, without their ends. One that is longer than 32 MiB is told, and empty here. */
export async function* linesOf(
  file: RunFile,
  losses: RunLosses,
  longest = LONGEST_LINE,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let [rest, number, isTooLong] = ['', 1, false];
  for await (const chunk of (await file.stream()) as AsyncIterable<Uint8Array>) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    if (isTooLong && lines.length > 0) [lines[0], isTooLong] = ['', false];
    number += lines.length;
    if (!isTooLong && rest.length > longest) {
      losses.add('tooLong', `${file.name}:${number}`);
      isTooLong = true;
    }
    if (isTooLong) rest = '';
    yield lines;
  }
  rest += decoder.decode();
  if (rest !== '' && !isTooLong) yield [rest];
}
