/** @file Reads YOLO: files of labels in folders, beside `data.yaml` or `classes.txt`. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { boxOfCorners } from '../../../../src-shared/labeling/geometry/box.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { isSafeName, labelIn, numberOfText } from './fields.ts';
import type { ReadContext } from './format.ts';
import { stemOf } from './names-out.ts';
import { MOST_PARTS, boxIn, keypointsIn, polygonIn, region, rounded, type Shape } from './parts.ts';
import { Refusing, shown } from './report.ts';
import { LearnedSchema, answersOf, type AnnotatedItem, type ImageSize, type ReadSet } from './set.ts';
import { linesOf, wholeText, type Source } from './source.ts';
import { readYaml } from './yolo-yaml.ts';

/** What a line says after the class. */
export type YoloVariant = 'detect' | 'obb' | 'segment' | 'pose';

const IMAGE = /\.(?:jpe?g|png|bmp|gif|tiff?|webp|avif|heic)$/i;
const NAMES = /(?:^|\/)(?:classes|obj|predefined_classes)\.(?:txt|names)$/i;
const LISTS = /(?:^|\/)(?:train|val|valid|test|autosplit_\w+)\.txt$/i;
const YAML = /\.ya?ml$/i;
const READ_ME = /(?:^|\/)(?:readme|notes|license)[^/]*$/i;

interface Names {
  readonly classes: readonly string[];
  readonly points: readonly string[] | null;
  readonly dimensions: number;
}

export async function readYolo(source: Source, context: ReadContext, variant: YoloVariant): Promise<ReadSet> {
  const names = await namesOf(source);
  const schema = new LearnedSchema('regions');
  const classes = names.classes.map((name, i) => {
    const refusing = new Refusing(context.rejects, { file: 'data.yaml', record: i + 1 });
    return labelIn(refusing, 'names', name);
  });
  for (const name of classes) if (name !== null) schema.learn(name);
  if (names.points) schema.set({ skeleton: { points: [...names.points], edges: [] } });
  const listed = source.files.some((file) => YAML.test(file));
  const labels = source.files.filter((file) => isLabels(file, listed));
  if (labels.length === 0)
    throw new AppError('labeling.annotationFileFormat', {
      file: source.files[0] ?? '',
      format: 'YOLO',
      value: 'labels/*.txt',
    });
  const reading = { classes, names, variant: names.points ? 'pose' : variant, schema, context } as const;
  return { schema, items: itemsOf(source, { labels, reading }) };
}

