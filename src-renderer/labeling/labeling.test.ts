import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Client, LabelingProgress, QueueItem } from '../../src-shared/contract.ts';
import { Sitting, type QueueName } from './labeling.svelte.ts';
import { Outbox } from './outbox.svelte.ts';

const CLASSES = ['spam', 'ham', 'unsure'].map((name, i) => ({ name, key: String(i + 1), guideline: '' }));
const id = (position: number) => position.toString(16).padStart(64, '0');

/** The part of the contract the page speaks, over a list of samples; the room itself is tested where it is. */
class Bench {
  readonly labels = new Map<string, string>();
  readonly sent: { sample: string; answer: Answer }[] = [];
  readonly asked: number[] = [];
  readonly count: number;
  #release = Promise.withResolvers<void>();

  constructor(count: number) {
    this.count = count;
  }

  get progress(): LabelingProgress {
    return { total: this.count, labeled: this.labels.size, skipped: 0, flagged: 0, mine: 0, perMinute: 0 };
  }

  /** Lets the answers that wait be acknowledged. */
  release(): void {
    this.#release.resolve();
  }

  client(): Client {
    const labeling: Partial<Client['labeling']> = {
      schema: async () => CLASSES,
      progress: async () => this.progress,
      queue: async ({ after = -1, limit = 20, samples }) => {
        this.asked.push(after);
        const all = samples ?? Array.from({ length: this.count }, (_, i) => id(i));
        const items = all
          .map((sample, position): QueueItem => ({ ...itemOf(sample), position }))
          .filter(({ position, id: sample }) => position > after && !this.labels.has(sample));
        return { items: items.slice(0, limit), left: items.length };
      },
      annotate: async ({ answers }) => {
        await this.#release.promise;
        for (const { sample, answer } of answers) {
          this.sent.push({ sample, answer });
          if (answer.type === 'label') this.labels.set(sample, answer.label);
        }
        return { saved: answers.length, progress: { ...this.progress, mine: this.sent.length } };
      },
    };
    return { labeling } as Client;
  }
}

function itemOf(sample: string): QueueItem {
  const state = { label: null, labeledBy: null, skipped: false, flagged: false, note: null };
  const content = { value: null, split: null, image: null, metadata: {} };
  return { id: sample, text: `text ${parseInt(sample, 16)}`, position: 0, ...content, ...state };
}

let bench: Bench;
let outbox: Outbox;
let stop: () => void;

