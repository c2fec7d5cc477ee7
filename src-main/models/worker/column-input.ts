/** @file The inputs of a model that answers rows of a table, one a column. */

/** An exported graph's input for a column. */
export interface ColumnInput {
  readonly column: string;
  readonly input: string;
  /** A date goes in as days since 1970-01-01, as a number does. */
  readonly type: 'number' | 'date' | 'category';
  /** Of numbers and dates, where float32 would lose what tells them apart; they are float32 unless it says so. */
  readonly precision?: 'float64';
  /** The values that it tells apart, of a category. */
  readonly values?: readonly string[];
}
