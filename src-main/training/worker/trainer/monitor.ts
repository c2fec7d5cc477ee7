/** @file What says which epoch is best. */

/** The metric of the validation split that says which epoch is best. */
export interface Monitor {
  readonly metric: string;
  readonly better: 'lower' | 'higher';
}
