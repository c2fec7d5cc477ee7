/** @file Our side: forecasts of 10,000 trials, one after another. Argument: tasks. */
import { forecastPlan } from '../../src-shared/planning/engine/index.ts';
import { contestant } from '../contestant.ts';
import { benchPlan } from './plans.ts';

const { plan, estimates } = benchPlan(Number(process.argv[2]));
let seed = 0;
await contestant(async () => forecastPlan({ plan, estimates, seed: seed++, trials: 10_000 }));
