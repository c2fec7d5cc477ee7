import { describe, expect, it } from 'vitest';
import { CHECKLISTS, complianceStatus, isRegulation, questionsFor, riskClassOf } from './status.ts';

type Answer = 'yes' | 'no' | 'partly' | 'not-applicable';

const answers = (regulation: 'gdpr' | 'eu-ai-act', of: Readonly<Record<string, Answer>>) =>
  Object.entries(of).map(([question, answer]) => ({ regulation, question, answer, signed: null }));
const classes = (of: Readonly<Record<string, Answer>>) =>
  answers('eu-ai-act', Object.fromEntries(Object.entries(of).map(([id, answer]) => [`class.${id}`, answer])));

const NO = { prohibited: 'no', product: 'no', annex3: 'no', transparency: 'no', general: 'no' } as const;

describe('the class of risk of the EU AI Act', () => {
  it.each([
    [{}, 'unknown'],
    [{ prohibited: 'yes' }, 'prohibited'],
    [{ prohibited: 'no' }, 'unknown'],
    [{ prohibited: 'no', product: 'yes' }, 'high'],
    [{ ...NO, annex3: 'yes' }, 'unknown'],
    [{ ...NO, annex3: 'yes', exempt: 'no' }, 'high'],
    [{ ...NO, annex3: 'yes', exempt: 'partly' }, 'high'],
    [{ ...NO, annex3: 'yes', exempt: 'yes' }, 'minimal'],
    [{ ...NO, transparency: 'yes' }, 'limited'],
    [{ ...NO, transparency: 'partly' }, 'limited'],
    [NO, 'minimal'],
  ] as const)('of %j is %s', (of, riskClass) => expect(riskClassOf(classes(of))).toBe(riskClass));

  it('says which questions are asked', () => {
    const ids = (of: Readonly<Record<string, Answer>>) =>
      questionsFor('eu-ai-act', classes(of)).map(({ id }) => id);
    expect(ids(NO)).not.toContain('risk-management');
    expect(ids(NO)).not.toContain('class.exempt');
    expect(ids({ ...NO, annex3: 'yes' })).toContain('class.exempt');
    expect(ids({ ...NO, annex3: 'yes', exempt: 'yes' })).toContain('exempt-written');
    expect(ids({ ...NO, annex3: 'yes', exempt: 'no' })).not.toContain('exempt-written');
    expect(ids({ ...NO, product: 'yes' })).toContain('risk-management');
    expect(ids({ ...NO, transparency: 'yes' })).toContain('told');
    expect(ids({ ...NO, general: 'yes' })).toContain('general-documents');
  });
});

it('a checklist is met by yes and not applicable, and says what is missing', () => {
  const { asked, met, missing, share } = complianceStatus(
    'gdpr',
    answers('gdpr', { 'lawful-basis': 'yes', special: 'not-applicable', rights: 'partly', dpia: 'no' }),
  );
  expect([asked, met]).toEqual([CHECKLISTS.gdpr.length, 2]);
  expect(missing.map(({ id }) => id)).toEqual(expect.arrayContaining(['rights', 'dpia', 'security']));
  expect(share).toBeCloseTo(2 / CHECKLISTS.gdpr.length);
});

it('what is prohibited complies with nothing, and a minimal risk only asks what always is asked', () => {
  expect(complianceStatus('eu-ai-act', classes({ ...NO, prohibited: 'yes' })).share).toBe(0);
  const minimal = [...classes(NO), ...answers('eu-ai-act', { literacy: 'yes' })];
  expect(complianceStatus('eu-ai-act', minimal)).toMatchObject({ asked: 6, met: 6, share: 1 });
});

it('questions have ids of their own and words in both languages', () => {
  for (const questions of Object.values(CHECKLISTS)) {
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    for (const { id, en, zh } of questions) {
      expect(id.length).toBeLessThanOrEqual(60);
      expect(en).toMatch(/\?$/);
      expect(zh).toMatch(/？$/);
    }
  }
  expect([isRegulation('gdpr'), isRegulation('toString')]).toEqual([true, false]);
});
