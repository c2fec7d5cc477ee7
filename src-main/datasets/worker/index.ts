/** @file What a row of a file is, as other rooms' workers need it. */
export { canonicalText } from '../../kinds/canonical.ts';
export { dateOf, daysOf, readCell, rowContent, type Cell, type Written } from './reading/columns.ts';
