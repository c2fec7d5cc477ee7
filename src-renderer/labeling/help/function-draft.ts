/** @file A labeling function as it is being written: every kind keeps what was typed while another is shown. */
import type { FunctionBody } from '../../../src-shared/labeling/help/contract.ts';
import type { Comparison, FunctionKind } from '../../../src-shared/labeling/help/values.ts';

export interface FunctionDraft {
  kind: FunctionKind;
  pattern: string;
  caseless: boolean;
  /** One a line. */
  words: string;
  column: string;
  comparison: Comparison;
  value: string;
  model: string | null;
  /** In percent. */
  atLeast: number;
}

const EMPTY: FunctionDraft = {
  kind: 'pattern',
  pattern: '',
  caseless: true,
  words: '',
  column: '',
  comparison: 'equals',
  value: '',
  model: null,
  atLeast: 90,
};

export function draftOf(body: FunctionBody | undefined): FunctionDraft {
  if (body === undefined) return { ...EMPTY };
  if (body.kind === 'dictionary') return { ...EMPTY, kind: body.kind, words: body.words.join('\n') };
  if (body.kind === 'model') return { ...EMPTY, ...body, atLeast: Math.round(body.atLeast * 100) };
  return { ...EMPTY, ...body };
}

type BodyMakers = { readonly [Kind in FunctionKind]: (draft: FunctionDraft) => FunctionBody | null };

/** Total: null while something is missing. */
const BODIES: BodyMakers = {
  pattern: ({ pattern, caseless }) => (pattern === '' ? null : { kind: 'pattern', pattern, caseless }),
  dictionary: ({ words }) => {
    const list = words.split('\n').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
    return list.length === 0 ? null : { kind: 'dictionary', words: list };
  },
  metadata: ({ column, comparison, value }) =>
    column.trim() === '' ? null : { kind: 'metadata', column: column.trim(), comparison, value },
  model: ({ model, atLeast }) => (model === null ? null : { kind: 'model', model, atLeast: atLeast / 100 }),
};

export const bodyOf = (draft: FunctionDraft): FunctionBody | null => BODIES[draft.kind](draft);
