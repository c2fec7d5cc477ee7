/** @file The window's addresses of what a plan links to; the report has them, made without a window. */
import type { Link } from './kinds/values.ts';

const FOLDERS: Readonly<Record<Link['what'], string | null>> = {
  model: 'models',
  endpoint: 'serve',
  run: 'runs',
  dataset: 'data',
  version: null,
  report: null,
};

/** The path of a page, e.g. `/models/model-1`; undefined for what has no page of its own. */
export function pathOfLink({ what, id }: Link): string | undefined {
  const folder = FOLDERS[what];
  return folder === null ? undefined : `/${folder}/${encodeURIComponent(id)}`;
}
