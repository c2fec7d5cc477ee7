/** @file Training in the window. */
import { defineRoom } from '../platform/room.ts';
import Train from './Train.svelte';

export const training = defineRoom({
  pages: { train: Train },
  rail: [
    {
      name: 'train',
      icon: 'train',
      says: ({ shell }) => shell.pages.train,
      key: 't',
      holds: ['train', 'searches', 'search', 'bisection'],
    },
  ],
  actions: ({ words, router }) => [
    {
      id: 'train',
      says: words.shell.actions.startTraining,
      also: 'train run 训练 运行',
      run: () => router.go('train', {}),
    },
  ],
});
