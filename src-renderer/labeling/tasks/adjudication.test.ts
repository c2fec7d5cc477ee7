import { expect, it } from 'vitest';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Answer } from '../../../src-shared/contract.ts';
import { Adjudication } from './adjudication.svelte.ts';

const PLACE = { sample: 'a', position: 4 };
const value = (text: string) => ({ text });

/** Stands in for the workbench, which refuses when it is told to; what it does with answers is tested in its room. */
function begun() {
  const sent: Answer[] = [];
  const workbench = { refuses: false };
  const adjudication = new Adjudication({
    task: 'topics',
    client: {
      labeling: {
        annotate: ({ answers }: { answers: readonly { answer: Answer }[] }) => {
          if (workbench.refuses) throw new AppError('labeling.adjudicatorNeeded');
          sent.push(...answers.map(({ answer }) => answer));
          return Promise.resolve({}) as never;
        },
        given: () => Promise.resolve({ given: [], undone: [] }),
      },
    },
  });
  return { adjudication, sent, workbench };
}

it('an answer is begun with what somebody said, changed, given, and taken back step by step', async () => {
  const { adjudication, sent } = begun();
  adjudication.begin(PLACE, value('hers'));
  adjudication.change(PLACE, value('hers and mine'));
  await adjudication.give(PLACE, value('hers and mine'));
  expect([adjudication.making, adjudication.draftOf('a')]).toEqual([undefined, undefined]);
  const seen: unknown[] = [];
  while (adjudication.canUndo) {
    await adjudication.undo();
    seen.push([adjudication.making, adjudication.at, adjudication.draftOf('a')]);
  }
  expect(seen).toEqual([
    ['a', PLACE, value('hers and mine')],
    ['a', PLACE, value('hers')],
    ['a', PLACE, undefined],
  ]);
  while (adjudication.canRedo) await adjudication.redo();
  expect(adjudication.making).toBe(undefined);
  expect(sent.map(({ type }) => type)).toEqual(['adjudicate', 'undo', 'undo']);
});

it('what the workbench refuses is as it was, and can be tried again', async () => {
  const { adjudication, sent, workbench } = begun();
  await adjudication.give(PLACE, value('mine'));
  workbench.refuses = true;
  await expect(adjudication.undo()).rejects.toMatchObject({ key: 'labeling.adjudicatorNeeded' });
  await expect(adjudication.give(PLACE, value('other'))).rejects.toThrow();
  expect([adjudication.canUndo, adjudication.canRedo]).toEqual([true, false]);
  workbench.refuses = false;
  await adjudication.undo();
  workbench.refuses = true;
  await expect(adjudication.redo()).rejects.toThrow();
  workbench.refuses = false;
  await adjudication.redo();
  const undos = sent.flatMap((answer) => (answer.type === 'undo' ? [answer.of] : []));
  expect(undos).toHaveLength(2);
  expect(new Set(undos).size).toBe(2);
  expect([adjudication.canUndo, adjudication.canRedo]).toEqual([true, false]);
});
