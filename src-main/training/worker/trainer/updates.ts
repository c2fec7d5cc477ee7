/** @file What a training tells of itself while it goes on. */
import type { OwnReading } from '../../../platform/system/own-process.ts';
import type { Validation } from './evaluate.ts';
import type { Fault } from './guard.ts';

export interface StepPoint {
  /** Number of the update. */
  readonly step: number;
  readonly epoch: number;
  /** Mean loss of the rows of the update. */
  readonly loss: number;
  readonly learningRate: number;
  /** Seconds since this process began to train. */
  readonly seconds: number;
}

export type FitUpdate =
  | { readonly kind: 'plan'; readonly steps: number; readonly epochs: number; readonly step: number }
  | {
      readonly kind: 'steps';
      readonly points: readonly StepPoint[];
      readonly samplesPerSecond: number;
      /** What the process took of the machine; told every few seconds. */
      readonly system?: OwnReading;
    }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      /** Steps done when the epoch ended. */
      readonly step: number;
      readonly trainLoss: number;
      readonly validation: Validation;
    }
  | {
      readonly kind: 'checkpoint';
      readonly which: 'best' | 'last';
      readonly path: string;
      readonly epoch: number;
      readonly step: number;
    }
  | {
      /** Training went back to an earlier state: what was told of later steps no longer counts. */
      readonly kind: 'rewound';
      /** Steps done in that state. */
      readonly step: number;
      readonly epoch: number;
      readonly fault: Fault;
      /** Factor of the learning rate from here on. */
      readonly factor: number;
    }
  | { readonly kind: 'log'; readonly line: string };
