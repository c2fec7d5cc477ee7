/** @file Images, decoded off the main thread and kept a little while, so that the next one is there before it is asked for. */

/** The one at hand, the one before and the next. */
const MOST = 3;
const kept = new Map<string, Promise<ImageBitmap>>();

/** The image at an address, turned as its file says. Rejects where it cannot be read. */
export function bitmapOf(href: string): Promise<ImageBitmap> {
  const bitmap = kept.get(href) ?? load(href);
  // Told last, it is let go last.
  kept.delete(href);
  kept.set(href, bitmap);
  for (const old of [...kept.keys()].slice(0, -MOST)) void forget(old);
  return bitmap;
}

async function load(href: string): Promise<ImageBitmap> {
  try {
    const response = await fetch(href);
    if (!response.ok) throw new Error(`${response.status} for ${href}`);
    return await createImageBitmap(await response.blob());
  } catch (thrown) {
    kept.delete(href);
    throw thrown;
  }
}

async function forget(href: string): Promise<void> {
  const bitmap = kept.get(href);
  kept.delete(href);
  // One that could not be read holds nothing.
  await bitmap?.then(
    (each) => each.close(),
    () => undefined,
  );
}
