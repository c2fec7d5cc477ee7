/** @file Draws what is in sight of the timeline on a canvas. All of it each time: a screen holds few rows. */
import { DAY, type CivilDay, type CivilMinutes } from '../../../src-shared/planning/engine/index.ts';
import type { ChartTheme } from '../../ui/charts/theme.ts';
import type { TimelinePath } from './path.ts';
import type { Link, TimelineRow } from './rows.ts';
import { majorStart, ticksOf, xOf, type Scale } from './scale.ts';

export const ROW = 28;
export const HEAD = 40;

export interface Scene {
  readonly rows: readonly TimelineRow[];
  readonly links: readonly Link[];
  readonly scale: Scale;
  /** What is scrolled away, and the size of what is in sight, in pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly theme: ChartTheme;
  readonly today: CivilMinutes;
  readonly isWorkday: (day: CivilDay) => boolean;
  readonly baseline:
    ((id: string) => { readonly start: number; readonly finish: number } | undefined) | undefined;
  readonly selected: string | undefined;
  /** The driving path that is shown; its rows, outlines and links stand out. */
  readonly path: TimelinePath | undefined;
  /** The bar that is dragged, where it would stand. */
  readonly ghost:
    | { readonly id: string; readonly start: number; readonly finish: number; readonly says: string }
    | undefined;
  readonly sayMajor: (day: CivilDay) => string;
  readonly sayMinor: (day: CivilDay) => string;
}

const BAR = { top: 7, height: 13 };
const DIAMOND = 6;

/** @param canvas whose context is scaled to CSS pixels */
export function draw(context: CanvasRenderingContext2D, scene: Scene): void {
  const { width, height, theme, rows, top } = scene;
  context.clearRect(0, 0, width, height);
  const first = Math.max(0, Math.floor(top / ROW));
  const end = Math.min(rows.length, Math.ceil((top + height - HEAD) / ROW));
  context.save();
  context.beginPath();
  context.rect(0, HEAD, width, height - HEAD);
  context.clip();
  drawDays(context, scene);
  context.fillStyle = theme.tint;
  const selected = rows.findIndex(({ id }) => id === scene.selected);
  if (selected >= first && selected < end) context.fillRect(0, yOf(scene, selected), width, ROW);
  for (let index = first; index < end; index++)
    if (scene.path?.has.has(rows[index]!.id)) context.fillRect(0, yOf(scene, index), width, ROW);
  drawLinks(context, scene, { first, end });
  for (let index = first; index < end; index++) drawRow(context, scene, index);
  drawLine(context, scene, { at: scene.today, color: theme.accent });
  context.restore();
  drawHead(context, scene);
}

const xIn = (scene: Scene, moment: CivilMinutes) => xOf(scene.scale, moment) - scene.left;
const yOf = ({ top }: Scene, index: number) => HEAD + index * ROW - top;

function daysInSight({ scale, left, width }: Scene): { from: CivilDay; to: CivilDay } {
  return {
    from: scale.first + Math.max(0, Math.floor(left / scale.pixels)),
    to: scale.first + Math.ceil((left + width) / scale.pixels),
  };
}

function drawDays(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, theme, height, isWorkday } = scene;
  const { from, to } = daysInSight(scene);
  if (scale.zoom !== 'month') {
    context.fillStyle = theme.line;
    context.globalAlpha = 0.35;
    for (let day = from; day <= to; day++)
      if (!isWorkday(day)) context.fillRect(xIn(scene, day * DAY), HEAD, scale.pixels, height);
    context.globalAlpha = 1;
  }
  context.fillStyle = theme.line;
  for (const { day, isMajor } of ticksOf(scale, from, to))
    if (isMajor || scale.zoom !== 'day') context.fillRect(Math.round(xIn(scene, day * DAY)), HEAD, 1, height);
}

function drawHead(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, theme, width } = scene;
  const { from, to } = daysInSight(scene);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, HEAD);
  context.fillStyle = theme.line;
  context.fillRect(0, HEAD - 1, width, 1);
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const ticks = ticksOf(scale, from, to);
  const majors = ticks.filter(({ isMajor }) => isMajor).map(({ day }) => day);
  // The period in which the left edge lies is named there, until its successor pushes it out.
  const next = majors[0] === undefined ? Infinity : xIn(scene, majors[0] * DAY);
  const current = scene.sayMajor(majorStart(scale, from));
  context.fillStyle = theme.text;
  if (next > context.measureText(current).width + 16) context.fillText(current, 6, 11);
  for (const day of majors) context.fillText(scene.sayMajor(day), xIn(scene, day * DAY) + 6, 11);
  context.fillStyle = theme.muted;
  let free = -Infinity;
  for (const { day, isMajor } of ticks) {
    if (isMajor) continue;
    const x = xIn(scene, day * DAY);
    const text = scene.sayMinor(day);
    if (x + 2 < free) continue;
    context.fillText(text, x + 4, 29);
    free = x + context.measureText(text).width + 8;
  }
}

