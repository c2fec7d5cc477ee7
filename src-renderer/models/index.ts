/** @file Models in the window, with their reports. */
import { defineRoom } from '../platform/room.ts';
import Models from './Models.svelte';
import { modelNames, registryActions } from './palette.ts';
import ModelDiff from './registry/ModelDiff.svelte';
import Registered from './registry/Registered.svelte';
import Registry from './registry/Registry.svelte';

export const models = defineRoom({
  pages: { models: Models, model: Models, modelDiff: ModelDiff, registry: Registry, registered: Registered },
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
