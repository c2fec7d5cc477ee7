/** @file Columns of a table as training takes them beside what the exported graph makes of the same rows. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import { GraphBuilder, modelOf, serialize } from '../../graph/index.ts';
import { sessionSettings } from '../../platform/worker/session-settings.ts';
import { tableQuestion, askedInOrder, narrowed } from '../../models/worker/index.ts';
import {
  columnInputs,
  columnsInGraph,
  encodeColumns,
  type FittedColumns,
  type Source,
  type Split,
} from './programs/index.ts';

export interface Apart {
  readonly name: string;
  /** The greatest difference, in deviations; 1 for a category. */
  readonly difference: number;
}

/** The column that the exported graph reads most unlike training; null where every cell is read alike, to the bit. */
export async function columnApart(
  { version }: Pick<Source, 'version'>,
  fitted: FittedColumns,
  split: Split = 'validation',
): Promise<Apart | null> {
  const inputs = columnInputs(fitted, []);
  const session = await ort.InferenceSession.create(columnsAlone(fitted), {
    logSeverityLevel: 3,
    extra: { session: sessionSettings },
  });
  const { columns: encoded } = await encodeColumns(version, split, fitted);
  const question = tableQuestion(inputs);
  const kinds = { numbers: fitted.numbers, categories: fitted.categories };
  const apart = new Map<string, number>();
  let first = 0;
  try {
    const asked = narrowed(version, { kind: 'table', columns: inputs });
    for await (const rows of askedInOrder(asked, { split, size: 1000 })) {
      const cells = await Promise.all(rows.map(({ given }, at) => question.prepare(given, at)));
      const outputs = await session.run(question.feeds(cells));
      for (const [kind, columns] of Object.entries(kinds)) {
        const trained = encoded.find(({ name }) => name === kind)?.data ?? new Float32Array();
        const exported = outputs[outputNamed(kind)]?.data ?? [];
        for (let at = 0; at < rows.length * columns.length; at++) {
          const is = Number(trained[first * columns.length + at]);
          const difference = Math.abs(is - Number(exported[at]));
          const { name } = columns[at % columns.length]!;
          // What is no number differs.
          if (!(difference <= (apart.get(name) ?? 0))) apart.set(name, difference);
        }
      }
      first += rows.length;
    }
  } finally {
    await session.release();
  }
  const [worst] = [...apart].toSorted(([, a], [, b]) => b - a);
  return worst ? { name: worst[0], difference: worst[1] } : null;
}

const outputNamed = (kind: string): string => `the ${kind} of all columns`;

/** A model that gives what its columns become, and nothing else. */
function columnsAlone(fitted: FittedColumns): Uint8Array {
  const builder = new GraphBuilder();
  const made = columnsInGraph(builder, fitted, columnInputs(fitted, []));
  for (const [kind, value] of Object.entries(made)) builder.output(outputNamed(kind), value);
  return serialize(modelOf(builder.finish('columns')));
}
