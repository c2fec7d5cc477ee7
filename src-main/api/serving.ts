/** @file Procedures of serving: endpoints and predictions. */
import type { Serving } from '../serving/index.ts';
import { os } from './implement.ts';

export function servingRouter(serving: Serving) {
  return {
    serving: {
      deploy: os.serving.deploy.handler(({ input, context }) => serving.deploy(input, context.person)),
      stop: os.serving.stop.handler(({ input }) => serving.stop(input)),
      remove: os.serving.remove.handler(({ input }) => serving.remove(input)),
      list: os.serving.list.handler(() => serving.list()),
      predict: os.serving.predict.handler(({ input }) => serving.predict(input)),
    },
  };
}
