/** @file The contract of the team: its people and what belongs to them, as documents of the one scope `team`. */
import { documentsContract, type DocumentChange, type DocumentOf } from '../platform/documents.ts';
import { TEAM_KINDS } from './kinds.ts';

export type TeamDocument = DocumentOf<typeof TEAM_KINDS>;
export type TeamChange = DocumentChange<typeof TEAM_KINDS>;

export const team = documentsContract(TEAM_KINDS);
