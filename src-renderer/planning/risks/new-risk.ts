/** @file Risks as they begin. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { CHANCE_OF_GRADE, type LibraryRisk } from '../../../src-shared/planning/risk-library.ts';
import type { Language } from '../../words.ts';

export function newRisk(title = ''): PlanBody<'risk'> {
  return {
    title,
    area: 'data',
    cause: '',
    event: '',
    effect: '',
    probability: 3,
    impact: 3,
    chance: 0.5,
    delay: { optimistic: 0, likely: 8, pessimistic: 40 },
    tasks: [],
    response: 'reduce',
    plan: '',
    owner: null,
    due: null,
    state: 'open',
    trigger: null,
  };
}

export function fromLibrary(risk: LibraryRisk, language: Language): PlanBody<'risk'> {
  const [optimistic, likely, pessimistic] = risk.delay;
  return {
    ...newRisk(risk.title[language]),
    area: risk.area,
    cause: risk.cause[language],
    effect: risk.effect[language],
    plan: risk.plan[language],
    probability: risk.probability,
    impact: risk.impact,
    chance: CHANCE_OF_GRADE[risk.probability - 1]!,
    delay: { optimistic, likely, pessimistic },
    response: risk.response,
  };
}
