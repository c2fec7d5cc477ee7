/** @file The rules of images in the metadata of a model file, read without a schema, which would take long to load. */
import type { ImageRules } from '../../../src-shared/contract.ts';
import { IMAGE_DEPTHS } from '../../../src-shared/platform/values.ts';

/** What `ImageRules` of the contract takes; nothing at all where a part of it is something else. */
export function imageRulesOf({ ground, ranges }: Readonly<Record<string, unknown>>): ImageRules {
  const rules: ImageRules = {};
  if (ground !== undefined) {
    if (typeof ground !== 'string' || !/^#[0-9a-f]{6}$/.test(ground)) return {};
    rules.ground = ground;
  }
  if (ranges !== undefined) {
    if (!areRanges(ranges)) return {};
    rules.ranges = ranges;
  }
  return rules;
}

function areRanges(value: unknown): value is NonNullable<ImageRules['ranges']> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([depth, range]) =>
      IMAGE_DEPTHS.some((known) => known === depth) &&
      Array.isArray(range) &&
      range.length === 2 &&
      range.every(Number.isFinite),
  );
}
