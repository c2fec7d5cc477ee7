/** @file Checklists of laws and of documentation, as data. They help to think of everything; they are no legal advice. */
import type { PlanBody } from '../contract.ts';

export type Regulation = PlanBody<'complianceAnswer'>['regulation'];
export type Answer = NonNullable<PlanBody<'complianceAnswer'>['answer']>;

/** In which class of risk a question of the EU AI Act is asked. */
export type Scope = 'always' | 'high' | 'exempt' | 'transparency' | 'general-purpose' | 'classification';

export interface Question {
  /** Names it in answers, for ever. */
  readonly id: string;
  /** Where the law says it, e.g. `Art. 6`; empty for documentation. */
  readonly source: string;
  readonly scope?: Scope;
  readonly en: string;
  readonly zh: string;
}
