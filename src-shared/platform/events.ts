/** @file How rooms tell what happened: app.ts hands each room one `Emit`. */
import type { WorkbenchEvent } from './contract.ts';

export type Emit = (event: WorkbenchEvent) => void;
