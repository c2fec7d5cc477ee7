/** @file What of the workbench an address of the window is of. */
import type { Link } from '../forms/links.ts';

const OF_PAGE: Readonly<Record<string, Link['what']>> = {
  data: 'dataset',
  runs: 'run',
  models: 'model',
  serve: 'endpoint',
};

/** Undefined where it is no address of a dataset, run, model or endpoint. */
export function linkInAddress(text: string): Link | undefined {
  const [, page, id] = /\/(data|runs|models|serve)\/([^/?#\s]+)/u.exec(text) ?? [];
  const what = page === undefined ? undefined : OF_PAGE[page];
  return what && id ? { what, id: decodeURIComponent(id).slice(0, 200) } : undefined;
}
