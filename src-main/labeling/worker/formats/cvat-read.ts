/** @file Reads CVAT XML 1.1, image by image: memory holds what stands before the first image, and one image. */
import { XmlElement } from '@rgrove/parse-xml';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributeIn, attributesOf, type Attributes } from './attributes.ts';
import { labelIn, nameIn, sizeIn } from './fields.ts';
import type { ReadContext } from './format.ts';
import { shapeOf } from './cvat-shapes.ts';
import { xmlPieces } from './cvat-pieces.ts';
import { MOST_PARTS, region } from './parts.ts';
import { Refusing, shown } from './report.ts';
import { LearnedSchema, answersOf, type AnnotatedItem, type ReadSet } from './set.ts';
import type { Source } from './source.ts';
import { attribute, child, children, readXml, textOf } from './xml.ts';

const FORMAT = 'CVAT XML 1.1';

export async function readCvat(source: Source, context: ReadContext): Promise<ReadSet> {
  const [file] = source.files;
  if (file === undefined)
    throw new AppError('labeling.annotationFileFormat', { file: '', format: FORMAT, value: '*.xml' });
  const pieces = xmlPieces(source, file);
  const first = await pieces.next();
  const head = first.done ? '' : (first.value.text ?? '');
  const root = headOf(head, file);
  if (child(root, 'track'))
    throw new AppError('labeling.annotationFileFormat', { file, format: FORMAT, value: '<track>' });
  const schema = new LearnedSchema(context.kind ?? (await kindOf(source, file)));
  const labels = labelsIn(root, { schema, context, file });
  return { schema, items: itemsOf(pieces, { file, schema, context, labels }) };
}

/** What stands before the first image, closed as the document ends. */
function headOf(head: string, file: string): XmlElement {
  const isOpen = /<annotations[\s>]/.test(head) && !/<\/annotations>|<annotations[^>]*\/>/.test(head);
  const read = readXml(isOpen ? `${head}</annotations>` : head);
  if ('problem' in read)
    throw new AppError('labeling.annotationFileBroken', {
      file,
      place: `line ${read.line}`,
      value: read.problem,
    });
  if (read.root.name === 'annotations') return read.root;
  throw new AppError('labeling.annotationFileFormat', {
    file,
    format: FORMAT,
    value: `<${shown(read.root.name)}>`,
  });
}

/** By the first image that has anything; tags are of several labels unless every image has one. */
async function kindOf(source: Source, file: string): Promise<TaskKind> {
  let [kind, looked]: [TaskKind, number] = ['regions', 0];
  for await (const { text, isHead } of xmlPieces(source, file)) {
    if (isHead || text === null) continue;
    if (/<(?:box|polygon|points|skeleton|mask|polyline|ellipse|cuboid)\b/.test(text)) return 'regions';
    const tags = text.match(/<tag\b/g)?.length ?? 0;
    if (tags > 1) return 'multilabel';
    if (tags === 1) kind = 'classification';
    if (looked++ > 1000) break;
  }
  return kind;
}

/** What the labels say of attributes: of which type values are. */
type Types = ReadonlyMap<string, 'checkbox' | 'number' | 'text'>;
export interface Labels {
  readonly types: ReadonlyMap<string, Types>;
}

interface LabelReading {
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
  readonly file: string;
}

function labelsIn(root: XmlElement, { schema, context, file }: LabelReading): Labels {
  const types = new Map<string, Types>();
  const skeletons = new Map<string, string[]>();
  const meta = child(root, 'meta');
  // A task, a job or a project has the labels.
  const holder = meta?.children.find(
    (one): one is XmlElement => one instanceof XmlElement && child(one, 'labels') !== undefined,
  );
  const list = holder ? children(child(holder, 'labels')!, 'label') : [];
  for (const [i, label] of list.entries()) {
    const refusing = new Refusing(context.rejects, { file: `${file} (labels)`, record: i + 1 });
    const name = labelIn(refusing, 'label.name', textOf(label, 'name'));
    if (name === null) continue;
    const parent = textOf(label, 'parent');
    if (parent !== undefined && parent !== '') {
      const points = skeletons.get(parent) ?? [];
      if (points.length < 200) skeletons.set(parent, [...points, name]);
      continue;
    }
    schema.learn(name);
    types.set(name, typesOf(label));
  }
  const [points] = skeletons.values();
  if (points) schema.set({ skeleton: { points, edges: [] } });
  return { types };
}

function typesOf(label: XmlElement): Types {
  const list = child(label, 'attributes');
  return new Map(
    (list ? children(list, 'attribute') : []).map((one) => {
      const type = textOf(one, 'input_type')?.trim();
      return [textOf(one, 'name') ?? '', type === 'checkbox' || type === 'number' ? type : 'text'] as const;
    }),
  );
}

interface Reading {
  readonly file: string;
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
  readonly labels: Labels;
}

