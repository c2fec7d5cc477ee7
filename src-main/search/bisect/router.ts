/** @file Procedures of bisections. */
import { os } from '../../platform/api/implement.ts';
import type { BisectionsRoom } from './bisect.ts';

export function bisectionsRouter(room: BisectionsRoom) {
  return {
    list: os.bisections.list.handler(() => room.list()),
    get: os.bisections.get.handler(({ input }) => room.get(input)),
    start: os.bisections.start.handler(({ input, context }) => room.start(input, context.person)),
    continue: os.bisections.continue.handler(({ input }) => room.continue(input)),
    samples: os.bisections.samples.handler(({ input, context }) => room.samples(input, context.person)),
  };
}
