/**
 * @file Reads COCO JSON. Its annotations stand in any order, so a first pass notes where those of each image are (20 bytes an
 * annotation), and a second one reads them image by image: memory holds one image's annotations, however large the file.
 */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { Region, RegionsValue } from '../../../../src-shared/labeling/tasks/values.ts';
import type { z } from 'zod';
import { addRegions, type Category, type Id } from './coco-regions.ts';
import { isObject, labelIn, listIn, member, nameIn, sizeIn, type JsonObject } from './fields.ts';
import type { ReadContext } from './format.ts';
import { elementsOf, readValue, tooLongElement, type Element } from './json-stream.ts';
import { MOST_PARTS } from './parts.ts';
import { Refusing, shown } from './report.ts';
import { LearnedSchema, answersOf, type AnnotatedItem, type ImageSize, type ReadSet } from './set.ts';
import { asUtf8, type Source } from './source.ts';

/** Of images and of annotations. */
const MOST_RECORDS = 5_000_000;

interface Image {
  readonly name: string;
  readonly size: ImageSize | null;
}

/** What the first pass finds. */
class Index {
  readonly images = new Map<Id, Image>();
  readonly names = new Set<string>();
  readonly categories = new Map<Id, Category>();
  readonly annotations = new Set<Id>();
  /** By annotation: where it stands, and the number of its image id. */
  readonly from: number[] = [];
  readonly length: number[] = [];
  readonly imageOf: number[] = [];
  readonly imageIds = new Map<Id, number>();
}

export async function readCoco(source: Source, context: ReadContext): Promise<ReadSet> {
  const [file] = source.files;
  if (file === undefined) throw notCoco('', 'annotations.json');
  const utf8 = await asUtf8(source, file);
  const schema = new LearnedSchema('regions');
  const index = await indexOf(utf8, { file, schema, context });
  return { schema, items: itemsOf(utf8, { file, index, context }) };
}

const notCoco = (file: string, value: string): AppError =>
  new AppError('labeling.annotationFileFormat', { file, format: 'COCO JSON', value });

interface Reading {
  readonly file: string;
  readonly context: ReadContext;
}

async function indexOf(
  source: Source,
  { file, schema, context }: Reading & { schema: LearnedSchema },
): Promise<Index> {
  const index = new Index();
  const keys = new Set<string>();
  const lists = ['images', 'annotations', 'categories'];
  const options = {
    keep: (key: string | null) => lists.includes(key ?? ''),
    onKey: (key: string) => keys.add(key),
  };
  for await (const element of elementsOf(source, file, options)) {
    const { key, index: at } = element;
    if (at < 0 || key === null || !lists.includes(key)) continue;
    if (at >= MOST_RECORDS)
      throw new AppError('labeling.annotationFileTooLarge', {
        file,
        value: `${key}[${at}]`,
        most: MOST_RECORDS,
      });
    const refusing = new Refusing(context.rejects, { file: `${file} (${key})`, record: at + 1 });
    const record = recordOf(element, refusing);
    if (!record) continue;
    if (key === 'images') addImage(index, record, refusing);
    else if (key === 'categories') addCategory(index, record, { refusing, schema });
    else addAnnotation(index, { record, element }, refusing);
  }
  if (!keys.has('annotations') && !keys.has('images')) throw notCoco(file, '"images", "annotations"?');
  return index;
}

function recordOf({ bytes, length }: Element, refusing: Refusing): JsonObject | null {
  if (bytes === null) return refusing.refuse('labeling.annotationTooLarge', 'record', tooLongElement(length));
  const read = readValue(bytes);
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', 'record', { value: read.problem });
  return isObject(read.value) ? read.value : refusing.wrongType('record', read.value, '{…}');
}

function idIn(refusing: Refusing, field: string, value: unknown): Id | null {
  if (typeof value === 'string' && value.length <= 200) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return refusing.wrongType(field, value, '1');
}

function addImage(index: Index, record: JsonObject, refusing: Refusing): void {
  const id = idIn(refusing, 'id', member(record, 'id'));
  const name = nameIn(refusing, 'file_name', member(record, 'file_name'));
  if (id === null || name === null) return;
  if (index.images.has(id))
    return void refusing.refuse('labeling.annotationTwice', 'id', { value: shown(id) });
  if (index.names.has(name))
    return void refusing.refuse('labeling.annotationTwice', 'file_name', { value: shown(name) });
  index.names.add(name);
  index.images.set(id, { name, size: sizeIn(refusing, member(record, 'width'), member(record, 'height')) });
}

interface Learning {
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
}

