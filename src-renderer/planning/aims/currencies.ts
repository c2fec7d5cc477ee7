/** @file Currencies by their code (ISO 4217), as this machine's own list of them has it. */
export const CURRENCIES: readonly string[] = Intl.supportedValuesOf('currency');

const KNOWN: ReadonlySet<string> = new Set(CURRENCIES);

/** @param text e.g. `EUR`, or as people type it: `eur` */
export const isCurrency = (text: string): boolean => KNOWN.has(text.toUpperCase());
