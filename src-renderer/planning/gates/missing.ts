/** @file What gates are not of anything yet: by the parameter that nobody has chosen. */
import type { FactDescription } from '../../../src-shared/contract.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';
import { missingOf } from '../forms/fact-draft.ts';

export interface GateDocument {
  readonly id: string;
  readonly body: PlanBody<'gate'>;
}

export interface Missing {
  /** E.g. `dataset`. */
  readonly parameter: string;
  /** The gates that lack it. */
  readonly gates: readonly GateDocument[];
}

/** What is chosen once for all gates that lack it. */
const SHARED = ['dataset', 'model', 'endpoint', 'run'];

/** The choices that gates wait for, each once. */
export function missingChoices(gates: readonly GateDocument[], facts: readonly FactDescription[]): Missing[] {
  const factOf = new Map(facts.map((fact) => [fact.name, fact]));
  const lacks = ({ body }: GateDocument, parameter: string): boolean => {
    const fact = factOf.get(body.fact);
    return fact !== undefined && missingOf(body, fact).includes(parameter);
  };
  return SHARED.map((parameter) => ({
    parameter,
    gates: gates.filter((gate) => lacks(gate, parameter)),
  })).filter((one) => one.gates.length > 0);
}

/** The gates with the choice in them, as one change. */
export const withChoice = ({ parameter, gates }: Missing, value: string) =>
  gates.map(({ id, body }) => ({
    id,
    kind: 'gate' as const,
    body: { ...body, parameters: { ...body.parameters, [parameter]: value } },
  }));
