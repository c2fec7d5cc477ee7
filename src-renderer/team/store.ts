/** @file The team's documents at the hands of the parts of its page. */
import { getContext, setContext } from 'svelte';
import type { TeamStore } from '../planning/plan.svelte.ts';

const KEY = Symbol('team');

export const provideTeam = (team: TeamStore): TeamStore => setContext(KEY, team);
export const useTeam = (): TeamStore => getContext<TeamStore>(KEY);
