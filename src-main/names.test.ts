/** Classes and columns may have any name, also those that every JavaScript object has: from the file to the endpoint. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from './platform/host/app.ts';
import { caseFile } from './cases.fixture.ts';
import { importSource, type ImportOptions } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { listenOnPort } from './platform/host/listen.ts';
import { openQuietly } from './session.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-names-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Imports, freezes, trains and evaluates. */
async function trained(
  name: string,
  { options, recipe, parameters }: { options: ImportOptions; recipe: string; parameters: object },
) {
  const source = { kind: 'path', path: caseFile(`33-class-called-__proto__/${name}`) } as const;
  const { dataset } = await importSource(session, source, options);
  const { id: version } = await freeze(session, { dataset, seed: 1 });
  const started = await session.client.training.start({
    version,
    recipe,
    parameters: { ...parameters, threads: 1 },
  });
  await session.follow(started.job);
  const model = (await session.client.runs.get({ run: started.run })).model!;
  const evaluation = await evaluate(session, { model, version, split: 'test' });
  return { model, evaluation };
}

/** What an endpoint of the model says, as text: parsing alone would hide a lost `__proto__`. */
async function asked(model: string, body: object): Promise<string> {
  const name = `names-${model.slice(-6).toLowerCase()}`;
  await session.client.serving.deploy({ model, name });
  const { secret } = await session.client.serving.createKey({ name });
  const listener = await listenOnPort(app, 0);
  try {
    const response = await fetch(`${listener.address}/endpoints/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
      body: JSON.stringify(body),
    });
    return await response.text();
  } finally {
    await listener.close();
  }
}

it('classes called __proto__, constructor and 10 are learned, counted and told', async () => {
  const small = { epochs: 60, hidden: 8, embedding: 8, sequenceLength: 8, vocabulary: 100, patience: 0 };
  const { model, evaluation } = await trained('proto.csv', {
    options: { kind: 'text' },
    recipe: 'text-lstm',
    parameters: { ...small, learningRate: 0.02 },
  });
  const { labels } = await session.client.models.get({ model });
  expect([...labels].sort()).toEqual(['10', '__proto__', 'constructor']);
  expect(JSON.stringify(evaluation)).toContain('__proto__');
  const output = await asked(model, { texts: ['great nice 5', 'bad awful 7', 'so so 9'] });
  for (const name of ['10', '__proto__', 'constructor']) {
    expect(output.match(new RegExp(`"${name}":0?[.\\d]`, 'g'))).toHaveLength(3);
    expect(output).toContain(`"label":"${name}"`);
  }
});

it('columns called __proto__ and constructor are learned from and asked with', async () => {
  const { model } = await trained('protocol.csv', {
    // It counts up, so it would be no feature unless somebody says so.
    options: { kind: 'table', target: 'label', column: ['constructor=number'] },
    recipe: 'logistic-regression',
    parameters: { epochs: 60, batchSize: 16, learningRate: 0.05, patience: 0 },
  });
  // The classes cannot be told from these columns; that they are asked with is what counts.
  const row = JSON.parse('{"__proto__": 0.956, "constructor": 4}') as object;
  expect(await asked(model, { rows: [row] })).toMatch(/"label":"[ab]"/);
  const lacking = await asked(model, { rows: [{ constructor: 4 }] });
  expect(lacking).toMatch(/"label":"[ab]"/);
  expect(lacking).toMatch(/"warnings":\[\{[^\]]*__proto__/);
});
