/** Whatever is written is read again: import(export(x)) is x without the losses that were told before. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANNOTATION_FORMATS,
  ANNOTATION_FORMAT_TABLE,
} from '../../../../src-shared/labeling/formats/formats.ts';
import { ANSWER_VALUES } from '../../../../src-shared/labeling/tasks/values.ts';
import { FORMATS, fit, lossesOf, readAnnotations, writeAnnotations } from './index.ts';
import { Rejects } from './report.ts';
import { allOf, comparable, filesOf } from './compare.fixture.ts';
import { setsOf } from './sets.fixture.ts';
import type { ImageSize } from './set.ts';

const RUNS = { numRuns: Number(process.env['LATHE_FORMAT_RUNS'] ?? 60) };
/** Of the schema, not of items. */
const OF_SCHEMA = new Set(['classes', 'parents', 'constraints']);

const cases = ANNOTATION_FORMATS.flatMap((format) =>
  ANNOTATION_FORMAT_TABLE[format].kinds.map((kind) => ({ format, kind })),
);

describe.each(cases)('$format, $kind', ({ format, kind }) => {
  it('reads what it wrote, and what it leaves out was told', async () => {
    await fc.assert(
      fc.asyncProperty(setsOf(kind), async (set) => {
        const losses = (await lossesOf(set, format)).filter(({ loss }) => !OF_SCHEMA.has(loss));
        const held = await allOf(fit(set, { format, note: () => undefined }).items);
        const sizes = new Map(held.map(({ name, size }) => [name, size]));
        const rejects = new Rejects();
        const context = {
          rejects,
          kind,
          sizeOf: (name: string): ImageSize | null => sizes.get(name) ?? null,
        };
        const files = await filesOf(writeAnnotations(set, format));
        // Of a format of a file for each image there is none.
        if (held.length === 0 && ANNOTATION_FORMAT_TABLE[format].folder) return;
        const again = await readAnnotations(files, format, context);
        const items = await allOf(again.items);
        expect(rejects.listed).toEqual([]);
        expect(comparable(items)).toEqual(comparable(held));
        expect(again.schema.kind).toBe(kind);
        for (const { answers } of items)
          for (const { value } of answers)
            if (value) expect(ANSWER_VALUES[kind].safeParse(value).error).toBeUndefined();
        if (losses.length === 0) expect(comparable(held)).toEqual(comparable(set.items));
        else expect(comparable(held)).not.toEqual(comparable(set.items));
        checkClasses(again.schema.classes, set.classes);
      }),
      RUNS,
    );
  });

  type Classes = readonly { readonly name: string; readonly parent: string | null }[];

  function checkClasses(read: Classes, written: Classes): void {
    const { listsClasses, parents } = FORMATS[format].holds;
    if (listsClasses)
      expect(read.map(({ name }) => name).slice(0, written.length)).toEqual(written.map(({ name }) => name));
    if (parents) expect(read).toEqual(written);
  }
});

it('says which formats can hold answers of a kind', async () => {
  const set = { kind: 'text', classes: [], options: {} as never, items: [] } as const;
  await expect(lossesOf(set, 'coco')).rejects.toMatchObject({ key: 'labeling.annotationKind' });
});
