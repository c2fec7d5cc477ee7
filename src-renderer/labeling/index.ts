/** @file Labeling in the window. */
import { defineRoom } from '../platform/room.ts';
import Label from './Label.svelte';

export const labeling = defineRoom({
  pages: { label: Label, labelDataset: Label },
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
