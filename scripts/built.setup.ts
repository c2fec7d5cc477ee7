/** @file Before the first unit test: the programs that tests start are as the sources say. */
import { buildPart } from './build.ts';

export async function setup(): Promise<void> {
  await buildPart('workbench');
}
