/** @file The whole chart on paper: every row and the whole span of the plan, as images of a page each, without the window. */
import { DAY, type CivilMinutes } from '../../../src-shared/planning/engine/index.ts';
import { readTheme } from '../../ui/charts/theme.ts';
import { dayFormat } from '../work/days.ts';
import { draw, HEAD, ROW, type Scene } from './draw.ts';
import { PIXELS, type Scale, type Zoom } from './scale.ts';

/** CSS pixels of an image, in the shape of A4 across. */
const PAGE = { width: 1480, names: 300, rows: 34 };
const SHARPNESS = 2;
/** Room before the first and behind the last day. */
const DAYS_BEFORE = 1;
const DAYS_AFTER = 6;

/** The span of a plan on one page across, in the zoom whose words fit. */
export function printScale(from: CivilMinutes, to: CivilMinutes): Scale {
  const first = Math.floor(from / DAY) - DAYS_BEFORE;
  const days = Math.max(14, Math.ceil(to / DAY) - first + DAYS_AFTER);
  const pixels = (PAGE.width - PAGE.names) / days;
  const zoom: Zoom = pixels >= PIXELS.day * 0.6 ? 'day' : pixels >= PIXELS.week * 0.5 ? 'week' : 'month';
  return { zoom, pixels, first, days };
}

/** The first row of each page. */
export const pageStarts = (rows: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.ceil(rows / PAGE.rows)) }, (_, page) => page * PAGE.rows);

export interface Printed extends Pick<
  Scene,
  'rows' | 'links' | 'today' | 'isWorkday' | 'baseline' | 'path' | 'selected'
> {
  readonly title: string;
  readonly from: CivilMinutes;
  readonly to: CivilMinutes;
  readonly language: 'en' | 'zh';
}

/** Prints the chart alone. @returns once the dialog of the system is closed */
export async function printChart(of: Printed): Promise<void> {
  const paper = document.createElement('div');
  paper.className = 'timeline-paper';
  // Paper is white, whatever the window is.
  paper.style.colorScheme = 'light';
  document.body.append(paper);
  try {
    const heading = document.createElement('h1');
    heading.textContent = of.title;
    paper.append(heading);
    const theme = readTheme(paper);
    const scale = printScale(of.from, of.to);
    for (const start of pageStarts(of.rows.length)) {
      const image = document.createElement('img');
      image.src = pageOf(of, { theme, scale, start });
      image.alt = of.title;
      paper.append(image);
      await image.decode();
    }
    window.print();
  } finally {
    paper.remove();
  }
}

function pageOf(
  of: Printed,
  { theme, scale, start }: Pick<Scene, 'theme' | 'scale'> & { start: number },
): string {
  const rows = Math.min(PAGE.rows, of.rows.length - start);
  const height = HEAD + rows * ROW;
  const canvas = document.createElement('canvas');
  canvas.width = PAGE.width * SHARPNESS;
  canvas.height = height * SHARPNESS;
  const context = canvas.getContext('2d')!;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, PAGE.width, height);
  context.save();
  context.translate(PAGE.names, 0);
  const isYears = scale.zoom === 'month';
  const minor =
    scale.zoom === 'day' ? ({ day: 'numeric' } as const) : ({ day: 'numeric', month: 'short' } as const);
  draw(context, {
    ...of,
    theme,
    scale,
    left: 0,
    top: start * ROW,
    width: PAGE.width - PAGE.names,
    height,
    ghost: undefined,
    sayMajor: dayFormat(of.language, isYears ? { year: 'numeric' } : { month: 'long', year: 'numeric' }),
    sayMinor: dayFormat(of.language, isYears ? { month: 'short' } : minor),
  });
  context.restore();
  drawNames(context, of, { theme, start, rows });
  return canvas.toDataURL('image/png');
}

function drawNames(
  context: CanvasRenderingContext2D,
  { rows }: Printed,
  { theme, start, rows: count }: Pick<Scene, 'theme'> & { start: number; rows: number },
): void {
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const [at, { title, depth, shape }] of rows.slice(start, start + count).entries()) {
    const x = 4 + depth * 14;
    context.font = `${shape === 'summary' ? '600 ' : ''}12px ${theme.font}`;
    context.fillStyle = theme.text;
    const text = shape === 'milestone' ? `◆ ${title}` : title;
    context.fillText(fitted(context, text, PAGE.names - x - 12), x, HEAD + at * ROW + ROW / 2);
    context.fillStyle = theme.line;
    context.fillRect(0, HEAD + (at + 1) * ROW - 1, PAGE.names, 1);
  }
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('')}…`;
}
