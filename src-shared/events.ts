/** @file How rooms tell what happened: app.ts hands each room one `Emit`. */
import type { WorkbenchEvent } from './contract/house.ts';

export type Emit = (event: WorkbenchEvent) => void;
