/** @file How a gate before a stage reads. */
import type { StageGate } from '../../../src-shared/contract.ts';
import { factText, wantedText, type Language } from '../../../src-shared/planning/fact-words.ts';
import type { AllWords } from '../../words.ts';

type Words = AllWords['registry'];

/** `Macro F1 of the version on the test split`. @param names what people call what a parameter names by id */
export function gateText(
  { fact, parameters }: Pick<StageGate, 'fact' | 'parameters'>,
  {
    words,
    language,
    names,
  }: { words: Words; language: Language; names: (parameter: string, id: string) => string },
): string {
  const known = (parameter: string, id: string) =>
    parameter === 'model' ? words.gates.ofVersion : names(parameter, id);
  return factText({ fact, parameters: { model: 'version', ...parameters } }, known, language);
}

/** `≥ 0.9`, or `≥ 0 from champion`. */
export function goalText(
  { comparison, value, against }: Pick<StageGate, 'comparison' | 'value' | 'against'>,
  { words, language, unit }: { words: Words; language: Language; unit: string },
): string {
  const wanted = wantedText({ comparison, value }, unit, language);
  return against === null ? wanted : words.gates.relative(wanted, against);
}
