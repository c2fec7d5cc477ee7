/** @file The image that comes next, loaded and decoded before it is asked for. */

/** Kept, so that what was decoded stays until it is shown. */
let ahead: { readonly href: string; readonly image: HTMLImageElement } | undefined;

/** Decodes the image at an address off the main thread; the one told before is let go. */
export function decodeAhead(href: string): void {
  if (ahead?.href === href) return;
  const image = new Image();
  image.src = href;
  // What is wrong with it is told when it is shown.
  image.decode().catch(() => undefined);
  ahead = { href, image };
}
