/**
 * @file Lays a directed graph without cycles out in layers, from top to bottom: each box below all that lead to it
 * (longest paths), boxes of a layer ordered by the mean place of their neighbors, so that few arrows cross
 * (Sugiyama, Tagawa and Toda 1981).
 */

export interface Sized {
  readonly id: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly from: string;
  readonly to: string;
}

export interface Spot extends Sized {
  /** The left upper corner. */
  readonly x: number;
  readonly y: number;
}

export interface Layout<L extends Link> {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Spot>;
  /** From the lower edge of one box to the upper edge of the other, around what stands between. */
  readonly routes: readonly { readonly link: L; readonly points: readonly (readonly [number, number])[] }[];
}

/** Pixels between boxes of a layer, and between layers. */
const GAP = 20;
const RISE = 36;
const SWEEPS = 12;

/** A box, or a place where a long arrow passes a layer. */
interface Item extends Sized {
  readonly layer: number;
  readonly above: Item[];
  readonly below: Item[];
  /** Of its middle. */
  x: number;
}

/** @param boxes with `links` only from earlier to later ones */
export function layered<L extends Link>(boxes: readonly Sized[], links: readonly L[]): Layout<L> {
  const layers = layersOf(boxes, links);
  const items = new Map(boxes.map((box) => [box.id, itemOf(box, layers.get(box.id) ?? 0)]));
  const rows: Item[][] = [];
  for (const item of items.values()) (rows[item.layer] ??= []).push(item);
  const chains = links.map((link) => {
    const [from, to] = [items.get(link.from), items.get(link.to)];
    return { link, chain: from && to ? chainOf(from, to, rows) : [] };
  });
  order(rows);
  place(rows);
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2));
  for (const item of rows.flat()) item.x -= left;
  const tops = topsOf(rows);
  const spots = new Map(
    Array.from(items, ([id, item]) => [
      id,
      { id, width: item.width, height: item.height, x: item.x - item.width / 2, y: tops[item.layer] ?? 0 },
    ]),
  );
  return {
    width: Math.max(0, ...rows.flat().map(({ x, width }) => x + width / 2)),
    height: Math.max(0, ...Array.from(spots.values(), ({ y, height }) => y + height)),
    boxes: spots,
    routes: chains.map(({ link, chain }) => ({ link, points: pointsOf(chain, tops) })),
  };
}

function itemOf({ id, width, height }: Sized, layer: number): Item {
  return { id, width, height, layer, above: [], below: [], x: 0 };
}

/** A box stands one layer below the lowest that leads to it; one that nothing leads to, right above where it leads. */
function layersOf(boxes: readonly Sized[], links: readonly Link[]): ReadonlyMap<string, number> {
  const layers = new Map<string, number>();
  const into = Map.groupBy(links, ({ to }) => to);
  const outOf = Map.groupBy(links, ({ from }) => from);
  for (const { id } of boxes) {
    const above = (into.get(id) ?? []).map(({ from }) => layers.get(from) ?? 0);
    layers.set(id, Math.max(-1, ...above) + 1);
  }
  for (const { id } of boxes) {
    const below = (outOf.get(id) ?? []).map(({ to }) => layers.get(to) ?? 0);
    if (!into.has(id) && below.length > 0) layers.set(id, Math.max(0, Math.min(...below) - 1));
  }
  return layers;
}

/** The items that a link goes through; new ones where it passes a layer. */
function chainOf(from: Item, to: Item, rows: Item[][]): readonly Item[] {
  const chain = [from];
  for (let layer = from.layer + 1; layer < to.layer; layer++) {
    const passing = itemOf({ id: '', width: 8, height: 0 }, layer);
    rows[layer]?.push(passing);
    chain.push(passing);
  }
  chain.push(to);
  for (const [index, item] of chain.slice(1).entries()) {
    chain[index]?.below.push(item);
    item.above.push(chain[index] ?? from);
  }
  return chain;
}

/** Orders each row by the mean place of the neighbors above, then below, again and again. */
function order(rows: Item[][]): void {
  for (const row of rows) for (const [index, item] of row.entries()) item.x = index;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed()) {
      const means = new Map(row.map((item) => [item, meanOf(down ? item.above : item.below, item.x)]));
      row.sort((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0));
      for (const [index, item] of row.entries()) item.x = index;
    }
  }
}

/** Moves each item towards its neighbors as far as the order and the gaps of its row allow. */
function place(rows: readonly Item[][]): void {
  for (const row of rows)
    spread(
      row,
      row.map(() => 0),
    );
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const down = sweep % 2 === 0;
    for (const row of down ? rows : rows.toReversed())
      spread(
        row,
        row.map((item) => meanOf(down ? item.above : item.below, item.x)),
      );
  }
}

/** The mean of the places pushed to the right and of those pushed to the left keeps order and gaps as both do. */
function spread(row: readonly Item[], wanted: readonly number[]): void {
  const apart = (index: number) => ((row[index - 1]?.width ?? 0) + (row[index]?.width ?? 0)) / 2 + GAP;
  const right: number[] = [];
  for (const [index, x] of wanted.entries())
    right.push(index === 0 ? x : Math.max(x, (right[index - 1] ?? 0) + apart(index)));
  const left = [...wanted];
  for (let index = row.length - 2; index >= 0; index--)
    left[index] = Math.min(left[index] ?? 0, (left[index + 1] ?? 0) - apart(index + 1));
  for (const [index, item] of row.entries()) item.x = ((right[index] ?? 0) + (left[index] ?? 0)) / 2;
}

function meanOf(items: readonly Item[], none: number): number {
  return items.length === 0 ? none : items.reduce((sum, { x }) => sum + x, 0) / items.length;
}

function topsOf(rows: readonly Item[][]): readonly number[] {
  const tops: number[] = [];
  let top = 0;
  for (const row of rows) {
    tops.push(top);
    top += Math.max(...row.map(({ height }) => height)) + RISE;
  }
  return tops;
}

function pointsOf(chain: readonly Item[], tops: readonly number[]): readonly (readonly [number, number])[] {
  return chain.flatMap((item, index): readonly (readonly [number, number])[] => {
    const top = tops[item.layer] ?? 0;
    if (index === 0) return [[item.x, top + item.height]];
    if (index === chain.length - 1) return [[item.x, top]];
    return [
      [item.x, top],
      [item.x, (tops[item.layer + 1] ?? top) - RISE],
    ];
  });
}

/** A path in SVG's language that leaves and arrives upright. */
export function curveOf(points: readonly (readonly [number, number])[]): string {
  const [first = [0, 0], ...rest] = points;
  const parts = rest.map(([x, y], index) => {
    const [fromX, fromY] = points[index] ?? first;
    const middle = (fromY + y) / 2;
    return `C${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
  });
  return `M${first[0]} ${first[1]}${parts.join('')}`;
}
