/** @file Draws resources/icons from icon.svg with Chromium: PNG in all sizes, ICO for Windows, ICNS for macOS. */
import { chromium } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './product.ts';

const FOLDER = path.join(ROOT, 'resources', 'icons');
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];

/** The types of an ICNS file that hold PNG, by size in pixels. */
const ICNS_TYPES: Readonly<Record<number, string>> = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

export interface Image {
  /** Width and height in pixels. */
  readonly size: number;
  readonly png: Buffer;
}

/** A Windows icon: a directory of PNG images up to 256 pixels. */
export function toIco(images: readonly Image[]): Buffer {
  const fitting = images.filter(({ size }) => size <= 256);
  const head = Buffer.alloc(6 + 16 * fitting.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(fitting.length, 4);
  let offset = head.length;
  fitting.forEach(({ size, png }, i) => {
    const entry = 6 + 16 * i;
    // 256 is written as 0.
    head.writeUInt8(size % 256, entry);
    head.writeUInt8(size % 256, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(png.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...fitting.map(({ png }) => png)]);
}

/** A macOS icon: chunks of a type, a length that counts the chunk's head, and a PNG image. */
export function toIcns(images: readonly Image[]): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(8 + data.length, 4);
    return Buffer.concat([head, data]);
  };
  const chunks = images.flatMap(({ size, png }) => {
    const type = ICNS_TYPES[size];
    return type === undefined ? [] : [chunk(type, png)];
  });
  return chunk('icns', Buffer.concat(chunks));
}

async function draw(svg: string): Promise<Image[]> {
  const system = '/usr/bin/chromium';
  const browser = await chromium.launch({
    ...(existsSync(system) && { executablePath: system }),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  const images: Image[] = [];
  for (const size of SIZES) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    images.push({ size, png: await page.screenshot({ omitBackground: true }) });
    await page.close();
  }
  await browser.close();
  return images;
}

if (import.meta.main) {
  const images = await draw(readFileSync(path.join(FOLDER, 'icon.svg'), 'utf8'));
  mkdirSync(path.join(FOLDER, 'png'), { recursive: true });
  for (const { size, png } of images) writeFileSync(path.join(FOLDER, 'png', `${size}x${size}.png`), png);
  writeFileSync(path.join(FOLDER, 'icon.png'), images.find(({ size }) => size === 256)?.png ?? '');
  writeFileSync(path.join(FOLDER, 'icon.ico'), toIco(images));
  writeFileSync(path.join(FOLDER, 'icon.icns'), toIcns(images));
}
