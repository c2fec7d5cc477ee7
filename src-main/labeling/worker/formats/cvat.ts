/**
 * @file CVAT XML 1.1 for images: one document with labels and their attributes, and for each image its shapes, or its tags.
 */
import { cropOf, type Crop } from './cvat-mask.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { LabelAttribute } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { AttributeValue } from './attributes.ts';
import { readCvat } from './cvat-read.ts';
import { attributesHeld, canonicalMask, fitRegions, fitWith, roundedRegion, simplePolygons } from './fit.ts';
import type { FitItem, FormatAdapter, Note } from './format.ts';
import { rounded } from './parts.ts';
import type { AnnotatedItem, AnnotatedSet, Piece, SetSchema } from './set.ts';
import { fitXmlNames, withWritableLabel } from './voc.ts';
import { escapeXml, isWritable } from './xml.ts';

const FILE = 'annotations.xml';

export const cvat: FormatAdapter = {
  holds: { listsClasses: true, parents: false, options: [] },
  read: readCvat,
  fitting,
  write: writeCvat,
};

function fitting(schema: SetSchema, note: Note): FitItem {
  const fitName = fitXmlNames(note);
  const fit = fitWith({ sizes: true, unlabeled: false }, note, (value, item) => {
    if ('regions' in value) return fitRegions((one) => fitRegion(one, { item, schema, note }))(value, item);
    if ('label' in value) return { label: label(value.label, note) };
    if ('labels' in value) return { labels: value.labels.map((one) => label(one, note)) };
    return value;
  });
  return (item) => {
    const own = fit(item);
    return own && fitName(own);
  };
}

function label(name: string, note: Note): string {
  return withWritableLabel({ id: '-', label: name, attributes: {}, shape: 'keypoints', points: [] }, note)
    .label;
}

interface Fitting {
  readonly item: AnnotatedItem;
  readonly schema: SetSchema;
  readonly note: Note;
}

function fitRegion(given: Region, { item, schema, note }: Fitting): Region[] {
  const held = attributesHeld(given, note, (name, value) =>
    holdsAttribute(name, value, { schema, label: given.label }),
  );
  const one = withWritableLabel(held, note);
  switch (one.shape) {
    case 'box': {
      const rotation = ((one.rotation % 360) + 360) % 360;
      return [roundedRegion(rotation === one.rotation ? one : { ...one, rotation }, note)];
    }
    case 'polygon':
      return simplePolygons(one, note);
    case 'keypoints': {
      const { skeleton } = schema.options;
      const fits = skeleton?.points.length === one.points.length && skeleton.points.every(isWritable);
      if (!fits) note('keypoints');
      return fits ? [one] : [];
    }
    case 'mask': {
      if (one.width !== item.size?.width || one.height !== item.size.height) {
        note('maskSize');
        return [];
      }
      if (cropOf(one) !== null) return [canonicalMask(one)];
      note('emptyMasks');
      return [];
    }
  }
}

/** `occluded` is a field of its own. Without a definition in the labels a value is a text. */
function holdsAttribute(
  name: string,
  value: AttributeValue,
  { schema, label }: { readonly schema: SetSchema; readonly label: string },
): boolean {
  if (name === 'occluded') return value === true;
  if (!isWritable(name)) return false;
  const defined = definitionsOf(label, schema).find((one) => one.name === name);
  if (typeof value === 'string')
    return isWritable(value) && defined?.type !== 'flag' && defined?.type !== 'number';
  return defined?.type === (typeof value === 'boolean' ? 'flag' : 'number');
}

const definitionsOf = (label: string, { options }: SetSchema): LabelAttribute[] =>
  options.attributes.filter(({ classes }) => classes.length === 0 || classes.includes(label));

const INPUTS = { choice: 'select', flag: 'checkbox', number: 'number', text: 'text' } as const;

