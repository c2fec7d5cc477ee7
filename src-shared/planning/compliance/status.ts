/** @file How a project stands with a regulation: which questions it is asked, what is answered, signed and missing. */
import type { PlanBody } from '../contract.ts';
import { AI_ACT } from './ai-act.ts';
import { DOCUMENTATION } from './documentation.ts';
import { GDPR } from './gdpr.ts';
import { PIPL } from './pipl.ts';
import type { Question, Regulation, Scope } from './question.ts';

export type { Question, Regulation } from './question.ts';

export const CHECKLISTS: Readonly<Record<Regulation, readonly Question[]>> = {
  gdpr: GDPR,
  pipl: PIPL,
  'eu-ai-act': AI_ACT,
  documentation: DOCUMENTATION,
};

export const isRegulation = (name: string): name is Regulation => Object.hasOwn(CHECKLISTS, name);

export type RiskClass = 'unknown' | 'prohibited' | 'high' | 'limited' | 'minimal';

type Answered = Pick<PlanBody<'complianceAnswer'>, 'regulation' | 'question' | 'answer' | 'signed'>;

/** Answers of one regulation by question. */
const answersOf = (regulation: Regulation, all: readonly Answered[]): ReadonlyMap<string, Answered> =>
  new Map(all.filter((one) => one.regulation === regulation).map((one) => [one.question, one]));

/**
 * The class of risk after Art. 5, 6 and 50 of Regulation (EU) 2024/1689. It is unknown while an answer is missing that
 * could change it; `partly` counts as yes, the careful side, except for the exemption of Art. 6(3).
 */
export function riskClassOf(all: readonly Answered[]): RiskClass {
  const answers = answersOf('eu-ai-act', all);
  const says = (id: string): boolean | undefined => {
    const answer = answers.get(`class.${id}`)?.answer ?? null;
    return answer === null ? undefined : answer === 'yes' || (answer === 'partly' && id !== 'exempt');
  };
  const [prohibited, product, annex3, exempt] = ['prohibited', 'product', 'annex3', 'exempt'].map(says);
  if (prohibited === undefined) return 'unknown';
  if (prohibited) return 'prohibited';
  if (product === true) return 'high';
  if (annex3 === true && exempt === false) return 'high';
  if (product === undefined || annex3 === undefined || (annex3 && exempt === undefined)) return 'unknown';
  const transparency = says('transparency');
  if (transparency === undefined) return 'unknown';
  return transparency ? 'limited' : 'minimal';
}

/** The questions that a project is asked; those of the EU AI Act depend on its class of risk. */
export function questionsFor(regulation: Regulation, all: readonly Answered[]): readonly Question[] {
  if (regulation !== 'eu-ai-act') return CHECKLISTS[regulation];
  const answers = answersOf(regulation, all);
  const riskClass = riskClassOf(all);
  const isYes = (id: string): boolean => ['yes', 'partly'].includes(answers.get(id)?.answer ?? '');
  const asked: Readonly<Record<Scope, boolean>> = {
    classification: true,
    always: true,
    high: riskClass === 'high',
    exempt: isYes('class.annex3') && answers.get('class.exempt')?.answer === 'yes' && riskClass !== 'high',
    transparency: isYes('class.transparency'),
    'general-purpose': isYes('class.general'),
  };
  const needsExemption = isYes('class.annex3');
  return CHECKLISTS[regulation].filter(
    ({ id, scope = 'always' }) => asked[scope] && (id !== 'class.exempt' || needsExemption),
  );
}

export interface ComplianceStatus {
  readonly asked: number;
  /** Answered with yes or not applicable; a question of the class of risk with any answer. */
  readonly met: number;
  readonly signed: number;
  readonly missing: readonly Question[];
  /** From 0 to 1; 0 where the project does what is prohibited. */
  readonly share: number;
}

/** How a project stands with a regulation. */
export function complianceStatus(regulation: Regulation, all: readonly Answered[]): ComplianceStatus {
  const answers = answersOf(regulation, all);
  const questions = questionsFor(regulation, all);
  const isMet = ({ id, scope }: Question): boolean => {
    const answer = answers.get(id)?.answer ?? null;
    return scope === 'classification' ? answer !== null : answer === 'yes' || answer === 'not-applicable';
  };
  const missing = questions.filter((question) => !isMet(question));
  const met = questions.length - missing.length;
  const prohibited = regulation === 'eu-ai-act' && riskClassOf(all) === 'prohibited';
  return {
    asked: questions.length,
    met,
    signed: questions.filter(({ id }) => answers.get(id)?.signed).length,
    missing,
    share: prohibited ? 0 : met / questions.length,
  };
}
