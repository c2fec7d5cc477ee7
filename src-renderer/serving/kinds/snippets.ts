/** @file How other programs call an endpoint. */
import type { Cells, ModelSignature } from '../../../src-shared/contract.ts';

/** What a model is asked with. */
export type Asks = NonNullable<ModelSignature['asks']>;

export type SnippetId = 'plain' | 'batch' | 'stream' | 'protocol' | 'python' | 'javascript';

export interface Snippet {
  readonly id: SnippetId;
  readonly text: string;
}

export interface SnippetParts {
  /** e.g. `http://127.0.0.1:4720`. */
  readonly origin: string;
  readonly name: string;
  readonly signature: Pick<ModelSignature, 'asks' | 'columns' | 'inputs'>;
  /** Whether an API key goes along: programs take it from the variable `LATHE_KEY`, so that it is in no file. */
  readonly key: boolean;
  /** A text, or what a text begins with. */
  readonly text: string;
  /** A row of a table, with a cell for each column. */
  readonly row: Cells;
}

/** Calls of one endpoint, ready to paste into a shell or a program, for what its model is asked with. */
export function snippetsFor(parts: SnippetParts): readonly Snippet[] {
  const { asks, inputs } = parts.signature;
  return asks === null ? [protocol(parts, inputs.map(zeros))] : SNIPPETS[asks](parts, callsOf(parts));
}

interface Calls {
  curl(body: unknown, flags?: string): string;
  programs(body: object): readonly Snippet[];
}

function callsOf({ origin, name, key }: SnippetParts): Calls {
  const url = urlOf({ origin, name });
  return {
    curl: (body, flags) => curlOf({ url, body, key, flags }),
    programs: (body) => programsOf({ url, body, key }),
  };
}

function urlOf({ origin, name }: Pick<SnippetParts, 'origin' | 'name'>): string {
  return `${origin}/endpoints/${name}`;
}

const SNIPPETS: Readonly<Record<Asks, (parts: SnippetParts, calls: Calls) => readonly Snippet[]>> = {
  text: (parts, { curl, programs }) => [
    { id: 'plain', text: curl({ text: parts.text }) },
    { id: 'batch', text: curl({ texts: [parts.text, parts.text] }) },
    protocol(parts, [{ name: 'text', datatype: 'BYTES', shape: [1], data: [parts.text] }]),
    ...programs({ text: parts.text }),
  ],
  table: (parts, { curl, programs }) => [
    { id: 'plain', text: curl({ row: parts.row }) },
    { id: 'batch', text: curl({ rows: [parts.row, parts.row] }) },
    protocol(parts, tensorsOf(parts)),
    ...programs({ row: parts.row }),
  ],
  image: (parts) => image(urlOf(parts), parts.key),
  prompt: ({ text }, { curl, programs }) => [
    { id: 'plain', text: curl({ prompt: text, maxTokens: 100 }) },
    { id: 'stream', text: curl({ prompt: text, maxTokens: 100, stream: true }, '-N ') },
    ...programs({ prompt: text, maxTokens: 100, temperature: 0.8 }),
  ],
};

interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly (string | number | boolean)[];
}

const DAY_MS = 864e5;

/** A row as an input `[1, 1]` a column; a date goes in as days since 1970-01-01. */
function tensorsOf({ signature, row }: SnippetParts): readonly Tensor[] {
  const typeOf = (input: string) => signature.inputs.find(({ name }) => name === input)?.datatype ?? 'FP32';
  return signature.columns.map(({ name, input, type }) => {
    const cell = row[name] ?? '';
    const number = type === 'date' ? Date.parse(String(cell)) / DAY_MS : Number(cell);
    return type === 'category'
      ? { name: input, datatype: 'BYTES', shape: [1, 1], data: [String(cell)] }
      : { name: input, datatype: typeOf(input), shape: [1, 1], data: [Number.isFinite(number) ? number : 0] };
  });
}

/** One row of zeros of a tensor; a large one is left for the reader to fill. */
function zeros({ name, datatype, shape }: ModelSignature['inputs'][number]): Tensor {
  const one = shape.map((size) => (size < 0 ? 1 : size));
  const count = one.reduce((product, size) => product * size, 1);
  const zero = datatype === 'BYTES' ? '' : datatype === 'BOOL' ? false : 0;
  return { name, datatype, shape: one, data: Array.from({ length: Math.min(count, 64) }, () => zero) };
}

function protocol({ origin, name, key }: SnippetParts, inputs: readonly Tensor[]): Snippet {
  return {
    id: 'protocol',
    text: curlOf({ url: `${origin}/v2/models/${name}/infer`, body: { inputs }, key }),
  };
}

interface Call {
  readonly url: string;
  readonly key: boolean;
  readonly flags?: string | undefined;
}

const CURL_KEY = '  -H "authorization: Bearer $LATHE_KEY" \\';

function curlOf({ url, body, key, flags = '' }: Call & { readonly body: unknown }): string {
  return [
    `curl ${flags}${url} \\`,
    ...(key ? [CURL_KEY] : []),
    "  -H 'content-type: application/json' \\",
    `  -d ${quoted(body)}`,
  ].join('\n');
}

/** JSON in single quotes of a POSIX shell. */
function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", `'\\''`)}'`;
}

function programsOf({ body, ...call }: Call & { readonly body: object }): readonly Snippet[] {
  const type = 'application/json';
  return [
    { id: 'python', text: python({ ...call, type, body: `json.dumps(${pythonValue(body)}).encode()` }) },
    {
      id: 'javascript',
      text: javascript({ ...call, type, body: `JSON.stringify(${JSON.stringify(body)})` }),
    },
  ];
}

/** `body` is an expression of the language, `type` that of the body. */
type Program = Call & { readonly type: string; readonly body: string };

function python({ url, key, type, body }: Program): string {
  const bearer = `    'authorization': 'Bearer ' + os.environ['LATHE_KEY'],`;
  return [
    `import json, ${key ? 'os, ' : ''}urllib.request`,
    '',
    `body = ${body}`,
    `request = urllib.request.Request('${url}', body, {`,
    ...(key ? [bearer] : []),
    `    'content-type': '${type}',`,
    '})',
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

function javascript({ url, key, type, body }: Program): string {
  const bearer = 'authorization: `Bearer ${process.env.LATHE_KEY}`, ';
  return [
    `const response = await fetch('${url}', {`,
    "  method: 'POST',",
    `  headers: { ${key ? bearer : ''}'content-type': '${type}' },`,
    `  body: ${body},`,
    '});',
    'console.log(await response.json());',
  ].join('\n');
}

/** An image is sent as it is: the file is the body. */
function image(url: string, key: boolean): readonly Snippet[] {
  const curl = [
    `curl ${url} \\`,
    ...(key ? [CURL_KEY] : []),
    "  -H 'content-type: image/png' \\",
    '  --data-binary @image.png',
  ];
  const call = { url, key, type: 'image/png' };
  const read = "import { readFile } from 'node:fs/promises';\n\n";
  return [
    { id: 'plain', text: curl.join('\n') },
    { id: 'python', text: python({ ...call, body: "open('image.png', 'rb').read()" }) },
    { id: 'javascript', text: read + javascript({ ...call, body: "await readFile('image.png')" }) },
  ];
}
