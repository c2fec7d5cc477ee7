/** What the programs that make sample data promise: marks that fit, boxes around what is seen, the same bytes each time. */
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { parts, PARTS, partsImages, SIDE } from './parts.ts';
import { grayPng } from './png.ts';
import { customerRequests, REQUEST_LABELS } from './requests.ts';
import { TOPICS, topicReviews } from './topics.ts';

it('requests: 1,200 different texts, each with its marks in order and apart, and every label often enough', () => {
  const requests = customerRequests();
  expect(new Set(requests.map(({ text }) => text)).size).toBe(1200);
  const counts = new Map<string, number>();
  for (const { text, entities } of requests) {
    let last = 0;
    for (const [start, end, label] of entities) {
      expect(start).toBeGreaterThanOrEqual(last);
      const marked = text.slice(start, end);
      expect(marked).toBe(marked.trim());
      expect(marked).not.toBe('');
      counts.set(label, (counts.get(label) ?? 0) + 1);
      last = end;
    }
  }
  for (const label of REQUEST_LABELS) expect(counts.get(label), label).toBeGreaterThan(200);
  // A text without any is an answer too.
  expect(requests.filter(({ entities }) => entities.length === 0).length).toBeGreaterThan(20);
  expect(customerRequests()).toEqual(requests);
});

it('reviews: 2,000 different texts, of none to three topics', () => {
  const reviews = topicReviews();
  expect(new Set(reviews.map(({ text }) => text)).size).toBe(2000);
  const sizes = Map.groupBy(reviews, ({ labels }) => labels.length);
  expect([...sizes.keys()].sort()).toEqual([0, 1, 2, 3]);
  for (const topic of TOPICS)
    expect(reviews.filter(({ labels }) => labels.includes(topic)).length, topic).toBeGreaterThan(300);
  expect(topicReviews()).toEqual(reviews);
});

it('parts: every box lies in its image, and each part is labeled often enough', () => {
  const images = partsImages(60);
  for (const { boxes } of images)
    for (const { x, y, width, height } of boxes) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(SIDE);
    }
  const names = images.flatMap(({ boxes }) => boxes.map(({ name }) => name));
  for (const part of PARTS) expect(names.filter((name) => name === part).length).toBeGreaterThan(20);
  const coco = JSON.parse(parts().boxes.toString()) as {
    images: unknown[];
    annotations: { bbox: number[] }[];
  };
  expect(coco.images).toHaveLength(480);
  const { boxes } = images[0]!;
  expect(coco.annotations.slice(0, boxes.length).map(({ bbox }) => bbox)).toEqual(
    boxes.map(({ x, y, width, height }) => [x, y, width, height]),
  );
});

it('a PNG holds the very pixels that were given', async () => {
  const levels = Uint8Array.from({ length: 300 * 500 }, (_, at) => (at * 7) % 16);
  const { data, info } = await sharp(grayPng(levels, 300, 500))
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([300, 500, 1]);
  expect([...data.subarray(0, 1000)]).toEqual([...levels.subarray(0, 1000)].map((level) => level * 17));
  expect(Buffer.compare(data, Buffer.from(levels.map((level) => level * 17)))).toBe(0);
});
