/** @file A frozen dataset version, read from its Parquet file and turned into token ids. */
import { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../../../src-shared/errors.ts';
import {
  buildVocabulary,
  countWords,
  encode,
  wordsOf,
  type Prepare,
  type Vocabulary,
  type WordCounts,
} from '../text/index.ts';

/** Rows of one split as token ids, `length` a row. */
export interface Encoded {
  readonly ids: Uint16Array | Int32Array;
  readonly labels: Int32Array;
  readonly length: number;
}

export interface TextDatasetOptions {
  /** Path of the Parquet file. */
  readonly path: string;
  /** Classes in the order of their numbers. */
  readonly labels: readonly string[];
  readonly prepare: Prepare;
  /** Tokens of a text. */
  readonly length: number;
}

export interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: string;
}

/** Rows of a split in the order of their ids, which does not depend on how the file was written. */
export async function* rowsOf(path: string, split: string): AsyncIterable<Row> {
  await using file = await openParquet(path, split);
  const result = await file.connection.stream(`select id, text, label ${file.from} order by id`, file.values);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    for (const [id, text, label] of chunk.getRows())
      yield { id: String(id), text: String(text ?? ''), label: String(label) };
}

async function countRows(path: string, split: string): Promise<number> {
  await using file = await openParquet(path, split);
  const result = await file.connection.runAndReadAll(`select count(*) ${file.from}`, file.values);
  return Number(result.getRows()[0]?.[0] ?? 0);
}

/** An in-memory database with the split of a Parquet file in its `from` clause. */
async function openParquet(path: string, split: string) {
  const database = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await database.connect();
  return {
    connection,
    from: 'from read_parquet($path) where split = $split',
    values: { path, split },
    async [Symbol.asyncDispose]() {
      connection.closeSync();
      database.closeSync();
    },
  };
}

/** The vocabulary of the training split. Throws AppError when it holds no words. */
export async function vocabularyOfTraining(options: TextDatasetOptions, size: number): Promise<Vocabulary> {
  const { path, length, prepare } = options;
  const counts: WordCounts = new Map();
  for await (const { text } of rowsOf(path, 'train')) countWords(counts, wordsOf(prepare(text), length));
  const vocabulary = buildVocabulary(counts, size);
  if (vocabulary.words.length === 0) throw new AppError('training.noWords');
  return vocabulary;
}

/** A split as token ids and class numbers. Throws AppError on a label that is no class. */
export async function encodedSplit(
  options: TextDatasetOptions,
  split: string,
  vocabulary: Vocabulary,
): Promise<Encoded> {
  const { labels, length, path, prepare } = options;
  const rows = await countRows(path, split);
  const Ids = vocabulary.words.length < 65_000 ? Uint16Array : Int32Array;
  const ids = new Ids(rows * length);
  const truths = new Int32Array(rows);
  const row = new Int32Array(length);
  const numbers = new Map(labels.map((label, index) => [label, index]));
  let index = 0;
  for await (const { id, text, label } of rowsOf(path, split)) {
    const truth = numbers.get(label);
    if (truth === undefined)
      throw new AppError('training.unknownLabel', { row: id.slice(0, 12), label, labels: labels.join(', ') });
    encode(wordsOf(prepare(text), length), vocabulary, row);
    ids.set(row, index * length);
    truths[index++] = truth;
  }
  return { ids, labels: truths, length };
}
