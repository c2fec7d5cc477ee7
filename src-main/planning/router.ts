/** @file Procedures of planning. */
import { os } from '../platform/api/implement.ts';
import type { Planning } from './planning.ts';

export function planningRouter(planning: Planning) {
  const { documents } = planning;
  return {
    read: os.planning.read.handler(({ input }) => documents.read(input.scope)),
    since: os.planning.since.handler(({ input }) => documents.since(input)),
    change: os.planning.change.handler(({ input, context }) => documents.change(input, context.person)),
    undo: os.planning.undo.handler(({ input, context }) => documents.undo(input.scope, context.person)),
    redo: os.planning.redo.handler(({ input, context }) => documents.redo(input.scope, context.person)),
    history: os.planning.history.handler(({ input }) => documents.history(input)),
    projects: os.planning.projects.handler(() => planning.projects()),
    portfolio: os.planning.portfolio.handler(() => planning.portfolio()),
    facts: os.planning.facts.handler(() => planning.describeFacts()),
    values: os.planning.values.handler(({ input, context }) => planning.values(input.of, context.person)),
    scopeHistory: os.planning.scopeHistory.handler(({ input }) => planning.scopeHistory(input.project)),
    milestones: os.planning.milestones.handler(({ input }) => planning.milestones(input.project)),
    tryGate: os.planning.tryGate.handler(({ input, context }) => planning.tryGate(input, context.person)),
    milestoneEvents: os.planning.milestoneEvents.handler(({ input }) => planning.milestoneEvents(input)),
    sign: os.planning.sign.handler(({ input, context }) => planning.sign(input, context.person)),
    forecast: os.planning.forecast.handler(({ input }) => planning.forecast(input.project)),
    makeForecast: os.planning.makeForecast.handler(({ input, context }) =>
      planning.makeForecast(input.project, context.person),
    ),
    forecastScore: os.planning.forecastScore.handler(({ input }) => planning.forecastScore(input.project)),
    previewImport: os.planning.previewImport.handler(({ input }) => planning.exchange.preview(input)),
    importFile: os.planning.importFile.handler(({ input, context }) =>
      planning.exchange.import(input, context.person),
    ),
    exportPlan: os.planning.exportPlan.handler(({ input }) =>
      planning.exchange.export(input.project, input.format),
    ),
    rates: os.planning.rates.handler(() => planning.rates()),
    reopen: os.planning.reopen.handler(({ input, context }) => planning.reopen(input, context.person)),
  };
}
