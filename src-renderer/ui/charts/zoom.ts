/** @file Drag over a chart to zoom in on a part of the horizontal axis; double-click shows all of it again. */
import type { ECharts } from 'echarts/core';

/** Narrower drags are clicks, in pixels. */
const LEAST = 6;

/** Follows the pointer over `box`, which holds the chart; call the result to stop. */
export function dragZoom(chart: ECharts, box: HTMLElement): () => void {
  let from: number | undefined;
  const mark = box.appendChild(document.createElement('div'));
  mark.className = 'zoom-mark';
  mark.hidden = true;
  const xOf = (event: PointerEvent) => event.clientX - box.getBoundingClientRect().left;

  function down(event: PointerEvent): void {
    const inside = chart.containPixel({ gridIndex: 0 }, [xOf(event), event.offsetY]);
    if (event.button !== 0 || !inside) return;
    from = xOf(event);
  }
  function move(event: PointerEvent): void {
    if (from === undefined) return;
    const width = Math.abs(xOf(event) - from);
    mark.hidden = width < LEAST;
    mark.style.left = `${Math.min(from, xOf(event))}px`;
    mark.style.width = `${width}px`;
  }
  function up(event: PointerEvent): void {
    if (from !== undefined && Math.abs(xOf(event) - from) >= LEAST) zoom(from, xOf(event));
    from = undefined;
    mark.hidden = true;
  }
  function zoom(a: number, b: number): void {
    const [left, right] = [Math.min(a, b), Math.max(a, b)];
    const [startValue, endValue] = [left, right].map((x) => chart.convertFromPixel({ xAxisIndex: 0 }, x));
    chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, startValue, endValue });
  }
  const reset = () => resetZoom(chart);

  box.addEventListener('pointerdown', down);
  addEventListener('pointermove', move);
  addEventListener('pointerup', up);
  box.addEventListener('dblclick', reset);
  return () => {
    box.removeEventListener('pointerdown', down);
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', up);
    box.removeEventListener('dblclick', reset);
    mark.remove();
  };
}

/** What part of the axis the charts of a group show, as it was dispatched. */
const shared = new Map<
  string,
  { readonly members: Set<ECharts>; range?: Readonly<Record<string, unknown>> }
>();

/** Notes how a group is zoomed, so that a chart that comes later shows the same part. @returns leaves the group */
export function joinZoom(chart: ECharts, group: string): () => void {
  const own = shared.get(group) ?? { members: new Set<ECharts>() };
  shared.set(group, own);
  own.members.add(chart);
  chart.on('datazoom', (event) => {
    const { start, end, startValue, endValue } = event as Readonly<Record<string, unknown>>;
    own.range = { start, end, startValue, endValue };
  });
  return () => {
    own.members.delete(chart);
    if (own.members.size === 0) shared.delete(group);
  };
}

/** Shows the part that the other charts of the group show; once the chart has its axes. */
export function followZoom(chart: ECharts, group: string): void {
  const range = shared.get(group)?.range;
  if (range) chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, escapeConnect: true, ...range });
}

export function resetZoom(chart: ECharts): void {
  chart.dispatchAction({ type: 'dataZoom', dataZoomIndex: 0, start: 0, end: 100 });
}
