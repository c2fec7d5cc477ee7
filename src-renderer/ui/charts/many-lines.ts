/**
 * @file Very many curves as one series of ECharts. A series has a model, a view and a layout of its own: a hundred of them take
 * longer to set up than all their lines to draw.
 */
import type { LineChartData, LineSeries } from './line-data.ts';
import type { ChartTheme } from './theme.ts';

type Point = readonly [x: number, y: number];

/** From so many curves on they are one series; their names are read under the pointer, no longer in a legend. */
export const MANY = 25;

/** Pixels. Where no GPU draws, a line that is wider takes eight times as long, longer than all else together. */
const LINE_WIDTH = 1;

/** Stretches of the horizontal axis whose extreme values the vertical axis follows. */
const STRETCHES = 120;

/** What ECharts gives to what draws an item; its own types say `any` of most of it. */
interface Drawing {
  coord(point: Point): number[];
}

/** The series of an option, and a tooltip that names the curve under the pointer. */
export function manyLines(data: LineChartData, theme: ChartTheme): Record<string, unknown> {
  const lines = data.series.map((line) => ({ ...line, points: drawable(line, data) }));
  const colorOf = (at: number): string => theme.series[(lines[at]?.color ?? at) % 8]!;
  return {
    legend: { show: false },
    tooltip: {
      trigger: 'item',
      transitionDuration: 0,
      confine: true,
      // Plain text, so that no name is read as markup.
      renderMode: 'richText',
      backgroundColor: theme.raised,
      borderColor: theme.line,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: { color: theme.text, fontSize: 12 },
      formatter: ({ dataIndex }: { dataIndex: number }) => nameOf(lines[dataIndex], data.format),
    },
    series: [
      {
        // Not seen: the axes span it, also while a part is zoomed into.
        type: 'line',
        data: extremesOf(lines.flatMap(({ points }) => points)),
        showSymbol: false,
        silent: true,
        lineStyle: { opacity: 0 },
        emphasis: { disabled: true },
      },
      {
        type: 'custom',
        clip: true,
        // Its numbers are places in the list of curves, none of an axis.
        encode: { x: -1, y: -1 },
        data: lines.map(({ name }, at) => ({ name, value: [at] })),
        renderItem: ({ dataIndex: at }: { dataIndex: number }, { coord }: Drawing) => ({
          ...drawn((lines[at]?.points ?? []).map(coord), { color: colorOf(at), dashed: lines[at]?.dashed }),
          ...(data.highlight && {
            emphasis: { style: { lineWidth: 2.5 } },
            focus: 'self',
            blur: { style: { opacity: 0.12 } },
          }),
        }),
      },
    ],
  };
}

interface Pen {
  readonly color: string;
  readonly dashed: boolean | undefined;
}

/** A line through places in pixels; where it has one place only, a dot. */
function drawn(points: readonly number[][], { color, dashed }: Pen): Record<string, unknown> {
  const [cx, cy] = points[0] ?? [];
  if (points.length === 1) return { type: 'circle', shape: { cx, cy, r: 2 }, style: { fill: color } };
  const style = { fill: 'none', stroke: color, lineWidth: LINE_WIDTH, lineDash: dashed ? [4, 3] : null };
  return { type: 'polyline', shape: { points }, style };
}

/** Points that have a place on the axes: a logarithm has only what is above 0. */
function drawable({ points }: LineSeries, { log, logX }: LineChartData): readonly Point[] {
  return log || logX ? points.filter(([x, y]) => (!logX || x > 0) && (!log || y > 0)) : points;
}

/** The name, and where its curve ends. */
function nameOf(line: LineSeries | undefined, format: (value: number) => string): string {
  const last = line?.points.at(-1);
  return [line?.name ?? '', ...(last ? [format(last[1])] : [])].join('  ');
}

/** The least and the greatest point of each stretch, and the first and the last of all, in order of x. */
export function extremesOf(points: readonly Point[]): Point[] {
  let [first, last] = [points[0], points[0]];
  if (!first || !last) return [];
  for (const point of points) {
    if (point[0] < first[0]) first = point;
    if (point[0] > last[0]) last = point;
  }
  const start = first[0];
  const width = (last[0] - start) / STRETCHES || 1;
  const least: Point[] = [];
  const greatest: Point[] = [];
  for (const point of points) {
    const at = Math.min(STRETCHES - 1, Math.floor((point[0] - start) / width));
    if (!least[at] || point[1] < least[at][1]) least[at] = point;
    if (!greatest[at] || point[1] > greatest[at][1]) greatest[at] = point;
  }
  return [first, ...Object.values(least), ...Object.values(greatest), last].toSorted((a, b) => a[0] - b[0]);
}
