/** @file A model's output as parts of what it was asked: spans of a text, boxes on an image, classes of its pixels. */
import { uncertaintyOfPixels } from '../../../src-shared/evaluation/uncertainty.ts';
import { spansIn, spansUncertainty, tagNames } from '../../text/index.ts';
import { detectionsOf } from '../../images/index.ts';
import type { Answer } from './answers.ts';
import type { PixelSize, Numbers, SeenRow } from './rows.ts';
import type { TensorInfo } from './tensors.ts';

/** The spans that `scores` `[N, tokens, tags]` say, or why there are none. @param isConfident whether it is said how unsure they are */
export function spans(
  outputs: readonly TensorInfo[],
  labels: readonly string[],
  isConfident = false,
): Answer | string {
  const output = outputs.find(({ name, datatype }) => name === 'scores' && datatype === 'FP32');
  const [, length = -1, tags = -1] = output?.shape ?? [];
  if (!output || length < 1 || tags !== tagNames(labels).length) return 'gives no scores [N, tokens, tags]';
  return {
    outputs: [{ name: output.name, width: length * tags }],
    read(numbers, rows) {
      const texts = rows.map(({ text = '' }) => text);
      const own = rows.map((_, row) => Float32Array.from(part(numbers, row, length * tags)));
      const sizes = { labels, length };
      return {
        task: 'tag',
        classes: labels,
        texts,
        spans: texts.map((text, row) => spansIn(text, own[row]!, sizes)),
        ...(isConfident && {
          uncertainties: texts.map((text, row) => spansUncertainty(text, own[row]!, sizes)),
        }),
      };
    },
  };
}

/** The boxes of `scores` and `classes` `[N, boxes]` and `boxes` `[N, boxes, 4]`, or why there are none. @param size that images are brought to */
export function boxes(
  outputs: readonly TensorInfo[],
  labels: readonly string[],
  size: PixelSize | null,
): Answer | string {
  const [scores, classes, areas] = ['scores', 'classes', 'boxes'].map((wanted) =>
    outputs.find(({ name }) => name === wanted),
  );
  const count = scores?.shape[1] ?? -1;
  if (!classes || areas?.shape[2] !== 4 || count < 1 || !size || labels.length === 0)
    return 'gives no scores, classes and boxes of images';
  return boxesOf(labels, size, count);
}

/** The boxes of scores, classes and areas that stand one behind the other. */
export function boxesOf(labels: readonly string[], size: PixelSize, count: number): Answer {
  return {
    outputs: [
      { name: 'scores', width: count },
      { name: 'classes', width: count },
      { name: 'boxes', width: 4 * count },
    ],
    read(numbers, rows) {
      const sizes = rows.map((row) => row.size ?? size);
      const found = rows.map((_, row) => {
        const own = part(numbers, row, 6 * count);
        const parts = {
          scores: own.subarray(0, count),
          classes: own.subarray(count, 2 * count),
          areas: own.subarray(2 * count),
        };
        return scaled(detectionsOf(parts, { labels, count }), size, sizes[row]!);
      });
      return { task: 'detect', classes: labels, boxes: found, sizes };
    },
  };
}

/** In the pixels of another size. */
function scaled(found: ReturnType<typeof detectionsOf>, from: PixelSize, to: PixelSize) {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return found.map(({ x, y, width, height, ...rest }) => {
    return { ...rest, x: x * across, y: y * down, width: width * across, height: height * down };
  });
}

/**
 * The classes of pixels that `mask` `[N, height, width]` says, or why there are none. @param isConfident whether how sure
 * they are is read, too, from `probabilities` `[N, height, width, 1 + labels]` where the file gives them
 */
export function masks(
  outputs: readonly TensorInfo[],
  labels: readonly string[],
  isConfident = false,
): Answer | string {
  const output = outputs.find(({ name }) => name === 'mask');
  const [, height = -1, width = -1] = output?.shape ?? [];
  if (!output || height < 1 || width < 1 || labels.length === 0) return 'gives no mask [N, height, width]';
  const size = { width, height };
  const [pixels, classes] = [width * height, labels.length + 1];
  const sure = outputs.find(({ name, shape }) => name === 'probabilities' && shape[3] === classes);
  const reads = isConfident && sure !== undefined;
  const all = pixels * (reads ? 1 + classes : 1);
  return {
    outputs: [
      { name: output.name, width: pixels },
      ...(reads ? [{ name: sure.name, width: pixels * classes }] : []),
    ],
    read(numbers, rows: readonly SeenRow[]) {
      const own = rows.map((_, row) => part(numbers, row, all));
      const maps = own.map((each) => Uint8Array.from(each.subarray(0, pixels)));
      return {
        task: 'segment',
        classes: labels,
        size,
        maps,
        ...(reads && {
          confidences: own.map((each, row) => meansOf(maps[row]!, each.subarray(pixels), labels.length)),
          uncertainties: own.map((each) => uncertaintyOfPixels(each.subarray(pixels), classes)),
        }),
        sizes: rows.map((row) => row.size ?? size),
      };
    },
  };
}

/** The mean probability of the pixels of each label; 0 for one that no pixel has. */
function meansOf(map: Uint8Array, probabilities: Numbers, labels: number): number[] {
  const [sums, counts] = [new Float64Array(labels + 1), new Float64Array(labels + 1)];
  for (const [pixel, label] of map.entries()) {
    sums[label]! += probabilities[pixel * (labels + 1) + label]!;
    counts[label]! += 1;
  }
  return Array.from({ length: labels }, (_, at) => sums[at + 1]! / Math.max(1, counts[at + 1]!));
}

/** The numbers of one row. */
function part(numbers: Numbers, row: number, width: number): Numbers {
  return numbers.subarray(row * width, (row + 1) * width);
}