async function sit(queue: QueueName = 'unlabeled', samples?: readonly string[]): Promise<Sitting> {
  const client = bench.client();
  const instantly = () => Promise.resolve();
  const store = { load: async () => [], put: instantly, remove: instantly };
  outbox = new Outbox({ annotate: client.labeling.annotate, store, painted: instantly, pause: instantly });
  await outbox.open('ann');
  const sitting = new Sitting({ client, outbox, dataset: 'd1', queue, samples, author: 'Ann' });
  stop = sitting.follow();
  await sitting.open();
  return sitting;
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const place = (sitting: Sitting) => sitting.item?.position;

beforeEach(() => {
  bench = new Bench(100);
});
afterEach(() => stop());

describe('a sitting', () => {
  it('shows the next item and the new counts before the workbench has answered', async () => {
    const sitting = await sit();
    sitting.label('spam');
    expect(place(sitting)).toBe(1);
    expect(sitting.progress).toMatchObject({ labeled: 1, mine: 1 });
    expect([sitting.waiting, sitting.share]).toEqual([99, 0.01]);
    expect(bench.sent).toEqual([]);
    bench.release();
    await soon();
    expect(bench.sent).toHaveLength(1);
    expect(sitting.progress).toMatchObject({ labeled: 1, mine: 1 });
  });

  it('always has the next items loaded: it asks for more when half of them are used', async () => {
    const sitting = await sit();
    bench.release();
    for (let i = 0; i < 60; i++) {
      expect(place(sitting)).toBe(i);
      sitting.label('ham');
      await soon();
      expect(sitting.item).toBeDefined();
    }
    expect(bench.asked).toEqual([-1, 23, 47, 71]);
  });

  it('takes back across items, returns to each, and gives again', async () => {
    const sitting = await sit();
    sitting.label('spam');
    sitting.flag();
    sitting.skip();
    expect(place(sitting)).toBe(2);
    sitting.undo();
    expect([place(sitting), sitting.state?.skipped]).toEqual([1, false]);
    sitting.undo();
    expect([place(sitting), sitting.state?.flagged]).toEqual([1, false]);
    sitting.undo();
    expect([place(sitting), sitting.state?.label]).toEqual([0, null]);
    expect(sitting.progress).toMatchObject({ labeled: 0, skipped: 0, flagged: 0, mine: 0 });
    sitting.redo();
    sitting.redo();
    expect([place(sitting), sitting.state?.flagged]).toEqual([1, true]);
    expect(sitting.progress).toMatchObject({ labeled: 1, skipped: 0, flagged: 1, mine: 1 });
    expect([sitting.canUndo, sitting.canRedo]).toEqual([true, true]);
    bench.release();
    await soon();
    expect(bench.sent.map(({ answer }) => answer.type)).toEqual([
      ...['label', 'flag', 'skip', 'undo', 'undo', 'undo'],
      ...['undo', 'undo'],
    ]);
  });

  it('redo names the undo, and a new answer ends what could be given again', async () => {
    const sitting = await sit();
    sitting.label('spam');
    sitting.undo();
    sitting.redo();
    const [, undo, redo] = outbox.unsaved;
    expect(redo?.answer).toEqual({ type: 'undo', of: undo?.operation });
    sitting.undo();
    sitting.label('ham');
    expect(sitting.canRedo).toBe(false);
  });

  it('Enter gives the picked class, else the one the item has, else nothing', async () => {
    const sitting = await sit();
    sitting.accept();
    expect(place(sitting)).toBe(0);
    sitting.pick(1);
    sitting.pick(1);
    sitting.accept();
    sitting.back();
    expect(sitting.state?.label).toBe('ham');
    expect(sitting.suggested).toBe('ham');
    sitting.forward();
    sitting.pick(-1);
    expect(sitting.suggested).toBe('unsure');
    sitting.forward();
    expect(sitting.suggested).toBeNull();
  });

  it('measures the queue of all by the place in it, and no queue that items do not leave', async () => {
    const sitting = await sit('all');
    for (let i = 0; i < 25; i++) {
      sitting.forward();
      await soon();
    }
    expect([sitting.waiting, sitting.share]).toEqual([75, 0.25]);
    stop();
    expect((await sit('flagged')).share).toBeUndefined();
  });

  it('walks exactly the samples it was given, to the end and back', async () => {
    const sitting = await sit('all', [id(7), id(3)]);
    expect([sitting.item?.id, sitting.waiting, sitting.share]).toEqual([id(7), 2, 0]);
    sitting.label('ham');
    expect([sitting.item?.id, sitting.waiting, sitting.share]).toEqual([id(3), 1, 0.5]);
    sitting.label('ham');
    expect([sitting.item, sitting.exhausted, sitting.share]).toEqual([undefined, true, 1]);
    sitting.back();
    expect(sitting.item?.id).toBe(id(3));
  });

  it('shows an item as it was when the workbench refuses its answer', async () => {
    const sitting = await sit();
    sitting.label('spam');
    sitting.back();
    sitting.forget(outbox.unsaved[0]!.operation);
    expect([sitting.state?.label, sitting.canUndo]).toEqual([null, false]);
  });

  it('does not show an unlabeled item again whose answer is still on its way', async () => {
    const sitting = await sit();
    sitting.label('spam');
    sitting.label('spam');
    await sitting.restart();
    expect(place(sitting)).toBe(2);
  });
});
