/**
 * @file CSV with a box a row, as TensorFlow's object detection and Roboflow write it: `filename`, `class`, `xmin`, `ymin`, `xmax`,
 * `ymax`, and the `width` and `height` of the image. Rows of one image may stand anywhere. It is read only.
 */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { CsvRecord } from './csv-rows.ts';
import { labelIn, nameIn, numberOfText, sizeIn } from './fields.ts';
import { MOST_PARTS, boxIn, region, rounded } from './parts.ts';
import { Refusing, type Rejects } from './report.ts';
import { answersOf, type AnnotatedItem, type ImageSize, type LearnedSchema } from './set.ts';

const SIDES = ['xmin', 'ymin', 'xmax', 'ymax'] as const;
const NAMES = ['filename', 'image', 'file', 'name'] as const;
const LABELS = ['class', 'label', 'class_name'] as const;
/** All of them are held until the last was read. */
const MOST_ROWS = 1_000_000;

type Columns = ReadonlyMap<string, number>;

/** Whether a header is that of boxes. */
export const isOfBoxes = (columns: Columns): boolean =>
  [...SIDES].every((side) => columns.has(side)) && NAMES.some((name) => columns.has(name));

export interface BoxReading {
  readonly file: string;
  readonly columns: Columns;
  readonly schema: LearnedSchema;
  readonly rejects: Rejects;
}

interface Image {
  readonly name: string;
  readonly size: ImageSize | null;
  readonly regions: Region[];
  /** Whether a row of it was refused. */
  refused: boolean;
}

/** @throws AppError `labeling.annotationFileTooLarge` */
export async function* boxItems(
  rows: AsyncIterable<CsvRecord>,
  reading: BoxReading,
): AsyncGenerator<AnnotatedItem> {
  const { file, rejects } = reading;
  const images = new Map<string, Image>();
  for await (const { number, cells } of rows) {
    if (number > MOST_ROWS)
      throw new AppError('labeling.annotationFileTooLarge', {
        file,
        value: `> ${MOST_ROWS}`,
        most: MOST_ROWS,
      });
    const refusing = new Refusing(rejects, { file, record: number });
    if (cells) takeRow(images, cells, { ...reading, refusing });
    else refusing.refuse('labeling.annotationTooLarge', 'row', { value: '> 48 MiB', most: '48 MiB' });
  }
  for (const { name, size, regions, refused } of images.values())
    yield { name, text: null, columns: null, size, answers: answersOf({ regions }, refused) };
}

function takeRow(
  images: Map<string, Image>,
  cells: readonly string[],
  { columns, schema, refusing }: BoxReading & { readonly refusing: Refusing },
): void {
  const cell = (names: readonly string[]): string =>
    cells[columns.get(names.find((one) => columns.has(one)) ?? '') ?? -1] ?? '';
  const name = nameIn(refusing, 'filename', cell(NAMES));
  if (name === null) return;
  const image = images.get(name) ?? { name, size: sizeOf(cell, refusing), regions: [], refused: false };
  images.set(name, image);
  takeBox(image, cell, { schema, refusing });
  image.refused ||= refusing.refused > 0;
}

type Cell = (names: readonly string[]) => string;
interface Taking {
  readonly schema: LearnedSchema;
  readonly refusing: Refusing;
}

function takeBox(image: Image, cell: Cell, { schema, refusing }: Taking): void {
  // An image without a box has empty cells.
  if (SIDES.every((side) => cell([side]) === '') && cell(LABELS) === '') return;
  const label = labelIn(refusing, 'class', cell(LABELS));
  const [left, top, right, bottom] = SIDES.map((side) => numberOfText(refusing, side, cell([side])));
  if (label === null || left == null || top == null || right == null || bottom == null) return;
  const box = boxIn(refusing, 'xmax, ymax', [left, top, rounded(right - left), rounded(bottom - top)]);
  if (!box) return;
  if (image.regions.length === MOST_PARTS)
    return void refusing.refuse('labeling.annotationTooLarge', 'filename', {
      value: `> ${MOST_PARTS}`,
      most: MOST_PARTS,
    });
  schema.learn(label);
  image.regions.push(region(`r${image.regions.length + 1}`, box, label));
}

function sizeOf(cell: (names: readonly string[]) => string, refusing: Refusing): ImageSize | null {
  const [width, height] = ['width', 'height'].map((side) =>
    cell([side]) === '' ? undefined : Number(cell([side])),
  );
  return sizeIn(refusing, width, height);
}
