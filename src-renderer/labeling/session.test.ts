import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Client, LabelingProgress, QueueItem } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { NO_LABEL_COUNTS } from '../../src-shared/labeling/counts.ts';
import { LabelingSession } from './session.svelte.ts';
import type { QueueName } from './options.ts';
import { Outbox } from './outbox.svelte.ts';

const CLASSES = ['spam', 'ham', 'unsure'].map((name, i) => ({ name, key: String(i + 1), guideline: '' }));
const id = (position: number) => position.toString(16).padStart(64, '0');

/** The part of the contract the page speaks, over a list of samples; the room itself is tested where it is. */
class Bench {
  readonly labels = new Map<string, string>();
  /** Who gave a label, of those that were not given here. */
  readonly others = new Map<string, string>();
  /** Samples that are no longer in the dataset. */
  readonly gone = new Set<string>();
  kept: Awaited<ReturnType<Client['labeling']['given']>> = { given: [], undone: [] };
  readonly sent: { sample: string; answer: Answer }[] = [];
  readonly asked: number[] = [];
  readonly count: number;
  #release = Promise.withResolvers<void>();

  constructor(count: number) {
    this.count = count;
  }

  get progress(): LabelingProgress {
    return { ...NO_LABEL_COUNTS, total: this.count, labeled: this.labels.size, mine: 0, perMinute: 0 };
  }

  /** Lets the answers that wait be acknowledged. */
  release(): void {
    this.#release.resolve();
  }

