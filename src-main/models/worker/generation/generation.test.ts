import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../graph/index.ts';
import { createPool } from '../../../platform/pool/index.ts';
import { generate, openGenerator, samplerOf, type Generator, type Writing } from './index.ts';
import { plusOne } from '../bag-of-words.fixture.ts';
import { tinyGenerator } from './tiny.fixture.ts';
import { generationService } from '../../../serving/jobs.ts';

/** How often each id is drawn. */
function shares(
  sampling: Omit<Parameters<typeof samplerOf>[0], 'seed'>,
  logits: readonly number[],
  draws: number,
) {
  const sample = samplerOf({ ...sampling, seed: 1 });
  const counts = logits.map(() => 0);
  for (let draw = 0; draw < draws; draw++) counts[sample(Float32Array.from(logits))]! += 1;
  return counts.map((count) => count / draws);
}

const logits = [0, 1, 2, -1, 1.5];
const draws = 20_000;

/** Probabilities of the ids in `among`, zero for the others. */
function softmax(among: readonly number[], temperature: number): readonly number[] {
  const weights = logits.map((logit, id) => (among.includes(id) ? Math.exp(logit / temperature) : 0));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / total);
}

/** Pearson's statistic of the draws; above 18.5 once in a thousand times with four degrees of freedom. */
function chiSquare(found: readonly number[], expected: readonly number[]): number {
  return expected.reduce((sum, share, id) => {
    if (share === 0) return found[id] === 0 ? sum : Number.POSITIVE_INFINITY;
    return sum + (draws * (found[id]! - share) ** 2) / share;
  }, 0);
}

describe('a sampler', () => {
  const all = [0, 1, 2, 3, 4];

  it.each([
    ['the probabilities', { temperature: 1 }, all, 1],
    ['sharper ones at a low temperature', { temperature: 0.5 }, all, 0.5],
    ['flatter ones at a high temperature', { temperature: 3 }, all, 3],
    ['the two likeliest', { temperature: 1, topK: 2 }, [2, 4], 1],
    // Of 0.44, 0.27, 0.16, 0.06, 0.02 (by likelihood) the first three pass 0.85.
    ['those that make up a share', { temperature: 1, topP: 0.85 }, [2, 4, 1], 1],
    ['the likeliest where it alone makes up the share', { temperature: 1, topP: 0.1 }, [2], 1],
    ['a share of the few likeliest', { temperature: 1, topK: 3, topP: 0.5 }, [2], 1],
    ['more than there are', { temperature: 1, topK: 50, topP: 1 }, all, 1],
  ] as const)('draws %s', (_, sampling, among, temperature) => {
    expect(chiSquare(shares(sampling, logits, draws), softmax(among, temperature))).toBeLessThan(18.5);
  });

  it('takes the likeliest at temperature 0, the first of equals', () => {
    expect(samplerOf({ temperature: 0, seed: 1 })(Float32Array.of(1, 3, 3, 2))).toBe(1);
  });

  it('draws the same for the same seed', () => {
    const run = (seed: number) => {
      const sample = samplerOf({ temperature: 1, seed });
      return Array.from({ length: 20 }, () => sample(Float32Array.from(logits)));
    };
    expect(run(5)).toEqual(run(5));
    expect(run(5)).not.toEqual(run(6));
  });

  it('tells logits apart that are closer than their probabilities can say', () => {
    expect(samplerOf({ temperature: 1, topK: 1, seed: 1 })(Float32Array.of(0, 1.4e-45))).toBe(1);
  });

  it('never leaves the vocabulary, whatever the logits', () => {
    const any = fc.float32Array({
      minLength: 1,
      maxLength: 12,
      noNaN: true,
      min: Math.fround(-1e30),
      max: Math.fround(1e30),
    });
    const sampling = fc.record({
      temperature: fc.constantFrom(0, 0.01, 1, 100),
      topK: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      topP: fc.option(fc.constantFrom(0.001, 0.5, 1), { nil: undefined }),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(any, sampling, (values, how) => {
        const id = samplerOf(how)(values);
        expect(Number.isInteger(id) && id >= 0 && id < values.length).toBe(true);
        if (how.topK === 1 || how.temperature === 0) expect(values[id]).toBe(Math.max(...values));
      }),
    );
  });

  it.each([
    ['temperature', { temperature: -1 }],
    ['temperature', { temperature: Number.NaN }],
    ['topK', { temperature: 1, topK: 0 }],
    ['topP', { temperature: 1, topP: 0 }],
    ['topP', { temperature: 1, topP: 1.5 }],
    ['seed', { temperature: 1, seed: 0.5 }],
  ])('refuses a %s out of range', (field, sampling) => {
    expect(() => samplerOf({ seed: 1, ...sampling })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ field }) }),
    );
  });
});

const context = 10;
const greedy = { temperature: 0, seed: 1 };

async function written(generator: Generator, writing: Writing) {
  const pieces = [];
  for await (const piece of generate(generator, writing)) pieces.push(piece);
  return { text: pieces.map(({ text }) => text).join(''), ending: pieces.at(-1)?.ending, pieces };
}

