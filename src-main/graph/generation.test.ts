import fc from 'fast-check';
import { InferenceSession, Tensor } from '../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  GraphError,
  Random,
  compileGeneration,
  compileInference,
  float32,
  generationNames,
  gptDecoder,
  initialize,
  modelOf,
  networkOf,
  serialize,
  verify,
} from './index.ts';

const sizes = { vocabulary: 13, length: 12, size: 16, heads: 4, layers: 2, inner: 24 };
const decoder = gptDecoder(sizes);

function trained() {
  const random = new Random(4);
  return new Map(
    decoder.parameters.map(({ name, shape, initializer }) => {
      const { data } = initialize(shape, initializer, random);
      return [
        name,
        float32(
          shape,
          Float32Array.from(data as Float32Array, (x) => x + 0.3 * random.normal()),
        ),
      ] as const;
    }),
  );
}

const parameters = trained();

async function open() {
  const graph = compileGeneration({ decoder, parameters });
  verify(graph);
  return InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
}

const integers = (values: readonly number[], dims: readonly number[]) =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), dims);

/** The logits of what follows each piece of two texts that are read piece by piece. */
async function readInPieces(
  session: InferenceSession,
  texts: readonly (readonly number[])[],
  pieces: readonly number[],
) {
  const { heads, size } = sizes;
  const rows = texts.length;
  let state: Record<string, Tensor> = { [generationNames.pastPlaces]: integers([], [0]) };
  for (const layer of decoder.attentions)
    for (const name of Object.values(generationNames.past(layer)))
      state[name] = new Tensor('float32', new Float32Array(), [rows, heads, 0, size / heads]);
  const logits: number[][] = [];
  let start = 0;
  for (const length of pieces) {
    const places = Array.from({ length }, (_, index) => start + index);
    const results = await session.run({
      ...state,
      ids: integers(
        texts.flatMap((text) => text.slice(start, start + length)),
        [rows, length],
      ),
      places: integers(places, [length]),
    });
    logits.push(Array.from(results['logits']?.data as Float32Array));
    state = Object.fromEntries(
      Object.keys(state).map((name) => [name, results[name.replace('past', 'present')] as Tensor]),
    );
    start += length;
  }
  return logits;
}

async function readAtOnce(texts: readonly (readonly number[])[]) {
  const time = texts[0]!.length;
  const network = networkOf(decoder, { name: 'ids', elementType: 'int64', shape: [time] });
  const graph = compileInference({
    network,
    parameters,
    build(builder, apply) {
      const ids = builder.input('ids', { elementType: 'int64', shape: ['N', time] });
      builder.output('logits', apply({ ids })['logits']!);
    },
  });
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const { logits } = await session.run({ ids: integers(texts.flat(), [texts.length, time]) });
  await session.release();
  const data = Array.from(logits?.data as Float32Array);
  return (row: number, place: number) => {
    const from = (row * time + place) * sizes.vocabulary;
    return data.slice(from, from + sizes.vocabulary);
  };
}

describe('generation', () => {
  it('gives the logits of the whole text, however it is cut in pieces', async () => {
    const session = await open();
    const ids = fc.array(fc.nat(sizes.vocabulary - 1), { minLength: sizes.length, maxLength: sizes.length });
    const cuts = fc
      .uniqueArray(fc.integer({ min: 1, max: sizes.length - 1 }))
      .map((at) => at.toSorted((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(fc.tuple(ids, ids), cuts, async (texts, at) => {
        const ends = [...at, sizes.length];
        const pieces = ends.map((end, index) => end - (ends[index - 1] ?? 0));
        const whole = await readAtOnce(texts);
        const logits = await readInPieces(session, texts, pieces);
        for (const [piece, end] of ends.entries())
          for (const row of texts.keys())
            for (const [index, expected] of whole(row, end - 1).entries())
              expect(Math.abs(logits[piece]![row * sizes.vocabulary + index]! - expected)).toBeLessThan(
                1e-5 * Math.max(1, Math.abs(expected)),
              );
      }),
      { numRuns: 15 },
    );
    await session.release();
  });

  it('names the parameter that is missing', () => {
    const some = new Map(parameters);
    some.delete('block2.attention.key.weight');
    expect(() => compileGeneration({ decoder, parameters: some })).toThrow(GraphError);
    expect(() => compileGeneration({ decoder, parameters: some })).toThrow(
      '"block2.attention.key.weight" has no value',
    );
  });
});