function drawLine(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { at, color }: { at: CivilMinutes; color: string },
): void {
  context.fillStyle = color;
  context.fillRect(Math.round(xIn(scene, at)), HEAD, 1.5, scene.height);
}

function drawRow(context: CanvasRenderingContext2D, scene: Scene, index: number): void {
  const { theme, ghost } = scene;
  const row = scene.rows[index]!;
  const y = yOf(scene, index);
  context.fillStyle = theme.line;
  context.globalAlpha = 0.5;
  context.fillRect(0, y + ROW - 1, scene.width, 1);
  context.globalAlpha = 1;
  drawBaseline(context, scene, { row, y });
  const at = row.scheduled;
  if (!at || at.start === null || at.finish === null) return;
  const moved = ghost?.id === row.id ? ghost : undefined;
  const [start, finish] = [xIn(scene, moved?.start ?? at.start), xIn(scene, moved?.finish ?? at.finish)];
  drawSlack(context, scene, { row, y });
  if (row.due !== undefined) drawDue(context, scene, { row, y });
  context.fillStyle = at.critical ? theme.bad : theme.accent;
  if (row.shape === 'milestone') drawDiamond(context, { x: start, y: y + ROW / 2 });
  else if (row.shape === 'summary') drawSummary(context, scene, { start, finish, y });
  else drawBar(context, scene, { row, start, finish, y });
  if (moved) drawText(context, scene, { text: moved.says, x: finish + 8, y, color: theme.text });
  else if (scene.scale.zoom !== 'month' && row.owners !== '')
    drawText(context, scene, { text: row.owners, x: finish + 8, y, color: theme.muted });
}

interface At {
  readonly row: TimelineRow;
  readonly y: number;
}

function drawBar(
  context: CanvasRenderingContext2D,
  { theme, path }: Scene,
  { row, start, finish, y }: At & { start: number; finish: number },
): void {
  const isOnPath = path?.has.has(row.id) === true;
  const width = Math.max(2, finish - start);
  const color = context.fillStyle;
  const isDone = row.scheduled?.state === 'finished';
  context.globalAlpha = isDone ? 0.4 : 0.55;
  context.beginPath();
  context.roundRect(start, y + BAR.top, width, BAR.height, 3);
  context.fill();
  context.globalAlpha = isDone ? 0.5 : 1;
  const share = (row.scheduled?.percentDone ?? 0) / 100;
  if (share > 0) {
    context.beginPath();
    context.roundRect(start, y + BAR.top, Math.max(2, width * share), BAR.height, 3);
    context.fill();
  }
  context.globalAlpha = 1;
  // The edge shows the bar also where its color is faint.
  context.strokeStyle = isOnPath ? theme.text : isDone ? theme.muted : color;
  context.lineWidth = isOnPath ? 2 : 1;
  context.beginPath();
  context.roundRect(start + 0.5, y + BAR.top + 0.5, Math.max(1, width - 1), BAR.height - 1, 3);
  context.stroke();
}

function drawSummary(
  context: CanvasRenderingContext2D,
  { theme }: Scene,
  { start, finish, y }: { start: number; finish: number; y: number },
): void {
  context.fillStyle = theme.text;
  const width = Math.max(4, finish - start);
  context.fillRect(start, y + 9, width, 4);
  for (const x of [start, start + width]) {
    const inwards = x === start ? 5 : -5;
    context.beginPath();
    context.moveTo(x, y + 9);
    context.lineTo(x + inwards, y + 9);
    context.lineTo(x, y + 19);
    context.fill();
  }
}

function drawDiamond(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }): void {
  context.beginPath();
  context.moveTo(x, y - DIAMOND);
  context.lineTo(x + DIAMOND, y);
  context.lineTo(x, y + DIAMOND);
  context.lineTo(x - DIAMOND, y);
  context.fill();
}

