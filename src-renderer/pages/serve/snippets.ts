/** @file How other programs call an endpoint. */

export interface Snippet {
  readonly id: 'plain' | 'batch' | 'protocol' | 'python';
  readonly text: string;
}

/** Calls of one endpoint at an address such as `http://127.0.0.1:4720`, ready to paste into a shell. */
export function snippetsFor({
  origin,
  name,
  sample,
}: {
  origin: string;
  name: string;
  sample: string;
}): readonly Snippet[] {
  const tensor = { name: 'text', datatype: 'BYTES', shape: [1], data: [sample] };
  const plain = `${origin}/endpoints/${name}`;
  return [
    { id: 'plain', text: curl(plain, { text: sample }) },
    { id: 'batch', text: curl(plain, { texts: [sample, sample] }) },
    { id: 'protocol', text: curl(`${origin}/v2/models/${name}/infer`, { inputs: [tensor] }) },
    { id: 'python', text: python(plain, sample) },
  ];
}

function curl(url: string, body: unknown): string {
  return [`curl ${url} \\`, "  -H 'content-type: application/json' \\", `  -d ${quoted(body)}`].join('\n');
}

/** JSON in single quotes of a POSIX shell. */
function quoted(body: unknown): string {
  return `'${JSON.stringify(body).replaceAll("'", `'\\''`)}'`;
}

function python(url: string, sample: string): string {
  return [
    'import json, urllib.request',
    '',
    `body = json.dumps({'text': ${JSON.stringify(sample)}}).encode()`,
    `request = urllib.request.Request('${url}', body, {'content-type': 'application/json'})`,
    'print(json.load(urllib.request.urlopen(request)))',
  ].join('\n');
}
