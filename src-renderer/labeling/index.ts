/** @file Labeling in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

const label = later(() => import('./Label.svelte'));

export const labeling = defineRoom({
  pages: { label, labelDataset: label },
  rail: [
    {
      name: 'label',
      icon: 'label',
      says: ({ shell }) => shell.pages.label,
      key: 'l',
      holds: ['label', 'labelDataset'],
    },
  ],
});
