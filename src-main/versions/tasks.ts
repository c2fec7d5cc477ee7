/** @file Which samples a version takes: those of which is known what is to be predicted. */
import type { Target } from '../../src-shared/contract.ts';
import type { prepareSnapshot } from './snapshot.ts';

type Snapshot = ReturnType<typeof prepareSnapshot>;

/** Total. */
export const ROWS: Readonly<Record<Target, (snapshot: Snapshot) => Snapshot['all']>> = {
  class: ({ labeled }) => labeled,
  number: ({ valued }) => valued,
  labels: ({ answered }) => answered,
  spans: ({ answered }) => answered,
  regions: ({ answered }) => answered,
  preferences: ({ answered }) => answered,
  none: ({ all }) => all,
};
