import { expect, it } from 'vitest';
import { answerId, changeAnswer, unanswered } from './answers.ts';

it('a signature stands for answer, note and evidence, and goes with any of them', () => {
  const signed = { by: 'Mei', at: '2026-03-02T08:00:00.000Z' };
  const body = { ...unanswered('gdpr', { id: 'purpose' }), answer: 'yes', signed } as const;
  expect(changeAnswer(body, { owner: 'person-mei', due: '2026-04-01' }).signed).toEqual(signed);
  expect(changeAnswer(body, { answer: 'yes' }).signed).toEqual(signed);
  expect(changeAnswer(body, { answer: 'no' }).signed).toBeNull();
  expect(changeAnswer(body, { note: 'see the contract' }).signed).toBeNull();
  expect(changeAnswer(body, { evidence: [{ what: 'model', id: 'm' }] }).signed).toBeNull();
  expect(answerId('eu-ai-act', { id: 'class.product' })).toBe('eu-ai-act.class.product');
});
