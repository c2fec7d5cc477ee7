/** @file Curves as they were drawn last, so that whoever looks at the same runs again does not wait for their points to be unpacked. */

/** Curves that are kept; of 100 runs 20 metrics. One takes 3 to 13 kB. */
const MOST_KEPT = 2000;
/** Ways of one curve: along steps, along time, a stretch of it. */
const MOST_WAYS = 4;

/** The least recently read goes first. */
export class KeptCurves<Drawn extends object> {
  readonly #curves = new Map<string, Map<string, Drawn>>();

  /** @param way how the curve is drawn @param draw asked for where it is not kept */
  get(curve: string, way: string, draw: () => Drawn): Drawn {
    const ways = this.#curves.get(curve) ?? new Map<string, Drawn>();
    const drawn = ways.get(way) ?? draw();
    renew(ways, { key: way, value: drawn, most: MOST_WAYS });
    renew(this.#curves, { key: curve, value: ways, most: MOST_KEPT });
    return drawn;
  }

  forget(curve: string): void {
    this.#curves.delete(curve);
  }
}

/** Puts an entry at the end, and takes the first ones away until there are `most`. */
function renew<Value>(
  map: Map<string, Value>,
  { key, value, most }: { key: string; value: Value; most: number },
): void {
  map.delete(key);
  map.set(key, value);
  for (const first of map.keys()) {
    if (map.size <= most) return;
    map.delete(first);
  }
}
