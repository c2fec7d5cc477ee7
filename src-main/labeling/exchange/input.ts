/** @file What each procedure of annotations from files and into files takes. */
import type { z } from 'zod';
import type { exchangeProcedures } from '../../../src-shared/labeling/exchange/contract.ts';

export type InputOf<Name extends keyof typeof exchangeProcedures> = z.infer<
  NonNullable<(typeof exchangeProcedures)[Name]['~orpc']['inputSchema']>
>;
