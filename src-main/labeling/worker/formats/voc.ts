/** @file Pascal VOC XML: a file for each image, with an upright box for each object. Places are pixels from 0 on. */
import type { XmlElement } from '@rgrove/parse-xml';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { attributesOf, type AttributeValue, type Attributes } from './attributes.ts';
import { asUprightBox, attributesHeld, fitRegions, fitWith, roundedRegion } from './fit.ts';
import { isSafeName, labelIn, nameIn, numberOfText, sizeIn } from './fields.ts';
import { readImageFiles, type ImageFileReading } from './file-per-image.ts';
import type { FormatAdapter, Note, ReadContext } from './format.ts';
import { fitNames, labelFiles } from './names-out.ts';
import { MOST_PARTS, boxIn, region, rounded } from './parts.ts';
import { Refusing } from './report.ts';
import { answersOf, type AnnotatedItem, type AnnotatedSet, type Piece, type ReadSet } from './set.ts';
import type { Source } from './source.ts';
import { child, children, escapeXml, isWritable, readXml, refuseEntities, textOf, writable } from './xml.ts';

/** What the format says of an object beside its class; yes is 1. */
const FLAGS = ['difficult', 'truncated', 'occluded'] as const;

/** Of one image; its tree takes some times as much memory. */
const MOST_BYTES = 16 << 20;

export const voc: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readVoc,
  fitting: (_schema, note) => {
    const fitName = fitXmlNames(note);
    const fit = fitWith(
      { sizes: true },
      note,
      fitRegions((one) => fitRegion(one, note)),
    );
    return (item) => {
      const own = fit(item);
      return own && fitName(own);
    };
  },
  write: writeVoc,
};

/** Names that are paths and that XML can write. */
export function fitXmlNames(note: Note): (item: AnnotatedItem) => AnnotatedItem {
  const fitName = fitNames(note);
  return (item) => {
    if (isWritable(item.name)) return fitName(item);
    const own = fitName({ ...item, name: writable(item.name) });
    note('names');
    return own;
  };
}

export function withWritableLabel(one: Region, note: Note): Region {
  if (isWritable(one.label)) return one;
  note('names');
  return { ...one, label: writable(one.label) };
}

const isFlag = (name: string, value: AttributeValue): boolean =>
  value === true && FLAGS.some((flag) => flag === name);

function fitRegion(one: Region, note: Note): Region[] {
  const box = asUprightBox(withWritableLabel(attributesHeld(one, note, isFlag), note), note);
  return box ? [roundedRegion(box, note)] : [];
}

async function* writeVoc(set: AnnotatedSet): AsyncGenerator<Piece> {
  const fileOf = labelFiles('.xml');
  for await (const { name, size, answers } of set.items) {
    const value = answers[0]?.value;
    const regions = value && 'regions' in value ? value.regions : [];
    const slash = name.lastIndexOf('/');
    const folder = slash < 0 ? '' : `  <folder>${escapeXml(name.slice(0, slash))}</folder>\n`;
    const told = size
      ? `  <size><width>${size.width}</width><height>${size.height}</height><depth>3</depth></size>\n`
      : '';
    const text = `<annotation>\n${folder}  <filename>${escapeXml(name.slice(slash + 1))}</filename>\n${told}  <segmented>0</segmented>\n${regions.map(objectOf).join('')}</annotation>\n`;
    yield { file: `Annotations/${fileOf(name)}`, text };
  }
}

function objectOf(one: Region): string {
  if (one.shape !== 'box') return '';
  const { x, y, width, height, label, attributes } = one;
  const flags = FLAGS.map((flag) => `<${flag}>${attributes[flag] === true ? 1 : 0}</${flag}>`).join('');
  const box = `<bndbox><xmin>${x}</xmin><ymin>${y}</ymin><xmax>${x + width}</xmax><ymax>${y + height}</ymax></bndbox>`;
  return `  <object><name>${escapeXml(label)}</name><pose>Unspecified</pose>${flags}${box}</object>\n`;
}

function readVoc(source: Source, context: ReadContext): Promise<ReadSet> {
  return readImageFiles(source, context, {
    format: 'Pascal VOC XML',
    ending: '.xml',
    most: MOST_BYTES,
    nameField: 'filename',
    check: refuseEntities,
    rootOf,
    nameOf,
    itemOf,
  });
}

function rootOf(
  text: string,
  { file, refusing }: { readonly file: string; readonly refusing: Refusing },
): XmlElement | null {
  const read = readXml(text);
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', file, { value: `${read.problem} (${read.line})` });
  return read.root.name === 'annotation'
    ? read.root
    : refusing.wrongType('root', read.root.name, '<annotation>');
}

/** Below the folder of annotations as the image is below its own. */
function nameOf(root: XmlElement, file: string, refusing: Refusing): string | null {
  const given = textOf(root, 'filename')?.trim();
  const name = nameIn(refusing, 'filename', given === undefined || given === '' ? undefined : given);
  if (name === null || name.includes('/')) return name;
  const folders = file.split('/').slice(0, -1);
  const below = folders.slice(folders.indexOf('Annotations') + 1);
  const path = folders.includes('Annotations') && below.length > 0 ? `${below.join('/')}/${name}` : name;
  return isSafeName(path) ? path : name;
}

function itemOf(root: XmlElement, { name, file, schema, context }: ImageFileReading): AnnotatedItem | null {
  const refusing = new Refusing(context.rejects, { file, record: 1 });
  const objects = children(root, 'object');
  if (objects.length > MOST_PARTS)
    return refusing.refuse('labeling.annotationTooLarge', 'object', {
      value: objects.length,
      most: MOST_PARTS,
    });
  const told = child(root, 'size');
  const [width, height] = ['width', 'height'].map((side) => Number(told ? (textOf(told, side) ?? 0) : 0));
  const size = sizeIn(refusing, width, height);
  const regions: Region[] = [];
  const before = context.rejects.count;
  for (const [i, object] of objects.entries()) {
    const at = new Refusing(context.rejects, { file, record: i + 1 });
    const label = labelIn(at, 'object.name', textOf(object, 'name'));
    const shape = label === null ? null : boxOf(object, at);
    if (label === null || !shape) continue;
    schema.learn(label);
    regions.push(region(`r${regions.length + 1}`, shape, label, flagsOf(object)));
  }
  return {
    name,
    text: null,
    columns: null,
    size,
    answers: answersOf({ regions }, context.rejects.count > before),
  };
}

function boxOf(object: XmlElement, refusing: Refusing) {
  const box = child(object, 'bndbox');
  if (!box) return refusing.wrongType('object', child(object, 'polygon') ? '<polygon>' : '', '<bndbox>');
  const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map((side) =>
    numberOfText(refusing, `bndbox.${side}`, textOf(box, side)),
  );
  if (left == null || top == null || right == null || bottom == null) return null;
  return boxIn(refusing, 'bndbox', [left, top, rounded(right - left), rounded(bottom - top)]);
}

const flagsOf = (object: XmlElement): Attributes =>
  attributesOf(FLAGS.filter((flag) => textOf(object, flag)?.trim() === '1').map((flag) => [flag, true]));
