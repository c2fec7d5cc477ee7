import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { InferenceSession, Tensor } from '../platform/worker/onnxruntime.ts';
import { GraphBuilder, firstWordId, modelOf, serialize, tfIdf, tokenIds } from '../graph/index.ts';
import { askPython, relativeDifference } from '../graph/oracle.fixture.ts';
import { TfIdfCounter, tfIdfOf, type TfIdfData } from './tfidf.ts';

const python = findPython('sklearn');
const words = ['the', 'cat', 'dog', 'sat', 'ran'];
const texts = ['the cat sat', 'the dog ran ran', 'the cat sat the cat', 'a bird', 'dog the dog the'].map(
  (text) => text.split(' '),
);

function fitted(): TfIdfData {
  const counter = new TfIdfCounter(words);
  for (const text of texts) counter.add(text, true);
  return counter.result(3);
}

const featureNames = ({ pairs }: TfIdfData): string[] => [
  ...words,
  ...pairs.map((pair) => pair.map((id) => words[id - firstWordId]).join(' ')),
];

/** `[texts, features]` without feature 0. */
function denseRows(data: TfIdfData): number[][] {
  const weigh = tfIdfOf(data);
  return texts.map((text) => {
    const row = new Array<number>(data.idf.length).fill(0);
    const { features, values } = weigh(text);
    for (const [at, feature] of features.entries()) row[feature] = values[at]!;
    return row.slice(1);
  });
}

describe('TF-IDF', () => {
  it('keeps the pairs of the most texts, none that stands in one text alone', () => {
    const names = featureNames(fitted());
    expect(names.slice(words.length)).toEqual(['the cat', 'the dog', 'cat sat']);
  });

  it('weighs as scikit-learn does', (context) => {
    context.skip(!python, pythonMissing('sklearn'));
    const data = fitted();
    const cases = { texts, vocabulary: featureNames(data) };
    const script = path.join(import.meta.dirname, 'oracle', 'tfidf.py');
    const theirs = askPython(python!, script, cases) as number[][];
    expect(relativeDifference(denseRows(data).flat(), theirs.flat())).toBeLessThan(1e-12);
  });

  it.each([true, false])('weighs the same inside a graph (with pairs: %s)', async (withPairs) => {
    const data = withPairs
      ? fitted()
      : { ...fitted(), pairs: [], idf: fitted().idf.slice(0, words.length + 1) };
    const builder = new GraphBuilder();
    const text = builder.input('text', { elementType: 'string', shape: ['N'] });
    const ids = tokenIds(builder, text, { words, length: 6 });
    builder.output('rows', tfIdf(builder, ids, { ...data, length: 6, words: words.length }));
    const session = await InferenceSession.create(serialize(modelOf(builder.finish('tfidf'))));
    const feeds = {
      text: new Tensor(
        'string',
        texts.map((each) => each.join(' ')),
        [texts.length],
      ),
    };
    const { rows } = await session.run(feeds);
    const own = denseRows(data).flatMap((row) => [0, ...row]);
    expect(relativeDifference(rows!.data as Float32Array, own)).toBeLessThan(1e-6);
    await session.release();
  });
});
