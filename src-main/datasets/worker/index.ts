/** @file What a row of a file is, as other rooms' workers need it. */
export { canonicalText } from '../../kinds/canonical.ts';
export { dateOf, daysOf, readCell, rowContent, type Cell } from './reading/columns.ts';
