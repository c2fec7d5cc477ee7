import { describe, expect, it } from 'vitest';
import { snippetsFor, type SnippetParts } from './snippets.ts';

const SAMPLE = `It's a "prize" of $5 \\ 100%`;
const ROW = { area: 60.5, built: '1970-01-11', town: "King's", heated: true, owner: null };
const PLAIN = 'http://127.0.0.1:4720/endpoints/mail';
const INFER = 'http://127.0.0.1:4720/v2/models/mail/infer';

function snippets(
  asks: SnippetParts['signature']['asks'],
  inputs: SnippetParts['signature']['inputs'] = [],
  key = false,
) {
  const column = (name: string, type: 'number' | 'date' | 'category') => ({
    name,
    type,
    input: `${name}_`,
    values: [],
  });
  const columns = [column('area', 'number'), column('built', 'date'), column('town', 'category')];
  const signature = { asks, columns, inputs };
  return snippetsFor({
    origin: 'http://127.0.0.1:4720',
    name: 'mail',
    signature,
    key,
    text: SAMPLE,
    row: ROW,
  });
}

const textOf = (asks: SnippetParts['signature']['asks'], id: string) =>
  snippets(asks).find((snippet) => snippet.id === id)!.text;

/** The last argument as a POSIX shell reads it: single quotes hold everything but themselves, which stand as '\\''. */
function bodyOf(text: string): unknown {
  const [, quoted = ''] = /-d '(.*)'$/s.exec(text)!;
  const pieces = quoted.split(`'\\''`);
  for (const piece of pieces) expect(piece).not.toContain("'");
  return JSON.parse(pieces.join("'"));
}

const tensor = (name: string, datatype: string, value: unknown, shape = [1, 1]) => ({
  name,
  datatype,
  shape,
  data: [value],
});

describe('a snippet', () => {
  it.each([
    ['text', 'plain', PLAIN, { text: SAMPLE }],
    ['text', 'batch', PLAIN, { texts: [SAMPLE, SAMPLE] }],
    ['text', 'protocol', INFER, { inputs: [tensor('text', 'BYTES', SAMPLE, [1])] }],
    ['table', 'plain', PLAIN, { row: ROW }],
    ['table', 'batch', PLAIN, { rows: [ROW, ROW] }],
    [
      ...(['table', 'protocol', INFER] as const),
      {
        inputs: [
          tensor('area_', 'FP32', 60.5),
          tensor('built_', 'FP32', 10),
          tensor('town_', 'BYTES', "King's"),
        ],
      },
    ],
    ['prompt', 'plain', PLAIN, { prompt: SAMPLE, maxTokens: 100 }],
    ['prompt', 'stream', `-N ${PLAIN}`, { prompt: SAMPLE, maxTokens: 100, stream: true }],
  ] as const)('for %s, %s arrives whole through a shell', (asks, id, url, body) => {
    const text = textOf(asks, id);
    expect(text.startsWith(`curl ${url} \\\n  -H 'content-type: application/json' \\\n`)).toBe(true);
    expect(bodyOf(text)).toEqual(body);
  });

  it('for an image sends the file as it is', () => {
    expect(textOf('image', 'plain')).toContain('--data-binary @image.png');
  });

  it('for a model of tensors begins with zeros', () => {
    const [only] = snippets(null, [{ name: 'x', datatype: 'FP32', shape: [-1, 2] }]);
    expect(bodyOf(only!.text)).toEqual({
      inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2], data: [0, 0] }],
    });
  });

  it.each([
    ['text', { text: SAMPLE }],
    ['table', { row: ROW }],
    ['prompt', { prompt: SAMPLE, maxTokens: 100, temperature: 0.8 }],
  ] as const)('for JavaScript and %s carries the same body to the same address', (asks, body) => {
    const text = textOf(asks, 'javascript');
    expect(text).toContain(`fetch('${PLAIN}'`);
    expect(JSON.parse(/JSON\.stringify\((.*)\),$/m.exec(text)![1]!)).toEqual(body);
    expect(textOf(asks, 'python')).toContain(`'${PLAIN}'`);
  });

  it.each(['text', 'table', 'image', 'prompt', null] as const)(
    'for %s sends the API key from the variable where one is needed, and only there',
    (asks) => {
      for (const { id, text } of snippets(asks, [], true)) {
        expect(text, id).toMatch(/["']?authorization["']?: .*Bearer/);
        expect(text, id).toMatch(/\$LATHE_KEY"|os\.environ\['LATHE_KEY'\]|process\.env\.LATHE_KEY/);
      }
      for (const { id, text } of snippets(asks)) expect(text, id).not.toContain('uthorization');
    },
  );

  it('for Python writes its words for true and nothing', () => {
    expect(textOf('table', 'python')).toContain(`"heated": True, "owner": None`);
  });
});
