/** @file Procedures of labeling. */
import type { Labeling } from './labeling.ts';
import { os } from '../platform/api/implement.ts';
import { exchangeRouter, type AnnotationFiles } from './exchange/router.ts';

export function labelingRouter(labeling: Labeling, files: AnnotationFiles) {
  return {
    ...exchangeRouter(labeling, files),
    tasks: os.labeling.tasks.handler(({ input }) => labeling.tasks(input)),
    task: os.labeling.task.handler(({ input }) => labeling.task(input)),
    createTask: os.labeling.createTask.handler(({ input, context }) =>
      labeling.createTask(input, context.person),
    ),
    changeTask: os.labeling.changeTask.handler(({ input }) => labeling.changeTask(input)),
    classUse: os.labeling.classUse.handler(({ input }) => labeling.classUse(input)),
    retireTask: os.labeling.retireTask.handler(({ input }) => labeling.retireTask(input)),
    disputes: os.labeling.disputes.handler(({ input }) => labeling.disputes(input)),
    labelsOf: os.labeling.labelsOf.handler(({ input, context }) => labeling.labelsOf(input, context.person)),
    resolve: os.labeling.resolve.handler(({ input }) => labeling.resolve(input)),
    preferenceRanking: os.labeling.preferenceRanking.handler(({ input, context }) =>
      labeling.preferenceRanking(input, context.person),
    ),
    agreement: os.labeling.agreement.handler(({ input, context }) =>
      labeling.agreement(input, context.person),
    ),
    schema: os.labeling.schema.handler(({ input }) => labeling.schema(input)),
    setSchema: os.labeling.setSchema.handler(({ input, context }) =>
      labeling.setSchema(input, context.person),
    ),
    queue: os.labeling.queue.handler(({ input, context }) => labeling.queue(input, context.person)),
    annotate: os.labeling.annotate.handler(({ input, context }) => labeling.annotate(input, context.person)),
    progress: os.labeling.progress.handler(({ input, context }) => labeling.progress(input, context.person)),
    given: os.labeling.given.handler(({ input, context }) => labeling.given(input, context.person)),
    byDay: os.labeling.byDay.handler(({ input }) => labeling.byDay(input)),
    ...helpRouter(labeling),
    history: os.labeling.history.handler(({ input, context }) => labeling.history(input, context.person)),
  };
}

function helpRouter(labeling: Labeling) {
  return {
    rank: os.labeling.rank.handler(({ input, context }) => labeling.rank(input, context.person)),
    ranking: os.labeling.ranking.handler(({ input, context }) => labeling.ranking(input, context.person)),
    dropRanking: os.labeling.dropRanking.handler(({ input, context }) =>
      labeling.dropRanking(input, context.person),
    ),
    suggest: os.labeling.suggest.handler(({ input }) => labeling.suggest(input)),
    suggestions: os.labeling.suggestions.handler(({ input }) => labeling.suggestions(input)),
    suggestedItems: os.labeling.suggestedItems.handler(({ input }) => labeling.suggestedItems(input)),
    dropSuggestions: os.labeling.dropSuggestions.handler(({ input }) => labeling.dropSuggestions(input)),
    acceptSuggestions: os.labeling.acceptSuggestions.handler(({ input, context }) =>
      labeling.acceptSuggestions(input, context.person),
    ),
    acceptedBatches: os.labeling.acceptedBatches.handler(({ input }) => labeling.acceptedBatches(input)),
    undoBatch: os.labeling.undoBatch.handler(({ input }) => labeling.undoBatch(input)),
    functions: os.labeling.functions.handler(({ input }) => labeling.functions(input)),
    saveFunction: os.labeling.saveFunction.handler(({ input }) => labeling.saveFunction(input)),
    removeFunction: os.labeling.removeFunction.handler(({ input }) => labeling.removeFunction(input)),
    previewFunction: os.labeling.previewFunction.handler(({ input }) => labeling.previewFunction(input)),
    applyFunctions: os.labeling.applyFunctions.handler(({ input }) => labeling.applyFunctions(input)),
    activeLearning: os.labeling.activeLearning.handler(({ input }) => labeling.activeLearning(input)),
    setActiveLearning: os.labeling.setActiveLearning.handler(({ input, context }) =>
      labeling.setActiveLearning(input, context.person),
    ),
    ownProgress: os.labeling.ownProgress.handler(({ input, context }) =>
      labeling.ownProgress(input, context.person),
    ),
  };
}
