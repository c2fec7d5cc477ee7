/**
 * @file Awkward files and requests as people meet them, each the example of a kind: `src-main/cases/NN-name/file`. What
 * is right for each stands in the tests that read them.
 */
import { fileURLToPath } from 'node:url';

/** Where a case lies, e.g. `caseFile('03-date-notations/datesus.csv')`; files are read there and never written. */
export function caseFile(name: string): string {
  return fileURLToPath(new URL(`./cases/${name}`, import.meta.url));
}
