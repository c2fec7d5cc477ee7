/** @file Before the first test: the window and the programs as the sources say. */
import { build } from '../scripts/build.ts';

// Playwright asks for the default export.
export default async function setup(): Promise<void> {
  if (!(await build())) throw new Error('The build failed; its messages stand above.');
}
