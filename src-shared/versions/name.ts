/** @file What a version is called. */
import type { DatasetVersion } from './contract.ts';

/** `mail v3`; of one that a bisection made `mail v3 −200/1385`: with 200 of 1,385 changes undone. */
export function versionName({
  datasetName,
  number,
  derived,
}: Pick<DatasetVersion, 'datasetName' | 'number' | 'derived'>): string {
  const name = `${datasetName} v${number}`;
  return derived ? `${name} −${derived.undone}/${derived.changed}` : name;
}
