/** @file Documents: what people write by hand, with its history; the front door for rooms. */
export { openDocuments, type Documents, type DocumentsParts, type Told } from './documents.ts';
