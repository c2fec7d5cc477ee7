/** @file Images and labels as bare bytes: the IDX files of MNIST (LeCun, Cortes and Burges) and CIFAR-10's binary version (Krizhevsky). */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Pixels } from './png.ts';

/** Many images of one size, and the number of each one's class; -1 where it is not known. */
export interface PixelFile {
  readonly count: number;
  pixels(index: number): Pixels;
  classOf(index: number): number;
}

const IMAGES_MAGIC = 0x0803;
const LABELS_MAGIC = 0x0801;
const CIFAR_SIDE = 32;
const CIFAR_PLANE = CIFAR_SIDE * CIFAR_SIDE;
const CIFAR_RECORD = 1 + 3 * CIFAR_PLANE;

/**
 * `idx3-ubyte`: magic 0x0803, count, rows, columns as big-endian 32-bit numbers, then a byte a pixel.
 *
 * @param labels the `idx1-ubyte` file that goes with it: magic 0x0801, count, then a byte a label
 * @throws AppError `datasets.badPixelFile`
 */
export function readIdx(name: string, images: Buffer, labels: Buffer | null): PixelFile {
  const wrong = (why: string) => new AppError('datasets.badPixelFile', { file: name, why });
  if (images.length < 16 || images.readUInt32BE(0) !== IMAGES_MAGIC)
    throw wrong('it does not begin as an idx3-ubyte file does');
  const [count, height, width] = [4, 8, 12].map((at) => images.readUInt32BE(at)) as [number, number, number];
  const size = width * height;
  if (size === 0 || count * size !== images.length - 16)
    throw wrong(
      `its header announces ${count} images of ${width} x ${height}, but its length does not match`,
    );
  if (labels && (labels.length < 8 || labels.readUInt32BE(0) !== LABELS_MAGIC))
    throw wrong('its labels are not an idx1-ubyte file');
  if (labels && (labels.readUInt32BE(4) !== count || labels.length !== count + 8))
    throw wrong(`there are ${count} images but ${labels.length - 8} labels`);
  return {
    count,
    pixels: (index) => ({
      width,
      height,
      channels: 1,
      data: images.subarray(16 + index * size, 16 + (index + 1) * size),
    }),
    classOf: (index) => labels?.[8 + index] ?? -1,
  };
}

/**
 * Records of 3,073 bytes: the class, then 32 x 32 pixels as a plane each of red, green and blue.
 *
 * @throws AppError `datasets.badPixelFile`
 */
export function readCifar(name: string, bytes: Buffer): PixelFile {
  if (bytes.length === 0 || bytes.length % CIFAR_RECORD !== 0)
    throw new AppError('datasets.badPixelFile', {
      file: name,
      why: `its length is not a multiple of ${CIFAR_RECORD} bytes, the length of an image with its class`,
    });
  return {
    count: bytes.length / CIFAR_RECORD,
    classOf: (index) => bytes[index * CIFAR_RECORD]!,
    pixels(index) {
      const from = index * CIFAR_RECORD + 1;
      const data = new Uint8Array(3 * CIFAR_PLANE);
      for (let at = 0; at < CIFAR_PLANE; at++)
        for (let channel = 0; channel < 3; channel++)
          data[at * 3 + channel] = bytes[from + channel * CIFAR_PLANE + at]!;
      return { width: CIFAR_SIDE, height: CIFAR_SIDE, channels: 3, data };
    },
  };
}
