/** @file How other programs call an endpoint. */
import type { Cells, ModelFace } from '../../../src-shared/contract/index.ts';

export type SnippetId = 'plain' | 'batch' | 'stream' | 'protocol' | 'python' | 'javascript';

export interface Snippet {
  readonly id: SnippetId;
  readonly text: string;
}

export interface SnippetParts {
  /** e.g. `http://127.0.0.1:4720`. */
  readonly origin: string;
  readonly name: string;
  readonly face: Pick<ModelFace, 'asks' | 'columns' | 'inputs'>;
  /** A text, or what a text begins with. */
  readonly text: string;
  /** A row of a table, with a cell for each column. */
  readonly row: Cells;
}

/** Calls of one endpoint, ready to paste into a shell or a program, for what its model is asked with. */
export function snippetsFor(parts: SnippetParts): readonly Snippet[] {
  const plain = `${parts.origin}/endpoints/${parts.name}`;
  const { text, row } = parts;
  switch (parts.face.asks) {
    case 'text':
      return [
        { id: 'plain', text: curl(plain, { text }) },
        { id: 'batch', text: curl(plain, { texts: [text, text] }) },
        protocol(parts, [{ name: 'text', datatype: 'BYTES', shape: [1], data: [text] }]),
        ...programs(plain, { text }),
      ];
    case 'table':
      return [
        { id: 'plain', text: curl(plain, { row }) },
        { id: 'batch', text: curl(plain, { rows: [row, row] }) },
        protocol(parts, tensorsOf(parts)),
        ...programs(plain, { row }),
      ];
    case 'image':
      return picture(plain);
    case 'prompt':
      return [
        { id: 'plain', text: curl(plain, { prompt: text, maxTokens: 100 }) },
        { id: 'stream', text: curl(plain, { prompt: text, maxTokens: 100, stream: true }, '-N ') },
        ...programs(plain, { prompt: text, maxTokens: 100, temperature: 0.8 }),
      ];
    case null:
      return [protocol(parts, parts.face.inputs.map(zeros))];
  }
}

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly (string | number | boolean)[];
}

const DAY_MS = 864e5;

/** A row as an input `[1, 1]` a column; a date goes in as days since 1970-01-01. */
function tensorsOf({ face, row }: SnippetParts): readonly Tensor[] {
  const typeOf = (input: string) => face.inputs.find(({ name }) => name === input)?.datatype ?? 'FP32';
  return face.columns.map(({ name, input, type }) => {
    const cell = row[name] ?? '';
    const number = type === 'date' ? Date.parse(String(cell)) / DAY_MS : Number(cell);
    return type === 'category'
      ? { name: input, datatype: 'BYTES', shape: [1, 1], data: [String(cell)] }
      : { name: input, datatype: typeOf(input), shape: [1, 1], data: [Number.isFinite(number) ? number : 0] };
  });
}

/** One row of zeros of a tensor; a large one is left for the reader to fill. */
function zeros({ name, datatype, shape }: ModelFace['inputs'][number]): Tensor {
  const one = shape.map((size) => (size < 0 ? 1 : size));
  const count = one.reduce((product, size) => product * size, 1);
  const zero = datatype === 'BYTES' ? '' : datatype === 'BOOL' ? false : 0;
  return { name, datatype, shape: one, data: Array.from({ length: Math.min(count, 64) }, () => zero) };
}

function protocol({ origin, name }: SnippetParts, inputs: readonly Tensor[]): Snippet {
  return { id: 'protocol', text: curl(`${origin}/v2/models/${name}/infer`, { inputs }) };
}

function curl(url: string, body: unknown, flags = ''): string {
  return [`curl ${flags}${url} \\`, "  -H 'content-type: application/json' \\", `  -d ${quoted(body)}`].join(
    '\n',
  );
}

/** JSON in single quotes of a POSIX shell. */
function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", `'\\''`)}'`;
}

function programs(url: string, body: object): readonly Snippet[] {
  return [
    { id: 'python', text: python(url, body) },
    { id: 'javascript', text: javascript(url, body) },
  ];
}

function python(url: string, body: object): string {
  return [
    'import json, urllib.request',
    '',
    `body = json.dumps(${pythonValue(body)}).encode()`,
    `request = urllib.request.Request('${url}', body, {'content-type': 'application/json'})`,
    'print(json.load(urllib.request.urlopen(request)))',
  ].join('\n');
}

/** A JSON value as Python writes it. */
function pythonValue(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([name, each]) => `${JSON.stringify(name)}: ${pythonValue(each)}`,
  );
  return `{${entries.join(', ')}}`;
}

function javascript(url: string, body: object): string {
  return [
    `const response = await fetch('${url}', {`,
    "  method: 'POST',",
    "  headers: { 'content-type': 'application/json' },",
    `  body: JSON.stringify(${JSON.stringify(body)}),`,
    '});',
    'console.log(await response.json());',
  ].join('\n');
}

/** A picture goes as it is: the file is the body. */
function picture(url: string): readonly Snippet[] {
  return [
    {
      id: 'plain',
      text: [`curl ${url} \\`, "  -H 'content-type: image/png' \\", '  --data-binary @picture.png'].join(
        '\n',
      ),
    },
    {
      id: 'python',
      text: [
        'import json, urllib.request',
        '',
        "body = open('picture.png', 'rb').read()",
        `request = urllib.request.Request('${url}', body, {'content-type': 'image/png'})`,
        'print(json.load(urllib.request.urlopen(request)))',
      ].join('\n'),
    },
    {
      id: 'javascript',
      text: [
        "import { readFile } from 'node:fs/promises';",
        '',
        `const response = await fetch('${url}', {`,
        "  method: 'POST',",
        "  headers: { 'content-type': 'image/png' },",
        "  body: await readFile('picture.png'),",
        '});',
        'console.log(await response.json());',
      ].join('\n'),
    },
  ];
}
