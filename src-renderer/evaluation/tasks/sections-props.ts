/** @file What the sections of a report are given. */
import type { Model, Report } from '../../../src-shared/contract.ts';

export interface SectionsProps<Of extends Report = Report> {
  readonly report: Of;
  readonly model: Model;
}
