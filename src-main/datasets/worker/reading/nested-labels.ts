/** @file What is said of a label that is a list or an object. */
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { excerptOfText } from './intake.ts';

/** Says of a label that is a list or an object what it is: several labels, spans, boxes. */
export function problemOfNestedLabel(
  odd: WireError | undefined,
  label: string | null,
): WireError | undefined {
  if (!odd || label === null) return odd;
  const value: unknown = parsed(label);
  const held = excerptOfText(label).slice(0, 60);
  if (!Array.isArray(value)) return { key: 'datasets.rowLabelObject', parameters: { held } };
  const single = value.every((one) => typeof one !== 'object');
  if (single) return { key: 'datasets.rowLabels', parameters: { count: value.length, held } };
  return { key: 'datasets.rowSpans', parameters: { count: value.length, held } };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
