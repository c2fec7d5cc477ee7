/** 60 hostile model files through the import of models: each ends within its budget, in words, or is a sound model. */
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultBudget } from '../../src-shared/platform/budgets.ts';
import type { Job } from '../../src-shared/contract.ts';
import { isWireError, fromWire, type AppError } from '../../src-shared/platform/errors.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { plusOne } from './worker/bag-of-words.fixture.ts';
import { hostileModels } from './worker/hostile-models.fixture.ts';
import { createModels, type Models } from './index.ts';
import { NO_FACTS } from './room.fixture.ts';

const MEMORY = 700e6;
const SECONDS = 60;
const TRIAL_SECONDS = 3;
/** Words that are the inside of the house, or of a library. */
const INTERNALS =
  /\bat .+:\d+:\d+|node:|\/tmp|node_modules|worker|0x[0-9a-f]{6,}|SELECT|undefined|\.cc:\d|job-/i;

let folder: string;
let store: Store;
let pool: Pool;
let models: Models;
const peaks = new Map<string, number>();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-hostile-'));
  store = openStore(path.join(folder, 'workspace'));
  const emit = () => undefined;
  const real = createPool({
    emit,
    scratch: store.scratch,
    budget(name) {
      if (name === 'inspect') return { seconds: SECONDS, memoryBytes: MEMORY };
      if (name === 'trial') return { seconds: TRIAL_SECONDS, memoryBytes: null };
      return defaultBudget(name, 8e9);
    },
  });
  pool = {
    ...real,
    run: (job, request) => real.run(job, { ...request, onPeak: (bytes) => peaks.set(request.title, bytes) }),
  };
  const tracking = createTracking({ store, emit });
  const foreign = (): never => {
    throw new Error('no version belongs to a model from elsewhere');
  };
  const versions = { get: foreign, origin: foreign };
  models = createModels({ store, pool, emit, tracking, versions, facts: NO_FACTS });
  writeFileSync(path.join(folder, 'weights.bin'), new Uint8Array(8));
  symlinkSync('/etc/hostname', path.join(folder, 'link.bin'));
});
afterAll(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a job failed for. */
function problemOf({ error }: Job): AppError {
  if (!isWireError(error)) throw new Error('it did not fail');
  return fromWire(error);
}

interface Ended {
  readonly job: Job;
  readonly model: string;
  readonly seconds: number;
}

async function imported(name: string, bytes: Uint8Array): Promise<Ended> {
  const file = path.join(folder, `${name.replaceAll('/', ' ')}.onnx`);
  writeFileSync(file, bytes);
  const fileName = path.basename(file);
  const { model, job } = models.import({ path: file, fileName, name, withFolder: true });
  for (;;) {
    const now = pool.job(job);
    if (now && now.state !== 'running')
      return { job: now, model, seconds: (Date.parse(now.endedAt!) - Date.parse(now.startedAt)) / 1000 };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Two at a time, as people do it. */
async function all(): Promise<ReadonlyMap<string, Ended>> {
  const ends = new Map<string, Ended>();
  const waiting = [...hostileModels()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      ends.set(next.name, await imported(next.name, next.bytes));
  };
  await Promise.all([work(), work()]);
  return ends;
}

describe('60 hostile models', () => {
  let ends: ReadonlyMap<string, Ended>;
  const problem = (name: string) => problemOf(ends.get(name)!.job);
  const keyOf = (name: string) => ends.get(name)!.job.error?.key ?? 'taken';

  beforeAll(async () => {
    ends = await all();
    if (process.env['LATHE_SHOW'])
      for (const [name, { job, seconds }] of ends)
        console.log(
          name,
          seconds,
          Math.round(peaks.get(name)! / 1e6),
          job.state,
          job.error && problemOf(job).message,
        );
  }, 600_000);

  it('each ends within its budget of seconds and memory', () => {
    expect(ends.size).toBe(60);
    const over = [...ends].filter(
      ([name, { seconds }]) => seconds > SECONDS + 5 || !(peaks.get(name)! < MEMORY * 1.1),
    );
    expect(over.map(([name]) => [name, peaks.get(name)])).toEqual([]);
  });

  it('each is refused in words that show nothing of the inside, or is a model that can be read', async () => {
    for (const [name, { job, model }] of ends) {
      if (job.state === 'done') {
        expect(models.get(model).name).toBe(name);
        continue;
      }
      const { message, hint, key } = problemOf(job);
      expect(key, name).not.toMatch(/^(?:workers\.(?:crashed|failed|silent)|house\.internal)$/);
      expect(`${message} ${hint}`, name).not.toMatch(INTERNALS);
      expect(hint, name).not.toMatch(/try again/i);
    }
  });

  it('those that never end are stopped in seconds, and it is said why', () => {
    for (const name of ['endless loop', 'endless loops in loops']) {
      expect(keyOf(name)).toBe('models.tooManySeconds');
      expect(problem(name).message).toBe(
        `“${name}” did not finish on one small input within ${TRIAL_SECONDS} s and was not imported.`,
      );
      expect(problem(name).hint).toContain('“Trial run of an imported model” in Settings › Resource limits');
    }
  });

  it('those that are too large are refused for their size', () => {
    for (const name of ['60,000 x 60,000 zeros', 'expanded to 2^33', 'an input of 60,000 x 60,000'])
      expect(['models.tooMuchMemory', 'workers.outOfMemory'], name).toContain(keyOf(name));
    expect(problem('60,000 x 60,000 zeros').hint).toContain(
      '“Inspecting an imported model” in Settings › Resource limits',
    );
  });

  it('the workbench is left as it was: nothing lies in scratch, and the next model comes in', async () => {
    expect(readdirSync(store.scratch)).toEqual([]);
    expect((await imported('plus one', plusOne())).job.state).toBe('done');
  });
});
