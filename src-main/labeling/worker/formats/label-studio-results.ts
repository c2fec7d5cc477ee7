/** @file The results of Label Studio that say what an answer says. */
import { middleOf, rotated } from '../../../../src-shared/labeling/geometry/box.ts';
import { decodeRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { AnswerValue, Region, Relation, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import type { AttributeValue } from './attributes.ts';
import { packBrush } from './label-studio-brush.ts';
import { CodePoints } from './parts.ts';
import type { AnnotatedItem, ImageSize } from './set.ts';

interface Written {
  readonly item: AnnotatedItem;
  readonly kind: TaskKind;
}

/** The control that answers of each kind come from, and what it is about. */
const CONTROL = 'label';

export function resultsOf(value: AnswerValue, { item, kind }: Written): object[] {
  const target = item.text !== null && kind !== 'regions' ? 'text' : 'image';
  const result = (type: string, content: object, more: object = {}): object => ({
    ...more,
    from_name: CONTROL,
    to_name: target,
    type,
    value: content,
  });
  if ('label' in value) return [result('choices', { choices: [value.label] })];
  if ('labels' in value)
    return value.labels.length === 0 ? [] : [result('choices', { choices: value.labels })];
  if ('rating' in value) return [result('rating', { rating: value.rating })];
  if ('preferred' in value)
    return [result('pairwise', { selected: value.preferred === 'first' ? 'left' : 'right' })];
  if ('text' in value) return [result('textarea', { text: [value.text] })];
  if ('spans' in value) {
    const points = new CodePoints(item.text ?? '');
    const parts = value.spans.flatMap((span) => {
      const place = placeOf(span, item, points);
      const labels = result('labels', { ...place, labels: [span.label] }, { id: span.id });
      return [labels, ...attributeResults(span, target, place)];
    });
    return [...parts, ...value.relations.map(relationOf)];
  }
  const { size } = item;
  if (!size) return [];
  const more = { original_width: size.width, original_height: size.height, image_rotation: 0 };
  return value.regions.flatMap((region) => {
    const { type, content } = shapeOf(region, size);
    return [
      result(type, { ...content, [type]: [region.label] }, { id: region.id, ...more }),
      ...attributeResults(region, target, {}),
    ];
  });
}

const relationOf = ({ from, to, label }: Relation): object => ({
  type: 'relation',
  from_id: from,
  to_id: to,
  direction: 'right',
  labels: [label],
});

/** Label Studio counts code points since its version 1.6. */
const placeOf = ({ start, end }: Span, { text }: AnnotatedItem, points: CodePoints): object => ({
  start: points.points(start),
  end: points.points(end),
  text: text?.slice(start, end) ?? '',
});

/** Attributes are results of their own about the same region: texts, numbers, and choices for flags. */
function attributeResults({ id, attributes }: Span | Region, target: string, place: object): object[] {
  return Object.entries(attributes).map(([name, value]) => {
    const { type, content } = attributeContent(value);
    return { id, from_name: name, to_name: target, type, value: { ...place, ...content } };
  });
}

function attributeContent(value: AttributeValue): { type: string; content: object } {
  if (typeof value === 'number') return { type: 'number', content: { number: value } };
  if (typeof value === 'boolean') return { type: 'choices', content: { choices: [String(value)] } };
  return { type: 'textarea', content: { text: [value] } };
}

function shapeOf(region: Region, { width, height }: ImageSize): { type: string; content: object } {
  const [across, down] = [
    (place: number) => (place / width) * 100,
    (place: number) => (place / height) * 100,
  ];
  switch (region.shape) {
    case 'box': {
      // Label Studio rotates around the upper left corner, which a rotation around the middle moves.
      const [x, y] = rotated([region.x, region.y], middleOf(region), region.rotation);
      const size = { width: across(region.width), height: down(region.height), rotation: region.rotation };
      return { type: 'rectanglelabels', content: { x: across(x), y: down(y), ...size } };
    }
    case 'polygon': {
      const { ring } = region.outlines[0]!;
      const points = Array.from({ length: ring.length / 2 }, (_, i) => [
        across(ring[2 * i]!),
        down(ring[2 * i + 1]!),
      ]);
      return { type: 'polygonlabels', content: { points, closed: true } };
    }
    case 'keypoints': {
      const { x, y } = region.points[0]!;
      return { type: 'keypointlabels', content: { x: across(x), y: down(y), width: 0.5 } };
    }
    case 'mask':
      return { type: 'brushlabels', content: { format: 'rle', rle: packBrush(decodeRuns(region)) } };
  }
}
