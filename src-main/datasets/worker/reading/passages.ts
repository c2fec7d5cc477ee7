/** @file Running text as passages in the order of the document; joined, the passages give the document. */
import { createHash, hash } from 'node:crypto';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { sampleIdOf } from '../../../kinds/canonical.ts';
import { decoderFor, holdsUndefined } from './decoding.ts';
import { detectEncoding } from './encoding.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import type { BadRow } from './rows.ts';
import { openFileCollection, type Entry } from './file-collection.ts';

/** A passage ends at the end of a paragraph once it is this long, and at a line end or a space before it is longer than that. */
const PASSAGE_CHARACTERS = 800;
const LONGEST_PASSAGE = 2000;
const TEXT_FILE = /\.(txt|text|md|markdown|rst|tex)$/i;

export interface PassageSource {
  readonly path: string;
  readonly fileName: string;
  /** A WHATWG label; null to detectEncoding each file by its bytes. */
  readonly encoding: string | null;
  /** The encoding of an archive's names, detected where it is null. */
  readonly names: string | null;
}

/** Text files of a collection in the order of their names, numbers by their value: chapter 2 comes before chapter 10. */
export function textFiles(entries: readonly Entry[], only: string | null): Entry[] {
  return entries
    .filter(({ name }) => (only === null ? TEXT_FILE.test(name) : name === only))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }) || (a.name < b.name ? -1 : 1));
}

/** Reads text files one after another. @throws AppError `datasets.fileUnreadable`, `datasets.fileTooLarge` */
export async function readPassages({ path, fileName, encoding, names }: PassageSource): Promise<Reading> {
  const collection = await openFileCollection(path, fileName, names);
  const single = collection.entries.some(({ name }) => name === fileName);
  const files = textFiles(collection.entries, single ? fileName : null);
  const whole = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const digest = createHash('sha256');
  let read = 0;
  async function* batches(): AsyncGenerator<FoundBatch> {
    let row = 0;
    try {
      for (const file of files) {
        const bytes = await file.read();
        digest.update(single ? bytes : `${file.name}\n${hash('sha256', bytes)}\n`);
        read += file.bytes;
        const text = readText(bytes, encoding);
        if (typeof text === 'string')
          yield { good: cutPassages(text).map((one) => foundOf(one, ++row)), bad: [] };
        else yield { good: [], bad: [{ row: ++row, problem: text, excerpt: file.name }] };
      }
    } finally {
      collection.close();
    }
  }
  return {
    batches: batches(),
    estimate: (done) => (read === 0 ? null : Math.round((done * whole) / read)),
    sha256: () => digest.digest('hex'),
  };
}

function foundOf(text: string, row: number): Found {
  return { row, id: sampleIdOf(text), text, label: null, value: null, split: null, image: null };
}

/** The text of a file with line ends LF, ending in one; or why it is none. */
export function readText(bytes: Buffer, encoding: string | null): string | BadRow['problem'] {
  const verdict = detectEncoding(bytes);
  if (verdict.binary && encoding === null) return { key: 'datasets.rowBinary', parameters: {} };
  const label = encoding ?? verdict.encoding;
  const text = decoderFor(label).decode(bytes).replace(/\r\n?/g, '\n').normalize('NFC');
  if (holdsUndefined(text, label)) return { key: 'datasets.rowEncoding', parameters: { encoding: label } };
  if (text.includes('\0')) return { key: 'datasets.rowBinary', parameters: {} };
  if (text.trim() === '') return { key: 'datasets.rowNoText', parameters: {} };
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** Cuts a text into passages that begin where paragraphs begin, as far as paragraphs are not too long. */
export function cutPassages(text: string): string[] {
  const passages: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = passageEnd(text, at);
    const passage = text.slice(at, end);
    // What holds no word goes with the passage before it.
    if (passage.trim() === '' && passages.length > 0) passages.push(`${passages.pop()}${passage}`);
    else passages.push(passage);
    at = end;
  }
  return passages;
}

function passageEnd(text: string, start: number): number {
  const most = Math.min(text.length, start + LONGEST_PASSAGE);
  if (most === text.length && most - start <= PASSAGE_CHARACTERS) return most;
  const paragraph = text.indexOf('\n\n', start + PASSAGE_CHARACTERS);
  if (paragraph !== -1 && paragraph < most) return afterBlanks(text, paragraph);
  if (most === text.length) return most;
  for (const mark of ['\n\n', '\n', '. ', ' ']) {
    const at = text.lastIndexOf(mark, most - mark.length);
    if (at > start + PASSAGE_CHARACTERS / 2) return at + mark.length;
  }
  // Never between the halves of one character.
  return /[\uD800-\uDBFF]/.test(text[most - 1]!) ? most - 1 : most;
}

function afterBlanks(text: string, at: number): number {
  let end = at;
  while (text[end] === '\n') end++;
  return end;
}

/** @throws AppError `datasets.emptyFolder` where there is no text file */
export function requireTexts(files: readonly Entry[], fileName: string): void {
  if (files.length === 0) throw new AppError('datasets.noTexts', { file: fileName });
}