  client(): Client {
    const labeling: Partial<Client['labeling']> = {
      schema: async () => CLASSES,
      progress: async () => this.progress,
      given: async () => this.kept,
      queue: async ({ queue, after = -1, limit = 20, samples }) => {
        if (samples === undefined) this.asked.push(after);
        const all = samples ?? Array.from({ length: this.count }, (_, i) => id(i));
        const items = all
          .map((sample, position): QueueItem => ({ ...itemOf(sample), position, ...this.#saidOf(sample) }))
          .filter(
            ({ id: sample, position, label }) =>
              !this.gone.has(sample) && position > after && (samples || queue === 'all' || label === null),
          );
        return { items: items.slice(0, limit), left: items.length };
      },
      annotate: async ({ answers }) => {
        await this.#release.promise;
        for (const { sample, seen } of answers)
          if (seen && (this.labels.get(sample) ?? null) !== seen.label)
            throw new AppError('labeling.answeredMeanwhile', { author: this.others.get(sample) ?? 'Ann' });
        for (const { sample, answer } of answers) {
          this.sent.push({ sample, answer });
          if (answer.type === 'label') this.labels.set(sample, answer.label);
        }
        return { saved: answers.length, progress: { ...this.progress, mine: this.sent.length } };
      },
    };
    return { labeling } as Client;
  }

  /** Someone else answers. */
  answer(sample: string, label: string, by: string): void {
    this.labels.set(sample, label);
    this.others.set(sample, by);
  }

  #saidOf(sample: string) {
    const label = this.labels.get(sample) ?? null;
    const by = label === null ? null : (this.others.get(sample) ?? 'Ann');
    return { label, labeledBy: by, answeredBy: by, answeredAt: by && '2026-11-29T09:00:00.000Z' };
  }
}

function itemOf(sample: string): QueueItem {
  const state = { label: null, labeledBy: null, skipped: false, flagged: false, note: null };
  const answered = { answeredBy: null, answeredAt: null };
  const content = { value: null, split: null, image: null, metadata: {} };
  return { id: sample, text: `text ${parseInt(sample, 16)}`, position: 0, ...content, ...answered, ...state };
}

const OPERATION = '00000000-0000-4000-8000-000000000001';
const stateWith = (label: string | null) => ({
  label,
  labeledBy: label && 'Ann',
  skipped: false,
  flagged: false,
  note: null,
});

let bench: Bench;
let outbox: Outbox;
let stop: () => void;

/** One that is opening: what it reads is still on its way. */
async function openSession(queue: QueueName = 'unlabeled', samples?: readonly string[]) {
  const client = bench.client();
  const instantly = () => Promise.resolve();
  const store = { load: async () => [], put: instantly, remove: instantly };
  outbox = new Outbox({ annotate: client.labeling.annotate, store, painted: instantly, pause: instantly });
  await outbox.open('ann');
  const session = new LabelingSession({ client, outbox, dataset: 'd1', queue, samples, author: 'Ann' });
  stop = session.follow();
  return { session, opening: session.open() };
}

async function opened(...how: Parameters<typeof openSession>): Promise<LabelingSession> {
  const { session, opening } = await openSession(...how);
  await opening;
  return session;
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 5));
const place = (session: LabelingSession) => session.item?.position;

beforeEach(() => {
  bench = new Bench(100);
});
afterEach(() => stop());

describe('a labeling session', () => {
  it('shows the next item and the new counts before the workbench has answered', async () => {
    const session = await opened();
    session.label('spam');
    expect(place(session)).toBe(1);
    expect(session.progress).toMatchObject({ labeled: 1, mine: 1 });
    expect([session.waiting, session.share]).toEqual([99, 0.01]);
    expect(bench.sent).toEqual([]);
    bench.release();
    await soon();
    expect(bench.sent).toHaveLength(1);
    expect(session.progress).toMatchObject({ labeled: 1, mine: 1 });
  });

  it('always has the next items loaded: it asks for more when half of them are used', async () => {
    const session = await opened();
    bench.release();
    for (let i = 0; i < 60; i++) {
      expect(place(session)).toBe(i);
      session.label('ham');
      await soon();
      expect(session.item).toBeDefined();
    }
    expect(bench.asked).toEqual([-1, 23, 47, 71]);
  });

  it('takes back across items, returns to each, and gives again', async () => {
    const session = await opened();
    session.label('spam');
    session.flag();
    session.skip();
    expect(place(session)).toBe(2);
    session.undo();
    expect([place(session), session.state?.skipped]).toEqual([1, false]);
    session.undo();
    expect([place(session), session.state?.flagged]).toEqual([1, false]);
    session.undo();
    expect([place(session), session.state?.label]).toEqual([0, null]);
    expect(session.progress).toMatchObject({ labeled: 0, skipped: 0, flagged: 0, mine: 0 });
    session.redo();
    session.redo();
    expect([place(session), session.state?.flagged]).toEqual([1, true]);
    expect(session.progress).toMatchObject({ labeled: 1, skipped: 0, flagged: 1, mine: 1 });
    expect([session.canUndo, session.canRedo]).toEqual([true, true]);
    bench.release();
    await soon();
    expect(bench.sent.map(({ answer }) => answer.type)).toEqual([
      ...['label', 'flag', 'skip', 'undo', 'undo', 'undo'],
      ...['undo', 'undo'],
    ]);
  });

  it('redo names the undo, and a new answer ends what could be given again', async () => {
    const session = await opened();
    session.label('spam');
    session.undo();
    session.redo();
    const [, undo, redo] = outbox.unsaved;
    expect(redo?.answer).toEqual({ type: 'undo', of: undo?.operation });
    session.undo();
    session.label('ham');
    expect(session.canRedo).toBe(false);
  });

  it('Enter gives the picked class, else the one the item has, else nothing', async () => {
    const session = await opened();
    session.accept();
    expect(place(session)).toBe(0);
    session.pick(1);
    session.pick(1);
    session.accept();
    session.back();
    expect(session.state?.label).toBe('ham');
    expect(session.suggested).toBe('ham');
    session.forward();
    session.pick(-1);
    expect(session.suggested).toBe('unsure');
    session.forward();
    expect(session.suggested).toBeNull();
  });

  it('measures the queue of all by the place in it, and no queue that items do not leave', async () => {
    const session = await opened('all');
    for (let i = 0; i < 25; i++) {
      session.forward();
      await soon();
    }
    expect([session.waiting, session.share]).toEqual([75, 0.25]);
    stop();
    expect((await opened('flagged')).share).toBeUndefined();
  });

  it('walks exactly the samples it was given, to the end and back', async () => {
    const session = await opened('all', [id(7), id(3)]);
    expect([session.item?.id, session.waiting, session.share]).toEqual([id(7), 2, 0]);
    session.label('ham');
    expect([session.item?.id, session.waiting, session.share]).toEqual([id(3), 1, 0.5]);
    session.label('ham');
    expect([session.item, session.exhausted, session.share]).toEqual([undefined, true, 1]);
    session.back();
    expect(session.item?.id).toBe(id(3));
  });

  it('shows an item as it was when the workbench refuses its answer', async () => {
    const session = await opened();
    session.label('spam');
    session.back();
    await session.refuse({ unsaved: outbox.unsaved[0]!, error: new AppError('labeling.sampleUnknown') });
    expect([session.state?.label, session.canUndo]).toEqual([null, false]);
  });

  it('undoes what an earlier window answered, and shows its item, wherever that stands', async () => {
    const states = { before: stateWith(null), after: stateWith('ham') };
    const answer = { sample: id(70), position: 70, type: 'label', ...states } as const;
    bench.kept = { given: [{ ...answer, operation: OPERATION }], undone: [] };
    bench.labels.set(id(70), 'ham');
    const session = await opened();
    expect(session.last).toMatchObject({ item: id(70), after: { label: 'ham' } });
    session.label('spam');
    await session.undo();
    expect(place(session)).toBe(0);
    await session.undo();
    expect([place(session), session.state?.label, session.canUndo]).toEqual([70, null, false]);
    expect(outbox.unsaved.at(-1)).toMatchObject({ sample: id(70), answer: { type: 'undo', of: OPERATION } });
    session.forward();
    expect(place(session)).toBe(0);
    await session.redo();
    expect([place(session), session.state?.label]).toEqual([70, 'ham']);
  });

  it('undoes what an earlier window answered, also when that was not read yet', async () => {
    const states = { before: stateWith(null), after: stateWith('ham') };
    const answer = { sample: id(70), position: 70, type: 'label', ...states } as const;
    bench.kept = { given: [{ ...answer, operation: OPERATION }], undone: [] };
    bench.labels.set(id(70), 'ham');
    const { session, opening } = await openSession();
    await session.undo();
    await opening;
    expect(outbox.unsaved.at(-1)).toMatchObject({ sample: id(70), answer: { type: 'undo', of: OPERATION } });
  });

  it('tells of an answer from elsewhere, and leaves out items ahead that were answered', async () => {
    const session = await opened();
    bench.answer(id(0), 'spam', 'Mei');
    bench.answer(id(1), 'ham', 'Mei');
    await session.refresh();
    expect(session.others.newsOf(id(0))).toMatchObject({ by: 'Mei', state: { label: 'spam' } });
    expect(session.state).toMatchObject({ label: 'spam', labeledBy: 'Mei' });
    session.forward();
    expect(place(session)).toBe(2);
    bench.answer(id(2), 'ham', 'Ann');
    await session.refresh();
    expect(session.others.newsOf(id(2))?.by).toBeNull();
    session.label('ham');
    expect(session.others.newsOf(id(2))).toBeUndefined();
  });

  it('tells of an answer from elsewhere, also where an item before it is gone from the dataset', async () => {
    bench.release();
    const session = await opened();
    session.label('spam');
    await soon();
    session.back();
    bench.gone.add(id(0));
    bench.answer(id(1), 'ham', 'Mei');
    await session.refresh();
    expect(session.others.newsOf(id(1))).toMatchObject({ by: 'Mei', state: { label: 'ham' } });
    session.forward();
    expect(place(session)).toBe(2);
  });

  it.each([
    ['kept', 'ham', (session: LabelingSession) => session.keepTheirs()],
    ['replaced', 'spam', (session: LabelingSession) => session.replaceTheirs()],
  ])('an answer that was not seen is told, and can be %s', async (_how, label, decide) => {
    bench.release();
    const session = await opened();
    bench.answer(id(0), 'ham', 'Mei');
    outbox.onRefused((refusal) => void session.refuse(refusal));
    session.label('spam');
    await soon();
    expect(bench.labels.get(id(0))).toBe('ham');
    expect(session.others.conflict).toMatchObject({
      mine: { type: 'label', label: 'spam' },
      theirs: { by: 'Mei', state: { label: 'ham' } },
    });
    decide(session);
    await soon();
    expect([bench.labels.get(id(0)), session.others.conflicts]).toEqual([label, 0]);
  });

  it('takes nothing that was read before for news after an answer', async () => {
    const session = await opened();
    bench.answer(id(0), 'ham', 'Mei');
    const reading = session.refresh();
    session.label('spam');
    await reading;
    session.back();
    expect([session.state?.label, session.others.newsOf(id(0))]).toEqual(['spam', undefined]);
  });

  it('does not show an unlabeled item again whose answer is still on its way', async () => {
    const session = await opened();
    session.label('spam');
    session.label('spam');
    await session.restart();
    expect(place(session)).toBe(2);
  });
});