async function* writeCvat(set: AnnotatedSet): AsyncGenerator<Piece> {
  const piece = (text: string): Piece => ({ file: FILE, text });
  const labels = set.classes.map(({ name }) => labelOf(name, set)).join('');
  yield piece('<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n  <version>1.1</version>\n');
  yield piece(`  <meta>\n    <task>\n      <labels>\n${labels}      </labels>\n    </task>\n  </meta>\n`);
  let id = 0;
  for await (const { name, size, answers } of set.items) {
    const value = answers[0]?.value;
    const sides = size ? ` width="${size.width}" height="${size.height}"` : '';
    const shapes = value && 'regions' in value ? value.regions.map((one) => shapeOf(one, set)) : [];
    const tags = value && 'labels' in value ? value.labels : value && 'label' in value ? [value.label] : [];
    const tagged = tags.map((tag) => `    <tag label="${escapeXml(tag)}" source="manual"></tag>\n`);
    yield piece(
      `  <image id="${id++}" name="${escapeXml(name)}"${sides}>\n${[...tagged, ...shapes].join('')}  </image>\n`,
    );
  }
  yield piece('</annotations>\n');
}

/** A class, and where bodies are drawn the points of its skeleton below it. */
function labelOf(name: string, set: SetSchema): string {
  const { skeleton, shapes } = set.options;
  const attributes = definitionsOf(name, set).map(
    (one) =>
      `<attribute><name>${escapeXml(one.name)}</name><mutable>False</mutable><input_type>${INPUTS[one.type]}</input_type><default_value></default_value><values>${escapeXml(one.choices.join('\n'))}</values></attribute>`,
  );
  const bodies = skeleton !== null && shapes.includes('keypoints');
  const type = bodies && shapes.length === 1 ? 'skeleton' : 'any';
  const own = `        <label><name>${escapeXml(name)}</name><type>${type}</type><attributes>${attributes.join('')}</attributes></label>\n`;
  const points = bodies
    ? skeleton.points.map(
        (point) =>
          `        <label><name>${escapeXml(point)}</name><type>points</type><attributes></attributes><parent>${escapeXml(name)}</parent></label>\n`,
      )
    : [];
  return own + points.join('');
}

function shapeOf(one: Region, { options }: SetSchema): string {
  const { occluded, ...others } = one.attributes;
  const head = `label="${escapeXml(one.label)}" source="manual" occluded="${occluded === true ? 1 : 0}"`;
  const attributes = Object.entries(others)
    .map(([name, value]) => `<attribute name="${escapeXml(name)}">${escapeXml(String(value))}</attribute>`)
    .join('');
  switch (one.shape) {
    case 'box': {
      const place = `xtl="${one.x}" ytl="${one.y}" xbr="${one.x + one.width}" ybr="${one.y + one.height}"`;
      const turned = one.rotation === 0 ? '' : ` rotation="${rounded(one.rotation)}"`;
      return `    <box ${head} ${place}${turned} z_order="0">${attributes}</box>\n`;
    }
    case 'polygon':
      return `    <polygon ${head} points="${pointsOf(one.outlines[0]!.ring)}" z_order="0">${attributes}</polygon>\n`;
    case 'keypoints': {
      const points = one.points.map((point, i) => {
        const name = escapeXml(options.skeleton!.points[i]!);
        const seen = `outside="${point ? 0 : 1}" occluded="${point && !point.visible ? 1 : 0}"`;
        return `<points label="${name}" source="manual" ${seen} points="${point ? `${point.x},${point.y}` : '0,0'}"></points>`;
      });
      return `    <skeleton ${head} z_order="0">${points.join('')}${attributes}</skeleton>\n`;
    }
    case 'mask': {
      const { counts, left, top, width, height } = cropOf(one) as Crop;
      const place = `left="${left}" top="${top}" width="${width}" height="${height}"`;
      return `    <mask ${head} rle="${counts.join(', ')}" ${place} z_order="0">${attributes}</mask>\n`;
    }
  }
}

const pointsOf = (ring: readonly number[]): string =>
  Array.from({ length: ring.length / 2 }, (_, i) => `${ring[2 * i]},${ring[2 * i + 1]}`).join(';');
