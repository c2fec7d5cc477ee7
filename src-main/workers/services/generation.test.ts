import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createPool,
  type GenerationAnswer,
  type GenerationRequest,
  type Pool,
  type Service,
} from '../index.ts';
import { tinyGenerator } from '../generation/tiny.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-generation-service-'));
let pool: Pool;
let service: Service<GenerationRequest, GenerationAnswer>;

beforeAll(async () => {
  pool = createPool({ emit: () => undefined, scratch: folder });
  const model = join(folder, 'model.onnx');
  writeFileSync(model, tinyGenerator());
  service = await pool.open({
    ...{ service: 'generation', title: 'writing', spec: { model, threads: 1 } },
    onExit: () => undefined,
  });
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

const writing = { prompt: 'a', sampling: { temperature: 0, seed: 1 }, maxTokens: 100_000 };

async function begin(): Promise<number> {
  const begun = await service.call({ type: 'begin', writing });
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