function addCategory(index: Index, record: JsonObject, { refusing, schema }: Learning): void {
  const id = idIn(refusing, 'id', member(record, 'id'));
  const name = labelIn(refusing, 'name', member(record, 'name'));
  if (id === null || name === null) return;
  if (index.categories.has(id))
    return void refusing.refuse('labeling.annotationTwice', 'id', { value: shown(id) });
  const above = member(record, 'supercategory');
  const parent =
    typeof above === 'string' && above !== '' && above !== 'none' && above !== name ? above : null;
  schema.learn(name, parent === null ? null : labelIn(refusing, 'supercategory', parent));
  index.categories.set(id, { name, points: learnSkeleton(record, { refusing, schema }) });
}

/** How many keypoints bodies of a category have. The schema has one skeleton: that of the first category with one. */
function learnSkeleton(record: JsonObject, { refusing, schema }: Learning): number {
  const given = member(record, 'keypoints');
  if (given === undefined || (Array.isArray(given) && given.length === 0)) return 0;
  const points: string[] = [];
  for (const [i, point] of (listIn(refusing, 'keypoints', given, 200) ?? []).entries()) {
    const name = labelIn(refusing, `keypoints[${i}]`, point);
    if (name === null) return 0;
    points.push(name);
  }
  const edges: [number, number][] = [];
  for (const [i, edge] of (
    listIn(refusing, 'skeleton', member(record, 'skeleton') ?? [], 400) ?? []
  ).entries()) {
    const [a, b] = Array.isArray(edge) ? (edge as unknown[]) : [];
    const fits = (end: unknown): end is number =>
      typeof end === 'number' && Number.isInteger(end) && end >= 1 && end <= points.length;
    if (fits(a) && fits(b)) edges.push([a - 1, b - 1]);
    else refusing.wrongType(`skeleton[${i}]`, edge, `[1 … ${points.length}, 1 … ${points.length}]`);
  }
  if (!schema.options.skeleton && points.length > 0) schema.set({ skeleton: { points, edges } });
  return points.length;
}

function addAnnotation(
  index: Index,
  { record, element }: { readonly record: JsonObject; readonly element: Element },
  refusing: Refusing,
): void {
  const id = member(record, 'id');
  const image = idIn(refusing, 'image_id', member(record, 'image_id'));
  if (image === null) return;
  if (typeof id === 'number' || typeof id === 'string') {
    if (index.annotations.has(id))
      return void refusing.refuse('labeling.annotationTwice', 'id', { value: shown(id) });
    index.annotations.add(id);
  }
  let number = index.imageIds.get(image);
  if (number === undefined) index.imageIds.set(image, (number = index.imageIds.size));
  index.from.push(element.from);
  index.length.push(element.length);
  index.imageOf.push(number);
}

/** The annotations of each image, in the order of the file: counted, then laid side by side. */
function byImage({ imageOf, imageIds }: Index): {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
} {
  const starts = new Uint32Array(imageIds.size + 1);
  for (const image of imageOf) starts[image + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const next = starts.slice();
  const order = new Uint32Array(imageOf.length);
  for (const [annotation, image] of imageOf.entries()) order[next[image]!++] = annotation;
  return { starts, order };
}

async function* itemsOf(
  source: Source,
  { file, index, context }: Reading & { readonly index: Index },
): AsyncGenerator<AnnotatedItem> {
  const { starts, order } = byImage(index);
  const refusingAt = (annotation: number): Refusing =>
    new Refusing(context.rejects, { file: `${file} (annotations)`, record: annotation + 1 });
  for (const [id, number] of index.imageIds)
    if (!index.images.has(id))
      for (const annotation of order.subarray(starts[number], starts[number + 1]))
        refusingAt(annotation).refuse('labeling.annotationDangling', 'image_id', { value: shown(id) });
  for (const [id, { name, size }] of index.images) {
    const number = index.imageIds.get(id);
    const mine = number === undefined ? [] : order.subarray(starts[number], starts[number + 1]);
    if (mine.length > MOST_PARTS) {
      const value = { value: mine.length, most: MOST_PARTS };
      refusingAt(mine[0]!).refuse('labeling.annotationTooLarge', `image ${shown(name)}`, value);
      continue;
    }
    const regions: Region[] = [];
    const before = context.rejects.count;
    for (const annotation of mine) {
      const bytes = await source.slice(file, index.from[annotation]!, index.length[annotation]!);
      const refusing = refusingAt(annotation);
      const record = recordOf({ key: null, index: 0, from: 0, length: bytes.length, bytes }, refusing);
      if (record) addRegions(regions, record, { refusing, categories: index.categories });
    }
    const value: z.infer<typeof RegionsValue> = { regions };
    yield {
      name,
      text: null,
      columns: null,
      size,
      answers: answersOf(value, context.rejects.count > before),
    };
  }
}
