import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool, type Pool, type Service } from '../../platform/pool/index.ts';
import type { GenerationAnswer, GenerationRequest } from './generation.ts';
import { tinyGenerator } from '../../models/worker/generation/tiny.fixture.ts';
import { generationService } from '../jobs.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-generation-service-'));
let pool: Pool;
let service: Generation;
type Generation = Service<GenerationRequest, GenerationAnswer>;

beforeAll(async () => {
  pool = createPool({ emit: () => undefined, scratch: folder });
  writeFileSync(join(folder, 'model.onnx'), tinyGenerator());
  service = await open({});
});

function open(more: { idleSeconds?: number }): Promise<Generation> {
  const spec = { model: join(folder, 'model.onnx'), threads: 1, ...more };
  return pool.open(generationService, { title: 'writing', spec, onExit: () => undefined });
}
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

const writing = { prompt: 'a', sampling: { temperature: 0, seed: 1 }, maxTokens: 100_000 };

async function begin(at: Generation = service): Promise<number> {
  const begun = await at.call({ type: 'begin', writing });
  if (begun.type !== 'begun') throw new Error(begun.type);
  return begun.text;
}

it('says what it is asked with', async () => {
  expect(await service.call({ type: 'describe' })).toMatchObject({
    type: 'description',
    description: { task: 'generate', context: 10, inputs: [{ name: 'prompt', datatype: 'BYTES' }] },
  });
});

it('ends a text that is being written with the token under way', async () => {
  const text = await begin();
  const [piece] = await Promise.all([
    service.call({ type: 'next', text }),
    service.call({ type: 'end', text }),
  ]);
  expect(piece).toMatchObject({ type: 'piece', ending: 'stop' });
  await expect(service.call({ type: 'next', text })).rejects.toMatchObject({ key: 'serving.badField' });
});

it('refuses a text too many, and takes another when one has ended', async () => {
  const texts = [];
  for (let i = 0; i < 32; i++) texts.push(await begin());
  await expect(begin()).rejects.toMatchObject({ key: 'serving.tooManyTexts', parameters: { limit: 32 } });
  await service.call({ type: 'end', text: texts[0]! });
  await begin();
});

it('gives the places of texts that nobody asks for to others, but never that of one being written', async () => {
  const other = await open({ idleSeconds: 0 });
  const first = await begin(other);
  const writing = other.call({ type: 'next', text: first });
  const texts = [];
  for (let i = 0; i < 40; i++) texts.push(await begin(other));
  expect(await writing).toMatchObject({ type: 'piece', ending: null });
  await expect(other.call({ type: 'next', text: texts[0]! })).rejects.toMatchObject({
    key: 'serving.badField',
  });
  await other.close();
});
