/** @file What a file says before it meets the plan: documents by the ids of the file, people by name, what is to be told. */
import type { PlanKind } from '../../../src-shared/planning/contract.ts';
import type { ExchangeNote } from '../../../src-shared/planning/exchange/notes.ts';
import type { PlanImportFormat } from '../../../src-shared/planning/exchange/values.ts';
import type { CalendarBody, PersonBody } from '../../../src-shared/planning/schedule-calendars.ts';

/** A document as far as the file says it; what it leaves out stays, or is as new ones are. */
export interface DraftDocument {
  /** Of the file. A document of the plan that has it, and this kind, is changed. */
  readonly id: string;
  readonly kind: PlanKind;
  readonly body: Readonly<Record<string, unknown>>;
  /** The line or the element it stands in, for words. */
  readonly where: string;
}

export interface DraftPerson {
  readonly id: string;
  readonly name: string;
  readonly daysOff: PersonBody['daysOff'];
}

export interface Draft {
  readonly format: PlanImportFormat;
  readonly documents: readonly DraftDocument[];
  /** Whom the documents name, by their ids of the file. */
  readonly people: readonly DraftPerson[];
  readonly calendar: CalendarBody | null;
  /** The day on which the project of the file begins. */
  readonly start: string | null;
  readonly notes: readonly ExchangeNote[];
}