async function* itemsOf(
  pieces: ReturnType<typeof xmlPieces>,
  reading: Reading,
): AsyncGenerator<AnnotatedItem> {
  const seen = new Set<string>();
  let number = 0;
  for await (const { text, why } of pieces) {
    const refusing = new Refusing(reading.context.rejects, {
      file: `${reading.file} (image)`,
      record: ++number,
    });
    const image = imageOf(text, why, refusing);
    const name = image && nameIn(refusing, 'name', attribute(image, 'name'));
    if (!image || name === null) continue;
    if (seen.has(name)) {
      refusing.refuse('labeling.annotationTwice', 'name', { value: shown(name) });
      continue;
    }
    seen.add(name);
    const item = itemOf(image, { name, refusing, reading });
    if (item) yield item;
  }
}

function imageOf(text: string | null, why: string, refusing: Refusing): XmlElement | null {
  if (text === null) return refusing.refuse('labeling.annotationBadRecord', 'image', { value: why });
  const read = readXml(text);
  return 'problem' in read
    ? refusing.refuse('labeling.annotationBadRecord', 'image', { value: read.problem })
    : read.root;
}

export interface ItemReading {
  readonly name: string;
  readonly refusing: Refusing;
  readonly reading: Reading;
}

function itemOf(image: XmlElement, { name, refusing, reading }: ItemReading): AnnotatedItem | null {
  const [width, height] = ['width', 'height'].map((side) => {
    const given = attribute(image, side);
    return given === undefined ? undefined : Number(given);
  });
  const size = sizeIn(refusing, width, height);
  const before = refusing.refused;
  const value = VALUES[reading.schema.kind](image, { name, refusing, reading });
  return (
    value && { name, text: null, columns: null, size, answers: answersOf(value, refusing.refused > before) }
  );
}

type ReadValue = (image: XmlElement, of: ItemReading) => AnswerValue | null;
const refused: ReadValue = (_image, { refusing, reading }) =>
  refusing.refuse('labeling.annotationUnknownType', 'image', { value: FORMAT, kind: reading.schema.kind });

const VALUES: Readonly<Record<TaskKind, ReadValue>> = {
  regions: regionsOf,
  classification(image, of) {
    const labels = tagsOf(image, of);
    return labels.length === 1 ? { label: labels[0]! } : of.refusing.wrongType('tag', labels, '<tag> × 1');
  },
  multilabel: (image, of) => ({ labels: tagsOf(image, of) }),
  rating: refused,
  spans: refused,
  preference: refused,
  text: refused,
};

function tagsOf(image: XmlElement, { refusing, reading }: ItemReading): string[] {
  const labels = new Set<string>();
  for (const tag of children(image, 'tag')) {
    const label = labelIn(refusing, 'tag.label', attribute(tag, 'label'));
    if (label === null) continue;
    reading.schema.learn(label);
    labels.add(label);
  }
  return [...labels].slice(0, 500);
}

function regionsOf(image: XmlElement, { refusing, reading }: ItemReading): AnswerValue | null {
  const { schema } = reading;
  const elements = image.children.filter((one): one is XmlElement => one instanceof XmlElement);
  if (elements.length > MOST_PARTS)
    return refusing.refuse('labeling.annotationTooLarge', 'image', {
      value: elements.length,
      most: MOST_PARTS,
    });
  const regions: Region[] = [];
  const [width, height] = [Number(attribute(image, 'width')), Number(attribute(image, 'height'))];
  for (const [i, element] of elements.entries()) {
    const field = `${element.name}[${i}]`;
    if (element.name === 'tag') {
      refusing.refuse('labeling.annotationUnknownType', field, { value: 'tag', kind: 'regions' });
      continue;
    }
    const label = labelIn(refusing, `${field}.label`, attribute(element, 'label'));
    const shape =
      label === null ? null : shapeOf(element, { field, refusing, image: { width, height }, schema });
    if (label === null || !shape) continue;
    schema.learn(label);
    regions.push(
      region(
        `r${regions.length + 1}`,
        shape,
        label,
        attributesIn(element, { label, field, refusing, reading }),
      ),
    );
  }
  return { regions };
}

interface AttributeReading {
  readonly label: string;
  readonly field: string;
  readonly refusing: Refusing;
  readonly reading: Reading;
}

/** Values are texts; those of a checkbox and of a number mean one. */
function attributesIn(
  element: XmlElement,
  { label, field, refusing, reading }: AttributeReading,
): Attributes {
  const types = reading.labels.types.get(label);
  const entries = children(element, 'attribute').flatMap((one) => {
    const key = attribute(one, 'name') ?? '';
    const read = attributeIn(refusing, `${field}.${shown(key)}`, {
      key,
      value: typed(one.text, types?.get(key)),
    });
    return read ? [read] : [];
  });
  const occluded = attribute(element, 'occluded') === '1';
  return attributesOf(occluded ? [['occluded', true] as const, ...entries] : entries);
}

function typed(text: string, type: 'checkbox' | 'number' | 'text' | undefined): string | number | boolean {
  if (type === 'checkbox') return text.trim().toLowerCase() === 'true';
  const number = type === 'number' && text.trim() !== '' ? Number(text) : NaN;
  return Number.isFinite(number) ? number : text;
}
