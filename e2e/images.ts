/** @file Images of real sizes for browser tests: each has a corner of another color, so that one sees when one is cut. */
import { expect, type Page } from '@playwright/test';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Client } from '../src-shared/contract.ts';
import { caseFile } from '../src-main/cases.fixture.ts';
import { jobDone } from './rpc.ts';

/** By name: width and height as they are seen. */
export const SIZES: Readonly<Record<string, readonly [width: number, height: number]>> = {
  'a-photo.jpg': [1600, 1067],
  'b-landscape.jpg': [4000, 3000],
  'c-portrait.jpg': [1067, 1600],
  'd-panorama.jpg': [6000, 900],
  'e-rotated.jpg': [1067, 1600],
  'f-icon.png': [20, 20],
  'g-tall.png': [300, 4000],
};

/** A blank with a corner of another color in each corner, as SVG. */
export function drawing([width, height]: readonly [number, number]): Buffer {
  const [w, h] = [width / 8, height / 8];
  const corner = (x: number, y: number, fill: string) =>
    `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`;
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="${width}" height="${height}" fill="#ddd"/>
    <ellipse cx="${width / 2}" cy="${height / 2}" rx="${width / 3}" ry="${height / 3}" fill="#9bc"/>
    ${corner(0, 0, 'red')}${corner(width - w, 0, 'green')}
    ${corner(0, height - h, 'blue')}${corner(width - w, height - h, 'black')}</svg>`);
}

/** Writes the images into class folders of `folder`, and imports them. @returns the dataset */
export async function importImages(client: Client, folder: string): Promise<string> {
  const images = path.join(folder, 'photos');
  for (const name of ['near', 'far']) mkdirSync(path.join(images, name), { recursive: true });
  for (const [i, [name, size]] of Object.entries(SIZES).entries()) {
    const file = path.join(images, i % 2 ? 'far' : 'near', name);
    if (name === 'a-photo.jpg') cpSync(caseFile('photos/IMG_0000.JPG'), file);
    else writeFileSync(file, await encoded(name, size));
  }
  const source = { kind: 'path', path: images } as const;
  const { dataset, job } = await client.datasets.import({ source, kind: 'image', name: 'photos' });
  await jobDone(client, job);
  return dataset;
}

/** A camera that was held upright writes a wide image, and how it is to be turned. */
function encoded(name: string, size: readonly [number, number]): Promise<Buffer> {
  const image = sharp(drawing(size));
  if (name.endsWith('.png')) return image.png().toBuffer();
  if (name !== 'e-rotated.jpg') return image.jpeg().toBuffer();
  return image.rotate(270).jpeg().withMetadata({ orientation: 6 }).toBuffer();
}

/** The image is in its frame and the frame in the window; its corners are seen, with nothing over them. */
export async function expectWhole(page: Page, [width, height]: readonly [number, number]): Promise<void> {
  const image = page.getByTestId('image');
  await expect(image).toHaveJSProperty('naturalWidth', width);
  await expect(image).toHaveJSProperty('complete', true);
  await expect(async () => {
    const seen = await image.evaluate((element) => {
      const { ownerDocument: page } = element;
      const { clientWidth, clientHeight } = page.documentElement;
      const box = element.getBoundingClientRect();
      const inset = Math.min(2, box.width / 4, box.height / 4);
      const corners = [
        [box.left + inset, box.top + inset],
        [box.right - inset, box.top + inset],
        [box.left + inset, box.bottom - inset],
        [box.right - inset, box.bottom - inset],
      ] as const;
      const viewer = element.closest('[data-testid="viewer"]')!.getBoundingClientRect();
      return {
        box: [box.width, box.height] as const,
        corners: corners.filter(([x, y]) => page.elementFromPoint(x, y) === element).length,
        viewer:
          viewer.left >= 0 && viewer.top >= 0 && viewer.right <= clientWidth && viewer.bottom <= clientHeight,
        scrolls: [...page.querySelectorAll('main, .pane, .panes')].some(
          (part) => part.scrollWidth > part.clientWidth + 1,
        ),
      };
    });
    expect(seen).toMatchObject({ corners: 4, viewer: true, scrolls: false });
    expect(seen.box[0] / seen.box[1]).toBeCloseTo(width / height, 1);
    expect(Math.max(...seen.box), 'an image is not lost in a blank').toBeGreaterThan(200);
  }).toPass();
}
