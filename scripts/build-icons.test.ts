import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { toIcns, toIco, type Image } from './build-icons.ts';
import { ROOT } from './product.ts';

const icons = path.join(ROOT, 'resources', 'icons');
const images: Image[] = [16, 32, 48, 64, 128, 256, 512, 1024].map((size) => ({
  size,
  png: readFileSync(path.join(icons, 'png', `${size}x${size}.png`)),
}));

it('keeps images of the size that their names say', () => {
  for (const { size, png } of images)
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
});

it('keeps an ICO and an ICNS made of these images', () => {
  expect(readFileSync(path.join(icons, 'icon.ico')).equals(toIco(images))).toBe(true);
  expect(readFileSync(path.join(icons, 'icon.icns')).equals(toIcns(images))).toBe(true);
});

it('points each entry of an ICO at its image', () => {
  const ico = toIco(images);
  expect(ico.readUInt16LE(4)).toBe(6);
  for (let i = 0; i < 6; i++) {
    const [bytes, offset] = [ico.readUInt32LE(6 + 16 * i + 8), ico.readUInt32LE(6 + 16 * i + 12)];
    expect(ico.subarray(offset, offset + bytes).equals(images[i]!.png)).toBe(true);
  }
});
