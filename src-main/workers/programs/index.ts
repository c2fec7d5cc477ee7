/** @file The recipes' programs by name: what a training worker runs. */
import { anyProgram, type AnyProgram } from './program.ts';
import { textLstm } from './text.ts';

export const PROGRAMS = {
  'text-lstm': anyProgram(textLstm),
} as const satisfies Readonly<Record<string, AnyProgram>>;

export type RecipeName = keyof typeof PROGRAMS;

export type { FrozenVersion, Split } from './frozen.ts';
export { numberOf, textOf } from './program.ts';
export type { AnyProgram, Exported, Program, Settings, Source } from './program.ts';
