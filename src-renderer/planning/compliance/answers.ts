/** @file Answers to the questions of a checklist, as documents. */
import type { Question, Regulation } from '../../../src-shared/planning/compliance/question.ts';
import type { PlanBody } from '../../../src-shared/planning/contract.ts';

export type ComplianceAnswer = PlanBody<'complianceAnswer'>;

/** The document of a question's answer; one of each in a plan. */
export const answerId = (regulation: Regulation, { id }: Pick<Question, 'id'>): string =>
  `${regulation}.${id}`;

export const unanswered = (regulation: Regulation, { id }: Pick<Question, 'id'>): ComplianceAnswer => ({
  regulation,
  question: id,
  answer: null,
  note: '',
  evidence: [],
  owner: null,
  due: null,
  signed: null,
});

/** What a signature stands for. */
const SIGNED = ['answer', 'note', 'evidence'] as const;

/** Changes an answer; a signature goes where what it stands for becomes another. */
export function changeAnswer(body: ComplianceAnswer, fields: Partial<ComplianceAnswer>): ComplianceAnswer {
  const next = { ...body, ...fields };
  const isSame = SIGNED.every((key) => JSON.stringify(body[key]) === JSON.stringify(next[key]));
  return isSame ? next : { ...next, signed: null };
}

/** The answer of a key. */
export const ANSWER_KEYS: Readonly<Record<string, NonNullable<ComplianceAnswer['answer']>>> = {
  y: 'yes',
  p: 'partly',
  x: 'no',
  a: 'not-applicable',
};
