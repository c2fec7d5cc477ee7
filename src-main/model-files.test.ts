/** A model's file has one size and one hash, wherever they are told: those of the file that one takes away. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importSource } from './datasets/commands.ts';
import { readMetadata } from './graph/index.ts';
import { evaluate, exportModel } from './models/commands.ts';
import { houses } from './models/worker/small-models.fixture.ts';
import type { Session } from './platform/cli/session.ts';
import type { App } from './platform/host/app.ts';
import { openQuietly } from './session.fixture.ts';
import { freeze } from './versions/commands.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-model-files-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly bytes: number;
  readonly sha256?: string;
}

/** What each place says of the file of a model. */
async function told(model: string, endpoint: string): Promise<Record<string, Told>> {
  const { client } = session;
  const of = ({ bytes, blob }: { bytes: number; blob: string }): Told => ({ bytes, sha256: blob });
  const [listed] = (await client.models.list({ filters: { named: model } })).items;
  const lineage = await client.models.lineage({ model });
  const artifacts = lineage.run ? await client.runs.artifacts({ run: lineage.run.id }) : [];
  const artifact = artifacts.find(({ name }) => name === 'model.onnx');
  const size = await app.facts.read('models.size', { model });
  return {
    list: of(listed!),
    page: of(await client.models.get({ model })),
    lineage: of(lineage.model),
    card: { bytes: sizeIn((await client.models.card({ model })).markdown) },
    fact: { bytes: Number(size) },
    endpoint: await metadataOf(endpoint),
    ...(artifact && { artifact: of(artifact) }),
  };
}

function sizeIn(card: string): number {
  return Number(/^- File: ONNX, ([\d,]+) bytes$/m.exec(card)?.[1]?.replaceAll(',', ''));
}

async function metadataOf(endpoint: string): Promise<Told> {
  const response = await session.fetch(`/v2/models/${endpoint}`);
  return ((await response.json()) as { parameters: Told }).parameters;
}

/** Takes the file away, and holds each place against it, before and after. @returns its hash */
async function agreesWithItsFile(model: string, endpoint: string): Promise<string> {
  const before = await told(model, endpoint);
  const exported = await exportModel(session, model, path.join(folder, 'taken.onnx'));
  const file = readFileSync(exported.file);
  const is = { bytes: file.length, sha256: createHash('sha256').update(file).digest('hex') };
  expect(exported).toMatchObject(is);
  const places = [...Object.entries(before), ...Object.entries(await told(model, endpoint))];
  for (const [place, { bytes, sha256 = is.sha256 }] of places)
    expect([place, { bytes, sha256 }]).toEqual([place, is]);
  expect(sizeIn(readMetadata(file).get('modelCard') ?? '')).toBe(is.bytes);
  return is.sha256;
}

it('of a trained model: as it was made, after its test, and under another name', async () => {
  const { client } = session;
  const rows = Array.from(
    { length: 200 },
    (_, i) => `${i % 37},${['Ulm', 'Bonn'][i % 2]},${3 * (i % 37) + (i % 2)}`,
  );
  writeFileSync(path.join(folder, 'flats.csv'), `area,town,rent\n${rows.join('\n')}\n`);
  const source = { kind: 'path', path: path.join(folder, 'flats.csv') } as const;
  const { dataset } = await importSource(session, source, { kind: 'table', target: 'rent' });
  const version = await freeze(session, { dataset, seed: 1 });
  const parameters = { epochs: 2, threads: 1 };
  const { run, job } = await client.training.start({
    version: version.id,
    recipe: 'linear-regression',
    parameters,
  });
  await session.follow(job);
  const model = (await client.runs.get({ run })).model!;
  await client.serving.deploy({ model, name: 'flats' });
  const fresh = await agreesWithItsFile(model, 'flats');

  await evaluate(session, { model, version: version.id, split: 'test' });
  const tested = await agreesWithItsFile(model, 'flats');
  expect(tested).not.toBe(fresh);

  await client.models.rename({ model, name: 'flats, shipped' });
  await expect.poll(async () => (await client.models.get({ model })).blob).not.toBe(tested);
  await agreesWithItsFile(model, 'flats');
  // The same facts are the same bytes.
  expect(await agreesWithItsFile(model, 'flats')).toBe((await client.models.get({ model })).blob);
}, 240_000);

it('of a model from elsewhere', async () => {
  const file = path.join(folder, 'houses.onnx');
  writeFileSync(file, houses());
  const { model, job } = await session.client.models.import({ source: { kind: 'path', path: file } });
  await session.follow(job);
  await session.client.serving.deploy({ model, name: 'houses' });
  await agreesWithItsFile(model, 'houses');
}, 240_000);