/** @param listed that `data.yaml` names the classes: then a folder `labels` has nothing but labels */
const isLabels = (file: string, listed: boolean): boolean =>
  file.endsWith('.txt') &&
  ((listed && /(?:^|\/)labels\//.test(file)) ||
    (!NAMES.test(file) && !LISTS.test(file) && !READ_ME.test(file)));

async function namesOf(source: Source): Promise<Names> {
  const yaml = source.files.find((file) => YAML.test(file));
  if (yaml !== undefined) return readYaml(await wholeText(source, yaml), yaml);
  const list = source.files.find((file) => NAMES.test(file));
  const text = list === undefined ? '' : await wholeText(source, list);
  const classes = text.split(/\r?\n/).map((line) => line.trim());
  while (classes.at(-1) === '') classes.pop();
  return { classes, points: null, dimensions: 3 };
}

interface Reading {
  readonly classes: readonly (string | null)[];
  readonly names: Names;
  readonly variant: YoloVariant;
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
}

/** Names of images by their stems below the folder of images: of those that lie there, and of those that lists name. */
async function imagesOf(source: Source): Promise<Map<string, string>> {
  const images = new Map<string, string>();
  const add = (path: string): void => {
    const name = belowFolder(path, 'images');
    if (isSafeName(name)) images.set(stemOf(name), name);
  };
  for (const file of source.files) if (IMAGE.test(file)) add(file);
  for (const list of source.files.filter((file) => LISTS.test(file) && !/(?:^|\/)labels\//.test(file)))
    for await (const { text } of linesOf(source, list, 1 << 16))
      if (text !== null && text !== '') add(text.replace(/^\.\//, ''));
  return images;
}

/** A path behind the first folder of that name; the whole of it where it has none. */
function belowFolder(path: string, folder: string): string {
  const parts = path.split('/');
  const at = parts.slice(0, -1).indexOf(folder);
  return parts.slice(at + 1).join('/');
}

async function* itemsOf(
  source: Source,
  { labels, reading }: { readonly labels: readonly string[]; readonly reading: Reading },
): AsyncGenerator<AnnotatedItem> {
  const images = await imagesOf(source);
  const seen = new Set<string>();
  for (const file of labels) {
    const stem = stemOf(belowFolder(file, 'labels'));
    const name = images.get(stem) ?? stem;
    const refusing = new Refusing(reading.context.rejects, { file, record: 1 });
    const size = reading.context.sizeOf(name);
    if (!isSafeName(name)) refusing.refuse('labeling.annotationName', 'file', { value: shown(name) });
    else if (seen.has(name)) refusing.refuse('labeling.annotationTwice', 'image', { value: shown(name) });
    else if (!size) {
      // Its image is none of those that are known: it is an item all the same, whose shares say nothing yet.
      seen.add(name);
      yield { name, text: null, columns: null, size: null, answers: [] };
    } else {
      seen.add(name);
      const before = reading.context.rejects.count;
      const regions = await regionsOf(source, { file, size, reading });
      const refused = reading.context.rejects.count > before;
      if (regions) yield { name, text: null, columns: null, size, answers: answersOf({ regions }, refused) };
    }
  }
}

interface FileReading {
  readonly file: string;
  readonly size: ImageSize;
  readonly reading: Reading;
}

async function regionsOf(source: Source, { file, size, reading }: FileReading): Promise<Region[] | null> {
  const regions: Region[] = [];
  for await (const { line, text } of linesOf(source, file, 8 << 20)) {
    const refusing = new Refusing(reading.context.rejects, { file, record: line });
    if (text === null) {
      refusing.refuse('labeling.annotationTooLarge', 'line', { value: '> 8 MiB', most: '8 MiB' });
      continue;
    }
    const columns = text.trim().split(/[\s,]+/);
    if (columns[0] === '') continue;
    if (regions.length === MOST_PARTS)
      return refusing.refuse('labeling.annotationTooLarge', 'lines', {
        value: `> ${MOST_PARTS}`,
        most: MOST_PARTS,
      });
    const one = regionOf(columns, { id: `r${regions.length + 1}`, size, refusing, reading });
    if (one) regions.push(one);
  }
  return regions;
}

interface LineReading {
  readonly id: string;
  readonly size: ImageSize;
  readonly refusing: Refusing;
  readonly reading: Reading;
}

function regionOf(
  [number, ...columns]: readonly string[],
  { id, size, refusing, reading }: LineReading,
): Region | null {
  const { classes, schema } = reading;
  const place = /^\d{1,5}$/.test(number ?? '') ? Number(number) : null;
  if (place === null) return refusing.wrongType('class', number, '0');
  const given = classes[place];
  if (given === null || (given === undefined && classes.length > 0))
    return refusing.refuse('labeling.annotationDangling', 'class', { value: place });
  const label = given ?? `class ${place}`;
  const numbers: number[] = [];
  for (const [i, column] of columns.entries()) {
    const value = numberOfText(refusing, `column ${i + 2}`, column);
    if (value === null) return null;
    numbers.push(value);
  }
  const shape = shapeOf(numbers, { size, refusing, reading });
  if (!shape) return null;
  if (given === undefined) schema.learn(label);
  return region(id, shape, label);
}

type ShapeReading = Omit<LineReading, 'id'>;

function shapeOf(numbers: readonly number[], { size, refusing, reading }: ShapeReading): Shape | null {
  const { names, variant } = reading;
  if (variant === 'pose') return bodyOf(numbers, { size, refusing, names });
  const strange = numbers.findIndex((share) => share < -1 || share > 2);
  if (strange >= 0)
    return refusing.refuse('labeling.annotationOutOfRange', `column ${strange + 2}`, {
      value: numbers[strange]!,
      least: 0,
      most: 1,
    });
  // A fifth number is the confidence of a model.
  if (numbers.length === 4 || numbers.length === 5) return boxOf(numbers, { size, refusing });
  const places = inPixels(numbers.length % 2 === 1 ? numbers.slice(0, -1) : numbers, size);
  const box = variant === 'obb' ? boxOfCorners(unrounded(numbers.slice(0, 8), size)) : null;
  if (!box || places.length !== 8) return polygonIn(refusing, 'corners', [places]);
  const rotation = rounded(box.rotation) === -180 ? 180 : box.rotation;
  return boxIn(refusing, 'corners', [box.x, box.y, box.width, box.height, rotation].map(rounded));
}

const unrounded = (shares: readonly number[], { width, height }: ImageSize): number[] =>
  shares.map((share, i) => share * (i % 2 === 0 ? width : height));
const inPixels = (shares: readonly number[], size: ImageSize): number[] =>
  unrounded(shares, size).map(rounded);

function boxOf(
  [cx, cy, w, h]: readonly number[],
  { size, refusing }: Pick<ShapeReading, 'size' | 'refusing'>,
): Shape | null {
  const [width, height] = [w! * size.width, h! * size.height];
  return boxIn(
    refusing,
    'box',
    [cx! * size.width - width / 2, cy! * size.height - height / 2, width, height].map(rounded),
  );
}

interface BodyReading {
  readonly size: ImageSize;
  readonly refusing: Refusing;
  readonly names: Names;
}

/** A box, which the points say again, then the points. */
function bodyOf(numbers: readonly number[], { size, refusing, names }: BodyReading): Shape | null {
  const { points, dimensions } = names;
  const wanted = 4 + points!.length * dimensions;
  if (numbers.length !== wanted) return refusing.wrongType('columns', numbers.length + 1, String(wanted + 1));
  return keypointsIn(
    refusing,
    'points',
    points!.map((_, i) => {
      const [x, y, seen] = numbers.slice(4 + i * dimensions, 4 + (i + 1) * dimensions);
      const [px, py] = inPixels([x!, y!], size);
      return [px, py, dimensions === 3 ? seen : x === 0 && y === 0 ? 0 : 2];
    }),
  );
}
