/** @file A frozen dataset version, read from its Parquet file and turned into token ids. */
import { DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../../../src-shared/errors.ts';
import { buildVocabulary, encode, wordsOf, type Prepare, type Vocabulary } from '../text/index.ts';

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
  const database = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await database.connect();
  try {
    const sql = 'select id, text, label from read_parquet($path) where split = $split order by id';
    const result = await connection.stream(sql, { path, split });
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    )
      for (const [id, text, label] of chunk.getRows())
        yield { id: String(id), text: String(text ?? ''), label: String(label) };
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

/** The vocabulary of the training split. Throws AppError when it holds no words. */
export async function vocabularyOfTraining(options: TextDatasetOptions, size: number): Promise<Vocabulary> {
  const texts: (readonly string[])[] = [];
  for await (const { text } of rowsOf(options.path, 'train'))
    texts.push(wordsOf(options.prepare(text), options.length));
  const vocabulary = buildVocabulary(texts, size);
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
  const numbers = new Map(labels.map((label, index) => [label, index]));
  const rows: Int32Array[] = [];
  const truths: number[] = [];
  for await (const { id, text, label } of rowsOf(path, split)) {
    const truth = numbers.get(label);
    if (truth === undefined)
      throw new AppError('training.unknownLabel', { row: id.slice(0, 12), label, labels: labels.join(', ') });
    const row = new Int32Array(length);
    encode(wordsOf(prepare(text), length), vocabulary, row);
    rows.push(row);
    truths.push(truth);
  }
  const Ids = vocabulary.words.length < 65_000 ? Uint16Array : Int32Array;
  const ids = new Ids(rows.length * length);
  for (const [index, row] of rows.entries()) ids.set(row, index * length);
  return { ids, labels: Int32Array.from(truths), length };
}
