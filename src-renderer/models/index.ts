/** @file Models in the window, with their reports. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';
import { modelNames, registryActions } from './palette.ts';

const page = later(() => import('./Models.svelte'));

export const models = defineRoom({
  pages: {
    models: page,
    model: page,
    modelDiff: later(() => import('./registry/ModelDiff.svelte')),
    registry: later(() => import('./registry/Registry.svelte')),
    registered: later(() => import('./registry/Registered.svelte')),
  },
  rail: [
    {
      name: 'models',
      icon: 'models',
      says: ({ shell }) => shell.pages.models,
      key: 'm',
      holds: ['models', 'model', 'registry', 'registered', 'modelDiff'],
    },
  ],
  names: modelNames,
  actions: registryActions,
});
