/** @file What a model said of an item as an answer to each kind of task, as far as the task can take it. Pure. */
import type { Prediction } from '../../../src-shared/contract.ts';
import { LEAST_SCORE } from '../../../src-shared/evaluation/detection.ts';
import { componentsOf, stretchedRuns } from '../../../src-shared/labeling/geometry/components.ts';
import type { TaskKind } from '../../../src-shared/labeling/tasks/kinds.ts';
import type { SchemaOptions } from '../../../src-shared/labeling/tasks/schema.ts';
import type { AnswerValue, Region } from '../../../src-shared/labeling/tasks/values.ts';

export interface PartsRules {
  readonly options: SchemaOptions;
  /** The class of the task that a label of the model means; undefined for one that the task has no class for. */
  readonly classOf: (label: string) => string | undefined;
  /** Of the item, in pixels; null where it is no image. */
  readonly size: { readonly width: number; readonly height: number } | null;
  /** What the ids of parts begin with, so that those of two sources are told apart. */
  readonly prefix: string;
}

export interface SuggestedAnswer {
  readonly value: AnswerValue;
  /** Of the whole: as sure as its least sure part. */
  readonly confidence: number;
  /** Of each part, in the order of the answer; null where an answer has none that stand for themselves. */
  readonly confidences: readonly number[] | null;
}

type Reading = (prediction: Prediction, rules: PartsRules) => SuggestedAnswer | null;

/** Total: null for nothing to suggest. Of spans and regions nothing is suggested where a model found none. */
export const PARTS_SAID: Readonly<Record<TaskKind, Reading>> = {
  classification: () => null,
  multilabel: labelsOf,
  rating: () => null,
  spans: spansOf,
  regions: regionsOf,
  preference: () => null,
  text: () => null,
};

const rounded = (share: number): number => Math.round(share * 1e4) / 1e4;

/** The labels of the model's classes; as sure as the decision that is closest to its threshold would be at one half. */
function labelsOf(prediction: Prediction, { options, classOf }: PartsRules): SuggestedAnswer | null {
  if (!('labels' in prediction)) return null;
  const said = Object.entries(prediction.probabilities).flatMap(([label, p]) => {
    const name = classOf(label);
    return name === undefined ? [] : [{ name, p, given: prediction.labels.includes(label) }];
  });
  const given = said.filter((each) => each.given).sort((a, b) => b.p - a.p);
  const labels = [...new Set(given.map(({ name }) => name))].slice(0, options.most ?? Infinity);
  if (said.length === 0 || labels.length < options.least) return null;
  const confidence = rounded(Math.min(...said.map((each) => (each.given ? each.p : 1 - each.p))));
  return { value: { labels }, confidence, confidences: null };
}

function spansOf(prediction: Prediction, { classOf, prefix }: PartsRules): SuggestedAnswer | null {
  if (!('spans' in prediction)) return null;
  const found = prediction.spans.flatMap(({ start, end, label, confidence }) => {
    const name = classOf(label);
    return name === undefined || start >= end ? [] : [{ span: { start, end, label: name }, confidence }];
  });
  const spans = found.map(({ span }, i) => ({ id: `${prefix}${i + 1}`, ...span, attributes: {} }));
  return withParts({ spans, relations: [] }, found);
}

function regionsOf(prediction: Prediction, rules: PartsRules): SuggestedAnswer | null {
  const { size, prefix } = rules;
  if (!size) return null;
  const found = 'boxes' in prediction ? boxesIn(prediction, rules, size) : masksIn(prediction, rules, size);
  const regions = found.map(({ region }, i): Region => ({ ...region, id: `${prefix}${i + 1}` }));
  return withParts({ regions }, found);
}

interface FoundRegion {
  readonly region: Region;
  readonly confidence: number;
}

type Size = NonNullable<PartsRules['size']>;

function boxesIn(prediction: Prediction, { options, classOf }: PartsRules, size: Size): FoundRegion[] {
  if (!('boxes' in prediction) || !options.shapes.includes('box')) return [];
  return prediction.boxes.flatMap(({ label, score, ...box }) => {
    const name = classOf(label);
    const [x, y] = [within(box.x, size.width), within(box.y, size.height)];
    const width = within(box.x + box.width, size.width) - x;
    const height = within(box.y + box.height, size.height) - y;
    if (name === undefined || score < LEAST_SCORE || !(width > 0) || !(height > 0)) return [];
    const place = { x, y, width: toHundredths(width), height: toHundredths(height), rotation: 0 };
    return [{ region: { id: '', shape: 'box', label: name, attributes: {}, ...place }, confidence: score }];
  });
}

const toHundredths = (value: number): number => Math.round(value * 100) / 100;
const within = (at: number, end: number): number => toHundredths(Math.min(end, Math.max(0, at)));

/** Of the pixels that a model says: smaller pieces are noise, and nobody wants to dismiss them one by one. */
const LEAST_PIXELS = 9;
/** For a model that does not say how sure it is: of two classes neither is likelier. */
const UNSAID = 0.5;

/** Each piece that hangs together is a region. */
function masksIn(prediction: Prediction, { options, classOf }: PartsRules, size: Size): FoundRegion[] {
  if (!('masks' in prediction) || !options.shapes.includes('mask')) return [];
  return prediction.masks.flatMap(({ label, confidence = UNSAID, ...runs }) => {
    const name = classOf(label);
    if (name === undefined) return [];
    return componentsOf(runs, LEAST_PIXELS).map((piece) => {
      const mask = stretchedRuns(piece, size);
      const region: Region = {
        id: '',
        shape: 'mask',
        label: name,
        attributes: {},
        ...mask,
        counts: [...mask.counts],
      };
      return { region, confidence };
    });
  });
}

function withParts(
  value: AnswerValue,
  found: readonly { readonly confidence: number }[],
): SuggestedAnswer | null {
  if (found.length === 0) return null;
  const confidences = found.map(({ confidence }) => rounded(confidence));
  return { value, confidence: Math.min(...confidences), confidences };
}
