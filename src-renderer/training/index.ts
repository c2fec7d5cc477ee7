/** @file Training in the window. */
import { later } from '../platform/later.ts';
import { defineRoom } from '../platform/room.ts';

export const training = defineRoom({
  pages: { train: later(() => import('./Train.svelte')) },
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
