/** @file Charts as files: PNG to the clipboard or a file, SVG and CSV to a file. */
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { type ChartTable, toCsv } from './table.ts';

/** Copies the chart as an image with two pixels to one; a browser that may not copy saves it. True when copied. */
export async function copyPng(chart: ECharts, background: string, name: string): Promise<boolean> {
  const image = await pngOf(chart, background);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
    return true;
  } catch {
    save(image, `${name}.png`);
    return false;
  }
}

export async function savePng(chart: ECharts, background: string, name: string): Promise<void> {
  save(await pngOf(chart, background), `${name}.png`);
}

/** Draws the chart again as vectors of the same size. */
export async function saveSvg(chart: ECharts, background: string, name: string): Promise<void> {
  const { init } = await import('./echarts.ts');
  const size = { width: chart.getWidth(), height: chart.getHeight() };
  const drawing = init(null, null, { renderer: 'svg', ssr: true, ...size });
  const option: EChartsCoreOption = chart.getOption();
  drawing.setOption({ ...option, animation: false, backgroundColor: background });
  save(new Blob([drawing.renderToSVGString()], { type: 'image/svg+xml' }), `${name}.svg`);
  drawing.dispose();
}

export function saveCsv(table: ChartTable, name: string): void {
  save(new Blob([`\uFEFF${toCsv(table)}`], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
}

/** Saves something as a file, by the browser. */
export function save(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function pngOf(chart: ECharts, backgroundColor: string): Promise<Blob> {
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor });
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The chart has no image.')))),
  );
}
