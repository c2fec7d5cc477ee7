/** @file The answers that a frozen version has, by the ids of its samples. */
import { ANSWER_VALUES, type AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { quoted, withDuckDb } from '../../../platform/worker/duckdb.ts';

const MEMORY_BYTES = 400e6;

export interface FrozenAnswers {
  /** Its Parquet file. */
  readonly path: string;
  readonly kind: TaskKind;
}

export function readFrozen(
  { path, kind }: FrozenAnswers,
  scratch: string,
): Promise<ReadonlyMap<string, AnswerValue>> {
  // A class stands in a column of its own, every other answer as JSON.
  const ofClass = kind === 'classification';
  const column = ofClass ? 'label' : 'value';
  return withDuckDb({ scratch, memoryBytes: MEMORY_BYTES, threads: 1 }, async (connection) => {
    const answers = new Map<string, AnswerValue>();
    const result = await connection.stream(
      `SELECT id, ${column} FROM read_parquet(${quoted(path)}) WHERE ${column} IS NOT NULL`,
    );
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    )
      for (const [id, cell] of chunk.getRows()) {
        const text = String(cell);
        answers.set(String(id), ofClass ? { label: text } : ANSWER_VALUES[kind].parse(JSON.parse(text)));
      }
    return answers;
  });
}
