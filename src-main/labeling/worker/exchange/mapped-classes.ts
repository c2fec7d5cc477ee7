/** @file Answers with the classes of a file called as the schema calls them, without those that are left out. */
import type { ClassMapping } from '../../../../src-shared/labeling/exchange/contract.ts';
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { isBare } from '../formats/set.ts';

/** Null where nothing of the answer is left: "nothing here" is an answer of its own, which nobody gave. */
export function withClasses(value: AnswerValue, mapping: ClassMapping): AnswerValue | null {
  if (isBare(value)) return value;
  const left = renamed(value, (label) => (Object.hasOwn(mapping, label) ? mapping[label]! : label));
  return left === null || isBare(left) ? null : left;
}

type Rename = (label: string) => string | null;

function renamed(value: AnswerValue, rename: Rename): AnswerValue | null {
  if ('label' in value) {
    const label = rename(value.label);
    return label === null ? null : { label };
  }
  if ('labels' in value)
    return { labels: [...new Set(value.labels.flatMap((label) => rename(label) ?? []))] };
  if ('regions' in value) return { regions: partsOf(value.regions, rename) };
  if (!('spans' in value)) return value;
  const spans = partsOf(value.spans, rename);
  const ids = new Set(spans.map(({ id }) => id));
  return { spans, relations: value.relations.filter(({ from, to }) => ids.has(from) && ids.has(to)) };
}

const partsOf = <Part extends { readonly label: string }>(parts: readonly Part[], rename: Rename): Part[] =>
  parts.flatMap((part) => {
    const label = rename(part.label);
    return label === null ? [] : [{ ...part, label }];
  });
