import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../scripts/samples/zip.ts';
import { softwareVulkan, vulkanMissing } from '../../scripts/vulkan.ts';
import type { ProviderReport } from '../../src-shared/contract.ts';
import { ACCELERATORS } from '../../src-shared/platform/values.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { machineName } from './worker/trainer/environment.ts';
import type { CudaSetup } from './worker/setup-cuda.ts';
import type { ProbeSpec } from './worker/probe-provider.ts';
import { choiceInWords, inWords } from './provider-words.ts';
import { createProviders, type Providers } from './providers.ts';
import { prepareQueries } from './queries.ts';
import { probeProviderJob } from './jobs.ts';
import { setUpCudaJob } from './jobs.ts';

let folder: string;
let store: Store;
let pool: Pool;
let room: Providers;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-providers-'));
  store = openStore(path.join(folder, 'workspace'));
  pool = createPool({ emit: () => undefined, scratch: store.scratch });
  room = createProviders({ store, pool });
});
afterAll(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const same = { operator: 'MatMul', state: 'same', difference: 1e-7 } as const;

function known(provider: ProviderReport['provider'], facts: Partial<ProviderReport> = {}): void {
  const report = {
    provider,
    why: '',
    operators: [same],
    speed: 5,
    probedAt: new Date().toISOString(),
    ...facts,
  };
  const row = { machine: machineName(), provider, report: JSON.stringify(report) };
  prepareQueries(store.db).keepReport.run(row);
}

/** As the room tries it, here on any provider. */
const tried = (provider: ProbeSpec['provider'], thorough = true) =>
  pool.run(probeProviderJob, {
    kind: 'preview',
    title: provider,
    unit: 'operators',
    hidden: true,
    spec: { provider, thorough },
  }).result;
/** ONNX Runtime has none for this system. */
const absent = process.platform === 'win32' ? 'coreml' : 'dml';

describe('trying a provider', () => {
  it('finds the processor to compute as the processor does', async () => {
    const { why, operators, speed } = await tried('cpu');
    expect(why).toBe('');
    expect(operators.length).toBeGreaterThan(35);
    expect(operators.filter(({ state, difference }) => state !== 'same' || difference !== 0)).toEqual([]);
    expect(speed).toBeGreaterThan(0);
  });

  it('says what a missing one is missing', async () => {
    const findings = await tried(absent, false);
    expect(findings).toEqual({ why: expect.stringContaining(`has no ${absent}`), operators: [], speed: 0 });
  });
});

describe('the provider to train with', () => {
  it('is chosen by what is found of this machine, once', { timeout: 400_000 }, async () => {
    const chosen = await room.choose('auto');
    const { recommended, reports } = await room.providers();
    expect(chosen).toBe(recommended);
    expect(reports.map(({ provider }) => provider)).toContain('webgpu');
    expect(recommended === 'cpu').toBe(!reports.some(({ why, speed }) => why === '' && speed > 1));
    expect(choiceInWords({ recommended, reports }).en).toMatch(`automatic uses ${chosen}: `);
    await room.probeNew();
    expect(await room.choose('auto')).toBe(chosen);
    expect((await room.providers()).reports).toEqual(reports);
    expect(await room.choose('cpu')).toBe('cpu');
  });

  it('is never one that was no faster, whose operators nobody compared', async () => {
    for (const provider of ACCELERATORS.filter((each) => each !== absent))
      known(provider, { why: 'not here', operators: [], speed: 0 });
    known('webgpu', { speed: 0.5, operators: [] });
    expect(await room.choose('auto')).toBe('cpu');
    const { en, zh } = choiceInWords(await room.providers());
    expect(en).toContain('webgpu: 0.50× the speed of the CPU');
    expect(zh).toContain('webgpu：速度为 CPU 的 0.50 倍');
  });

  it('is the fastest that computes as the processor does', async () => {
    known('webgpu', { speed: 0.5 });
    expect(await room.choose('auto')).toBe('cpu');
    known('webgpu', { speed: 3 });
    known('cuda', { speed: 9 });
    expect(await room.choose('auto')).toBe('cuda');
    known('cuda', { speed: 9, operators: [same, { operator: 'Conv', state: 'different', difference: 0.2 }] });
    expect(await room.choose('auto')).toBe('webgpu');
    await expect(room.choose('cuda')).rejects.toMatchObject({
      key: 'training.noProvider',
      parameters: { why: expect.stringContaining('Conv') },
    });
  });

  it('is refused in words where the machine does not have it', async () => {
    await expect(room.choose(absent)).rejects.toMatchObject({ key: 'training.noProvider' });
    const report = (await room.providers()).reports.find(({ provider }) => provider === absent);
    expect(report && inWords(report)).toContain(`has no ${absent}`);
    await expect(room.choose('abacus')).rejects.toMatchObject({ key: 'training.noProvider' });
  });
});

it(
  'WebGPU in software computes every operator as the processor does',
  { timeout: 400_000 },
  async (context) => {
    const vulkan = softwareVulkan(folder);
    context.skip(!vulkan, vulkanMissing);
    const before = { ...process.env };
    Object.assign(process.env, vulkan);
    try {
      known('webgpu', { why: 'not tried' });
      const { reports } = await room.probe();
      const webgpu = reports.find(({ provider }) => provider === 'webgpu');
      expect(webgpu?.why).toBe('');
      expect(webgpu?.operators.length).toBeGreaterThan(35);
      expect(webgpu?.operators.filter(({ state }) => state !== 'same')).toEqual([]);
      expect(webgpu && inWords(webgpu)).toMatch(
        /^webgpu: (\d+) of \1 operators supported, 0\.\d\d× the speed of the CPU/,
      );
    } finally {
      process.env = before;
    }
  },
);

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('setting CUDA up', () => {
  const inside = 'runtimes/linux-x64/native/libonnxruntime_providers';
  const packed = (files: Readonly<Record<string, string>>) =>
    zipOf(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
  const setUp = (setup: CudaSetup) =>
    pool.run(setUpCudaJob, {
      kind: 'preview',
      title: 'CUDA',
      unit: 'files',
      hidden: true,
      spec: setup,
    }).result;

  it('takes the two libraries out of the package, and nothing else', async () => {
    const [archive, target] = [path.join(folder, 'gpu.nupkg'), path.join(folder, 'libraries')];
    await mkdir(target);
    const files = { [`${inside}_cuda.so`]: 'cuda', 'LICENSE.txt': 'x', [`${inside}_shared.so`]: 'shared' };
    writeFileSync(archive, packed(files));
    await setUp({ archive, folder: target });
    expect(readdirSync(target).toSorted()).toEqual([
      'libonnxruntime_providers_cuda.so',
      'libonnxruntime_providers_shared.so',
    ]);
    expect(readFileSync(path.join(target, 'libonnxruntime_providers_cuda.so'), 'utf8')).toBe('cuda');
  });

  it('says what is wrong with the file', async () => {
    const archive = path.join(folder, 'other.nupkg');
    const whyOf = (setup: CudaSetup) => setUp(setup).then(String, (error) => error.parameters.why);
    expect(await whyOf({ archive, folder })).toBe('there is no such file');
    writeFileSync(archive, 'no archive');
    expect(await whyOf({ archive, folder })).toBe('it is no ZIP file');
    expect(await whyOf({ archive, folder, sha256: '0'.repeat(64) })).toBe('its SHA-256 is another one');
    writeFileSync(archive, packed({ 'LICENSE.txt': 'x' }));
    expect(await whyOf({ archive, folder })).toContain('it does not hold');
  });
});