function drawSlack(context: CanvasRenderingContext2D, scene: Scene, { row, y }: At): void {
  const { totalSlack, finish, lateFinish, state } = row.scheduled!;
  if (row.shape !== 'bar' || state === 'finished' || !totalSlack || totalSlack <= 0) return;
  if (finish === null || lateFinish === null || lateFinish <= finish) return;
  context.strokeStyle = scene.theme.muted;
  context.setLineDash([2, 3]);
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(xIn(scene, finish), y + ROW / 2 - 0.5);
  context.lineTo(xIn(scene, lateFinish), y + ROW / 2 - 0.5);
  context.stroke();
  context.setLineDash([]);
}

function drawDue(context: CanvasRenderingContext2D, scene: Scene, { row, y }: At): void {
  const isMissed = (row.scheduled?.finish ?? -Infinity) > row.due!;
  context.fillStyle = isMissed ? scene.theme.bad : scene.theme.muted;
  const x = Math.round(xIn(scene, row.due!));
  context.fillRect(x - 1, y + 4, 2, ROW - 8);
  context.fillRect(x - 4, y + 4, 4, 2);
}

function drawBaseline(context: CanvasRenderingContext2D, scene: Scene, { row, y }: At): void {
  const promised = scene.baseline?.(row.id);
  if (!promised) return;
  const [start, finish] = [xIn(scene, promised.start), xIn(scene, promised.finish)];
  context.fillStyle = scene.theme.muted;
  if (row.shape === 'milestone') context.fillRect(start - 3, y + 22, 6, 3);
  else context.fillRect(start, y + 22, Math.max(2, finish - start), 3);
}

function drawText(
  context: CanvasRenderingContext2D,
  { theme }: Scene,
  { text, x, y, color }: { text: string; x: number; y: number; color: string },
): void {
  context.font = `11px ${theme.font}`;
  context.textBaseline = 'middle';
  // Lines behind the words end before them.
  context.fillStyle = theme.surface;
  context.fillRect(x - 2, y + 6, context.measureText(text).width + 4, ROW - 12);
  context.fillStyle = color;
  context.fillText(text, x, y + ROW / 2);
}

const leavesAtStart = (type: Link['type']) => type === 'SS' || type === 'SF';
const arrivesAtStart = (type: Link['type']) => type === 'FS' || type === 'SS';

/** Links of which an end is in sight: out of a bar, down or up, into the other with an arrow. */
function drawLinks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { first, end }: { first: number; end: number },
): void {
  const { rows, links, theme, selected } = scene;
  const inSight = (index: number) => index >= first && index < end;
  context.lineWidth = 1;
  for (const link of links) {
    if (!inSight(link.from) && !inSight(link.to)) continue;
    const [from, to] = [rows[link.from]!, rows[link.to]!];
    const [a, b] = [from.scheduled, to.scheduled];
    if (!a || !b || a.finish === null || b.finish === null) continue;
    const isOnPath = scene.path?.links.has(`${from.id}>${to.id}`) === true;
    const isMarked = isOnPath || from.id === selected || to.id === selected;
    context.lineWidth = isOnPath ? 2.5 : 1;
    context.strokeStyle = link.isCritical ? theme.bad : isMarked ? theme.accent : theme.muted;
    context.globalAlpha = link.isCritical || isMarked ? 1 : 0.6;
    const x1 = xIn(scene, leavesAtStart(link.type) ? a.start! : a.finish);
    const x2 = xIn(scene, arrivesAtStart(link.type) ? b.start! : b.finish);
    const [y1, y2] = [yOf(scene, link.from) + ROW / 2, yOf(scene, link.to) + ROW / 2];
    strokeLink(context, link, { x1, y1, x2, y2 });
  }
  context.globalAlpha = 1;
}

function strokeLink(
  context: CanvasRenderingContext2D,
  { type }: Link,
  { x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number },
): void {
  const out = leavesAtStart(type) ? x1 - 6 : x1 + 6;
  const into = arrivesAtStart(type) ? x2 - 6 : x2 + 6;
  const turn = y2 > y1 ? y2 - ROW / 2 + 1 : y2 + ROW / 2 - 1;
  const sign = arrivesAtStart(type) ? 1 : -1;
  context.beginPath();
  context.moveTo(x1, y1);
  const isPlain = arrivesAtStart(type) ? out <= into : out >= into;
  if (isPlain) {
    context.lineTo(into, y1);
    context.lineTo(into, y2);
  } else {
    context.lineTo(out, y1);
    context.lineTo(out, turn);
    context.lineTo(into, turn);
    context.lineTo(into, y2);
  }
  context.lineTo(x2, y2);
  context.moveTo(x2 - 4 * sign, y2 - 3);
  context.lineTo(x2, y2);
  context.lineTo(x2 - 4 * sign, y2 + 3);
  context.stroke();
}
