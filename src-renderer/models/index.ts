/** @file Models in the window, with their reports. */
import { defineRoom } from '../platform/room.ts';
import Models from './Models.svelte';
import { modelNames } from './palette.ts';

export const models = defineRoom({
  pages: { models: Models, model: Models },
  rail: [
    {
      name: 'models',
      icon: 'models',
      says: ({ shell }) => shell.pages.models,
      key: 'm',
      holds: ['models', 'model'],
    },
  ],
  names: modelNames,
});