describe('writing', () => {
  let generator: Generator;
  beforeAll(async () => {
    generator = await openGenerator(tinyGenerator(context), 1);
  });
  afterAll(() => generator.release());

  /** What a generator without memory would write, which reads everything it may see for every token. */
  async function withoutCache(prompt: string, tokens: number) {
    const { tokenizer } = generator;
    const all = [...tokenizer.encode(prompt)];
    let from = 0;
    for (let written = 0; written < tokens; written++) {
      if (all.length - from > context) from = all.length - Math.ceil(context / 2);
      const logits = await generator.reader().read(all.slice(from));
      all.push(logits.indexOf(logits.reduce((a, b) => Math.max(a, b))));
    }
    return tokenizer.decode(all).slice(prompt.length);
  }

  it('goes on as if it read the whole text for every token, beyond its context too', async () => {
    for (const prompt of ['a', 'abc d', 'abcdefghijkl abc def ghi.'])
      expect((await written(generator, { prompt, sampling: greedy, maxTokens: 35 })).text).toBe(
        await withoutCache(prompt, 35),
      );
  });

  it('writes the same for the same seed and other texts for others', async () => {
    const text = async (seed: number) =>
      (await written(generator, { prompt: 'ab', sampling: { temperature: 2, seed }, maxTokens: 30 })).text;
    expect(await text(1)).toBe(await text(1));
    expect(new Set(await Promise.all([1, 2, 3].map(text))).size).toBe(3);
  });

  it('ends after as many tokens as asked for', async () => {
    const { text, ending } = await written(generator, { prompt: '', sampling: greedy, maxTokens: 7 });
    expect([...text]).toHaveLength(7);
    expect(ending).toBe('length');
    expect(await written(generator, { prompt: 'a', sampling: greedy, maxTokens: 0 })).toMatchObject({
      text: '',
      ending: 'length',
    });
  });

  it('ends before a stop, whichever tokens it is spread over, and shows no part of it', async () => {
    const whole = (
      await written(generator, { prompt: 'a', sampling: { temperature: 3, seed: 4 }, maxTokens: 40 })
    ).text;
    const random = new Random(3);
    for (let round = 0; round < 10; round++) {
      const at = Math.floor(random.uniform() * 35);
      const stop = whole.slice(at, at + 1 + Math.floor(random.uniform() * 4));
      const { text, ending, pieces } = await written(generator, {
        prompt: 'a',
        sampling: { temperature: 3, seed: 4 },
        maxTokens: 40,
        stop: ['', stop, 'zzz'],
      });
      expect(text).toBe(whole.slice(0, whole.indexOf(stop)));
      expect(ending).toBe('stop');
      expect(pieces.filter((piece) => piece.ending !== null)).toHaveLength(1);
    }
    const none = await written(generator, {
      prompt: 'a',
      sampling: { temperature: 3, seed: 4 },
      maxTokens: 40,
      stop: [`${whole.at(-1)}zz`],
    });
    expect(none).toMatchObject({ text: whole, ending: 'length' });
  });

  it('refuses a file that is no generator, and a length that is none', async () => {
    await expect(openGenerator(plusOne())).rejects.toMatchObject({ key: 'serving.notATextModel' });
    expect(() => generate(generator, { prompt: 'a', sampling: greedy, maxTokens: -1 })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ field: 'maxTokens' }) }),
    );
  });
});

describe('the generation service', () => {
  it('writes for several callers at once, each its own text', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lathe-generation-'));
    const pool = createPool({ emit: () => undefined, scratch: folder });
    try {
      const model = join(folder, 'model.onnx');
      writeFileSync(model, tinyGenerator(context));
      const service = await pool.open(generationService, {
        title: 'writing',
        spec: { model, threads: 1 },
        onExit: () => undefined,
      });
      const write = async (prompt: string) => {
        const begun = await service.call({
          type: 'begin',
          writing: { prompt, sampling: greedy, maxTokens: 300 },
        });
        if (begun.type !== 'begun') throw new Error(begun.type);
        let text = '';
        for (;;) {
          const piece = await service.call({ type: 'next', text: begun.text });
          if (piece.type !== 'piece') throw new Error(piece.type);
          text += piece.text;
          if (piece.ending) return { text, id: begun.text };
        }
      };
      const prompts = ['a', 'b c', 'kl.'];
      const answers = await Promise.all(prompts.map(write));
      const generator = await openGenerator(tinyGenerator(context), 1);
      for (const [index, prompt] of prompts.entries())
        expect(answers[index]!.text).toBe(
          (await written(generator, { prompt, sampling: greedy, maxTokens: 300 })).text,
        );
      await generator.release();
      await expect(service.call({ type: 'next', text: answers[0]!.id })).rejects.toMatchObject({
        key: 'serving.badField',
      });
      await expect(
        service.call({
          type: 'begin',
          writing: { prompt: '', sampling: { ...greedy, temperature: -1 }, maxTokens: 1 },
        }),
      ).rejects.toMatchObject({ key: 'serving.badField' });
      await service.close();
    } finally {
      await pool.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
