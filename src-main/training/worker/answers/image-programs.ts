/** @file Programs for images whose answers are regions: a class for each pixel, or boxes. */
import { boxesOf, classMapOf } from '../../../images/index.ts';
import { bytesOf, pixelsOf } from '../../../images/worker/index.ts';
import { countRows, rowsOf, type Split } from '../../../versions/worker/index.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { RecipeParameters } from '../../recipes/index.ts';
import { fittedTo, sizeOf, type FittedImages } from '../programs/images.ts';
import type { Program, Source } from '../programs/program.ts';
import {
  boxEvaluator,
  detecting,
  detectorHeads,
  detectorNetwork,
  encodeBoxes,
  exportDetector,
  type DetectorOptions,
} from './detector.ts';
import { labelsLearned, nothingLost, tellLost } from './program.ts';
import {
  encodeMasks,
  exportSegmenter,
  maskEvaluator,
  pixelWeightsOf,
  segmenterHeads,
  segmenterNetwork,
} from './segmenter.ts';
import { regionsIn } from './values.ts';

/** What they read of a recipe: `width` are the channels of the first stage. */
export type RegionParameters = RecipeParameters<'image-segmenter'>;
type DetectorParameters = RecipeParameters<'image-detector'>;

/** Both sides divide by this: what the networks halve, and more. */
const edgeUnit = 8;
/** Of images that are brought to their most common size. */
const longestEdge = 256;

/** A square of the edge that is asked for; else the most common size, at most 256 pixels on the longer side. Edges divide by 8. */
function regionSize(source: Pick<Source<RegionParameters>, 'version' | 'parameters'>): FittedImages['size'] {
  const size = sizeOf(source);
  const scale =
    source.parameters.imageSize > 0 ? 1 : Math.min(1, longestEdge / Math.max(size.width, size.height));
  const edge = (pixels: number) => Math.max(4, Math.round((pixels * scale) / edgeUnit)) * edgeUnit;
  return { ...size, width: edge(size.width), height: edge(size.height) };
}

interface FittedRegions extends FittedImages {
  readonly labels: readonly string[];
}

interface FittedMasks extends FittedRegions {
  readonly pixelWeights: readonly number[];
}

type Learning = Pick<Source<RegionParameters>, 'version' | 'read' | 'warn'>;

interface RegionRows {
  /** `[rows, height, width, channels]`. */
  readonly pixels: Uint8Array;
  /** Of each row, and the size that they are measured in. */
  readonly answers: readonly {
    readonly regions: readonly Region[];
    readonly from: { width: number; height: number };
  }[];
}

/** All images of a split at one size, and their answers. */
async function readRegions(source: Learning, split: Split, size: FittedImages['size']): Promise<RegionRows> {
  const { version, read } = source;
  const bytes = size.width * size.height * size.channels;
  const pixels = new Uint8Array((await countRows(version, split)) * bytes);
  const answers = [];
  const columns = ['id', 'value', 'image', 'width', 'height'];
  for await (const rows of rowsOf(version, { split, columns })) {
    for (const [, value, image, width, height] of rows) {
      pixels.set(await pixelsOf(bytesOf(image), size), answers.length * bytes);
      answers.push({
        regions: regionsIn(String(value)),
        from: { width: Number(width), height: Number(height) },
      });
    }
    await read?.(rows.length);
  }
  return { pixels, answers };
}

async function fitRegions(
  source: Source<RegionParameters>,
): Promise<{ fitted: FittedRegions; rows: RegionRows }> {
  const size = regionSize(source);
  const labels = await labelsLearned(source, (value) => regionsIn(value).map(({ label }) => label));
  const rows = await readRegions({ version: source.version }, 'train', size);
  return { fitted: { ...fittedTo(rows.pixels, size), labels }, rows };
}

function masksOf({ pixels, answers }: RegionRows, { labels, size }: FittedRegions) {
  const classes = new Uint8Array(answers.length * size.width * size.height);
  let untaken = 0;
  for (const [row, { regions, from }] of answers.entries()) {
    const map = classMapOf(regions, { from, to: size, labels });
    classes.set(map.classes, row * map.classes.length);
    untaken += map.untaken;
  }
  return { untaken, encoded: encodeMasks(pixels, classes, { size }) };
}

function segmenterSizes(
  { parameters: { width } }: Pick<Source<RegionParameters>, 'parameters'>,
  labels: readonly string[],
) {
  return { labels, stages: [width, 2 * width, 4 * width] };
}

/** A class for each pixel, by a U-Net of three stages. */
export const imageSegmenter: Program<FittedMasks, RegionParameters> = {
  task: 'segment',
  async fit(source) {
    const { fitted, rows } = await fitRegions(source);
    const { encoded } = masksOf(rows, fitted);
    return { ...fitted, pixelWeights: pixelWeightsOf(encoded.columns[1]!, fitted.labels.length) };
  },
  async encode(source, split, fitted) {
    const { encoded, untaken } = masksOf(await readRegions(source, split, fitted.size), fitted);
    await tellLost(source, split, { ...nothingLost, untaken });
    return encoded;
  },
  model: (source, fitted) => ({
    network: segmenterNetwork(segmenterSizes(source, fitted.labels), fitted),
    heads: segmenterHeads(fitted, { classWeights: fitted.pixelWeights }),
  }),
  evaluator: (_, { labels, size }) => maskEvaluator(labels.length, size),
  labels: ({ labels }) => labels,
  describe: ({ size, labels }) =>
    `images of ${size.width} x ${size.height}, ${labels.length} classes of pixels`,
  export: (source, fitted, state) => exportSegmenter(segmenterSizes(source, fitted.labels), fitted, state),
};

function detectorOptions(
  { parameters }: Pick<Source<DetectorParameters>, 'parameters'>,
  labels: readonly string[],
): DetectorOptions {
  return { labels, width: parameters.width, stride: parameters.cell === '4' ? 4 : 8 };
}

/** Boxes, by a detector without anchors. */
export const imageDetector: Program<FittedRegions, DetectorParameters> = {
  task: 'detect',
  fit: async (source) => (await fitRegions(source)).fitted,
  async encode(source, split, fitted) {
    const { pixels, answers } = await readRegions(source, split, fitted.size);
    const boxes = answers.map(({ regions, from }) => boxesOf(regions, from, fitted.size));
    const options = detectorOptions(source, fitted.labels);
    const { untaken, ...encoded } = encodeBoxes(pixels, boxes, { fitted, options });
    await tellLost(source, split, { ...nothingLost, untaken });
    return encoded;
  },
  model(source, fitted) {
    const options = detectorOptions(source, fitted.labels);
    return {
      network: detecting(detectorNetwork(options, fitted), options),
      heads: detectorHeads(fitted, options),
    };
  },
  evaluator: (_, { labels }) => boxEvaluator(labels),
  labels: ({ labels }) => labels,
  describe: ({ size, labels }) =>
    `images of ${size.width} x ${size.height}, ${labels.length} classes of boxes`,
  export: (source, fitted, state) => exportDetector(detectorOptions(source, fitted.labels), fitted, state),
};
