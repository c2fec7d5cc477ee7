import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src-shared/platform/errors.ts';
import { parsePlain } from './plain.ts';

function fieldOf(body: unknown): unknown {
  try {
    parsePlain(body);
  } catch (error) {
    if (error instanceof AppError) return error.parameters['field'];
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a plain request', () => {
  it('is one text, row or image, or several', () => {
    const rows = (body: unknown) => parsePlain(body);
    expect(rows({ text: 'a' })).toEqual({ kind: 'rows', rows: [{ kind: 'text', text: 'a' }], single: true });
    expect(rows({ texts: ['a', 'b'] })).toMatchObject({
      rows: [{ text: 'a' }, { text: 'b' }],
      single: false,
    });
    expect(rows({ row: { a: 1, b: true, c: null, d: 'x' } })).toMatchObject({
      rows: [{ kind: 'table', cells: { a: 1, b: 'true', c: null, d: 'x' } }],
      single: true,
    });
    expect(rows({ rows: [{}, { a: 1 }] })).toMatchObject({ rows: [{ cells: {} }, { cells: { a: 1 } }] });
    expect(rows({ image: 'AQID' })).toMatchObject({
      rows: [{ kind: 'image', image: Buffer.from([1, 2, 3]) }],
    });
  });

  it('is a prompt with how to write, and draws a seed where none is given', () => {
    expect(
      parsePlain({ prompt: 'a', maxTokens: 5, temperature: 0, topK: 3, topP: 0.5, seed: 7, stop: '.' }),
    ).toEqual({
      kind: 'writing',
      writing: {
        prompt: 'a',
        maxTokens: 5,
        stop: ['.'],
        sampling: { temperature: 0, topK: 3, topP: 0.5, seed: 7 },
      },
      stream: false,
    });
    const asked = parsePlain({ prompt: '', stream: true });
    expect(asked).toMatchObject({ stream: true, writing: { maxTokens: 200, stop: [] } });
    expect(asked.kind === 'writing' && Number.isInteger(asked.writing.sampling.seed)).toBe(true);
  });

  it.each([
    ['body', {}],
    ['body', ['a']],
    ['texts', { text: 'a', texts: ['b'] }],
    ['prompt', { text: 'a', prompt: 'b' }],
    ['text', { text: 5 }],
    ['texts', { texts: Array<string>(1001).fill('') }],
    ['texts[1]', { texts: ['a', null] }],
    ['row', { row: [1] }],
    ['row.a', { row: { a: { b: 1 } } }],
    ['rows[1].a', { rows: [{ a: 1 }, { a: [] }] }],
    ['image', { image: 'AQI' }],
    ['image', { image: 'AQ!D' }],
    ['images', { images: Array<string>(65).fill('') }],
    ['prompt', { prompt: 5 }],
    ['max_tokens', { prompt: 'a', max_tokens: 5 }],
    ['maxTokens', { prompt: 'a', maxTokens: 1e6 }],
    ['temperature', { prompt: 'a', temperature: -1 }],
    ['topP', { prompt: 'a', topP: 0 }],
    ['stream', { prompt: 'a', stream: 'yes' }],
    ['stop', { prompt: 'a', stop: 5 }],
  ])('names %s when it is wrong', (field, body) => {
    expect(fieldOf(body)).toBe(field);
  });

  it('answers any JSON with a request or with a problem that names a field', () => {
    const forms = fc.constantFrom('text', 'texts', 'row', 'rows', 'image', 'images', 'prompt');
    fc.assert(
      fc.property(forms, fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (form, value, more) => {
        try {
          parsePlain({ ...more, [form]: value });
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect((error as AppError).key).toBe('serving.badField');
        }
      }),
      { numRuns: 500 },
    );
  });
});
