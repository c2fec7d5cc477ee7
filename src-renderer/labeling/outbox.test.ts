import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelingProgress } from '../../src-shared/contract.ts';
import { NO_LABEL_COUNTS } from '../../src-shared/labeling/counts.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { NO_DELTA } from './answers.ts';
import { Outbox, type OutboxOptions, type Refusal } from './outbox.svelte.ts';
import type { OutboxStore, Unsaved } from './outbox-store.ts';

const PROGRESS: LabelingProgress = { ...NO_LABEL_COUNTS, total: 9, mine: 0, perMinute: 0 };
const SAMPLE = 'a'.repeat(64);

/** What stays on the machine when a window closes. */
class Disk implements OutboxStore {
  readonly rows = new Map<string, Unsaved>();
  load = async () => [...this.rows.values()].toSorted((a, b) => a.order - b.order);
  put = async (unsaved: Unsaved) => void this.rows.set(unsaved.operation, unsaved);
  remove = async (operations: readonly string[]) => operations.forEach((each) => this.rows.delete(each));
}

/** What a call meets: it arrives and is answered, arrives but the answer is lost, or does not arrive. */
type Fate = 'answered' | 'answer lost' | 'lost' | AppError;

/** A workbench that saves an operation once, with the network in front of it. */
class Workbench {
  readonly saved: string[] = [];
  readonly calls: string[][] = [];
  readonly #fates: Fate[];

  constructor(fates: Fate[] = []) {
    this.#fates = fates;
  }

  annotate: OutboxOptions['annotate'] = async ({ answers }) => {
    const operations = answers.map(({ operation }) => operation);
    this.calls.push(operations);
    const fate = this.#fates.shift() ?? 'answered';
    if (fate instanceof AppError) throw fate;
    if (fate === 'lost') throw new AppError('house.internal');
    for (const operation of operations) if (!this.saved.includes(operation)) this.saved.push(operation);
    if (fate === 'answer lost') throw new AppError('house.internal');
    return { saved: answers.length, progress: PROGRESS };
  };
}

async function openOutbox(workbench: Workbench, disk = new Disk(), person = 'ann'): Promise<Outbox> {
  const annotate = workbench.annotate;
  const instantly = () => Promise.resolve();
  const outbox = new Outbox({ annotate, store: disk, painted: instantly, pause: instantly });
  await outbox.open(person);
  return outbox;
}

function give(outbox: Outbox, label = 'spam', dataset = 'd1'): string {
  return outbox.give({ dataset, sample: SAMPLE, answer: { type: 'label', label }, delta: NO_DELTA });
}

async function settle(outbox: Outbox): Promise<void> {
  while (outbox.unsaved.length > 0) await new Promise((resolve) => setTimeout(resolve));
}

describe('the outbox', () => {
  it('asks the network only after what was answered is on the screen', async () => {
    const workbench = new Workbench();
    let paint = () => {};
    const painted = () => new Promise<void>((resolve) => (paint = resolve));
    const { annotate } = workbench;
    const outbox = new Outbox({ annotate, store: new Disk(), painted, pause: async () => {} });
    await outbox.open('ann');
    give(outbox);
    await new Promise((resolve) => setTimeout(resolve));
    expect(workbench.calls).toEqual([]);
    expect(outbox.unsaved).toHaveLength(1);
    paint();
    await settle(outbox);
    expect(workbench.calls).toHaveLength(1);
  });

  it('keeps an answer on the machine until the workbench has said that it is saved', async () => {
    const disk = new Disk();
    const outbox = await openOutbox(new Workbench(['lost', 'answer lost']), disk);
    give(outbox);
    expect(disk.rows.size).toBe(1);
    await settle(outbox);
    expect(disk.rows.size).toBe(0);
  });

  it('delivers every answer once and in order, whatever the network does', async () => {
    const fate = fc.constantFrom<Fate>('answered', 'answer lost', 'lost');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        async (fates, count) => {
          const workbench = new Workbench(fates);
          const outbox = await openOutbox(workbench);
          const given: string[] = [];
          for (let i = 0; i < count; i++) {
            given.push(give(outbox, `label ${i}`, i % 7 < 4 ? 'd1' : 'd2'));
            if (i % 3 === 0) await Promise.resolve();
          }
          await settle(outbox);
          expect(workbench.saved).toEqual(given);
          expect(outbox.trouble).toBeUndefined();
        },
      ),
    );
  });

  it('sends in the next window what an earlier one left, but not what another person left', async () => {
    const disk = new Disk();
    const never = new Workbench();
    never.annotate = () => new Promise(() => {});
    const ann = await openOutbox(never, disk, 'ann');
    const first = give(ann, 'a');
    const second = give(ann, 'b');
    give(await openOutbox(never, disk, 'bo'));
    const workbench = new Workbench();
    await settle(await openOutbox(workbench, disk, 'ann'));
    expect(workbench.saved).toEqual([first, second]);
    expect([...disk.rows.values()].map(({ person }) => person)).toEqual(['bo']);
  });

  it('sets aside what the workbench refuses, with its undos, and saves the rest', async () => {
    const workbench = new Workbench();
    const { annotate } = workbench;
    const bad = new AppError('labeling.unknownLabel', { label: 'x', classes: 'a' });
    workbench.annotate = async (input) => {
      const refused = input.answers.some(({ answer }) => answer.type === 'label' && answer.label === 'x');
      if (refused) throw bad;
      return annotate(input);
    };
    const outbox = await openOutbox(workbench);
    const refusals: Refusal[] = [];
    outbox.onRefused((refusal) => refusals.push(refusal));
    const first = give(outbox, 'a');
    const second = give(outbox, 'x');
    outbox.give({ dataset: 'd1', sample: SAMPLE, answer: { type: 'undo', of: second }, delta: NO_DELTA });
    const last = give(outbox, 'b');
    await settle(outbox);
    expect(workbench.saved).toEqual([first, last]);
    expect(refusals.map(({ unsaved, error }) => [unsaved.operation, error])).toEqual([[second, bad]]);
  });

  it('leaves on the machine what belongs to a dataset that is not here', async () => {
    const disk = new Disk();
    const gone = new AppError('house.notFound', { what: 'dataset', id: 'd1' });
    const outbox = await openOutbox(new Workbench([gone]), disk);
    give(outbox);
    await settle(outbox);
    expect(disk.rows.size).toBe(1);
  });
});
