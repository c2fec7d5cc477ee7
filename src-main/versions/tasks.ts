/** @file Which samples a version takes: those of which is known what is to be predicted. */
import type { Target } from '../../src-shared/contract.ts';
import type { prepareSnapshot } from './snapshot.ts';

type Snapshot = ReturnType<typeof prepareSnapshot>;

/** Total; `answer` is for labels that are no single class. */
export const ROWS: Readonly<Record<Target | 'answer', (snapshot: Snapshot) => Snapshot['all']>> = {
  class: ({ labeled }) => labeled,
  number: ({ valued }) => valued,
  none: ({ all }) => all,
  answer: ({ answered }) => answered,
};
