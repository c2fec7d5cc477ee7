/** @file Procedures of search. */
import { os } from '../platform/api/implement.ts';
import type { SearchRoom } from './search.ts';

const DONE = {};

export function searchRouter(room: SearchRoom) {
  return {
    list: os.search.list.handler(() => room.list()),
    get: os.search.get.handler(({ input }) => room.get(input)),
    start: os.search.start.handler(({ input, context }) => room.start(input, context.person)),
    estimate: os.search.estimate.handler(({ input, signal }) => room.estimate(input, signal)),
    continue: os.search.continue.handler(({ input }) => room.continue(input)),
    pause: os.search.pause.handler(({ input }) => {
      room.pause(input);
      return DONE;
    }),
    resume: os.search.resume.handler(({ input }) => {
      room.resume(input);
      return DONE;
    }),
    stop: os.search.stop.handler(({ input }) => {
      room.stop(input);
      return DONE;
    }),
    queue: os.search.queue.handler(() => room.queue()),
    queueRun: os.search.queueRun.handler(({ input, context }) => room.queueRun(input, context.person)),
    move: os.search.move.handler(({ input }) => {
      room.move(input);
      return DONE;
    }),
    pauseQueue: os.search.pauseQueue.handler(() => {
      room.setPaused(true);
      return DONE;
    }),
    resumeQueue: os.search.resumeQueue.handler(() => {
      room.setPaused(false);
      return DONE;
    }),
    prospects: os.search.prospects.handler(({ input }) => room.prospects(input)),
  };
}
