/** @file The addresses of the window's pages, room by room. */

/** Every page of the window and the pattern of its address; `:name` stands for one segment. */
export const ROUTES = {
  overview: '/',
  data: '/data',
  projects: '/projects',
  import: '/data/import',
  dataset: '/data/:dataset',
  label: '/label',
  labelDataset: '/label/:dataset',
  train: '/train',
  searches: '/searches',
  search: '/searches/:search',
  bisection: '/bisections/:bisection',
  runs: '/runs',
  compare: '/runs/compare',
  experiments: '/runs/experiments',
  run: '/runs/:run',
  models: '/models',
  model: '/models/:model',
  serve: '/serve',
  endpoint: '/serve/:endpoint',
  plans: '/plan',
  plan: '/plan/:project',
  team: '/team',
  settings: '/settings',
} as const satisfies Record<string, `/${string}`>;
