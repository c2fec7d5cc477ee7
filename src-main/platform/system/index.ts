/** @file What the machine does while runs are under way. Everything here is read without any right of an administrator. */
export { createMachineReadings, type MachineReading } from './machine.ts';
export { createOwnReadings, nextWait, type OwnReading } from './own-process.ts';
export { systemPoints, type SystemPoint } from './points.ts';
export { readTree, type TreeReading } from './processes.ts';
