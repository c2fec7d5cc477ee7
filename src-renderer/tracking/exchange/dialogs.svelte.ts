/** @file Which dialog of runs from and to elsewhere is open. */

export const EXCHANGE_DIALOGS = ['import', 'export', 'log'] as const;
export type ExchangeDialog = (typeof EXCHANGE_DIALOGS)[number];

export class ExchangeDialogs {
  open = $state<ExchangeDialog>();
}
