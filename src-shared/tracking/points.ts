/** @file Points of a curve as the workbench sends very many of them: x0, y0, x1, y1, … as bytes in base64. */

/** @param base64 of numbers of 64 bits, little-endian as in memory on every machine that Lathe runs on */
export function pointsOf(base64: string): [x: number, y: number][] {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  const numbers = new Float64Array(bytes.buffer);
  return Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]);
}
