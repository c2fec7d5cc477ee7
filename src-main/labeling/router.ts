/** @file Procedures of labeling. */
import type { Labeling } from './labeling.ts';
import { os } from '../platform/api/implement.ts';

export function labelingRouter(labeling: Labeling) {
  return {
    schema: os.labeling.schema.handler(({ input }) => labeling.schema(input)),
    setSchema: os.labeling.setSchema.handler(({ input, context }) =>
      labeling.setSchema(input, context.person),
    ),
    queue: os.labeling.queue.handler(({ input }) => labeling.queue(input)),
    annotate: os.labeling.annotate.handler(({ input, context }) => labeling.annotate(input, context.person)),
    progress: os.labeling.progress.handler(({ input, context }) => labeling.progress(input, context.person)),
    given: os.labeling.given.handler(({ input, context }) => labeling.given(input, context.person)),
    byDay: os.labeling.byDay.handler(({ input }) => labeling.byDay(input)),
    history: os.labeling.history.handler(({ input }) => labeling.history(input)),
  };
}
