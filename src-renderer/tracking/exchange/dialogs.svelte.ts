/** @file Which dialog of runs from and to elsewhere is open. */

export type ExchangeDialog = 'import' | 'export' | 'log';

export class ExchangeDialogs {
  open = $state<ExchangeDialog>();
}
