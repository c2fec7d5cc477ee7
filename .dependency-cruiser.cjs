/**
 * The house rules: which room may import which (docs/ARCHITECTURE.md has the picture).
 * A room's other files are private: from outside only its index.ts may be imported.
 */
const allowed = {
  api: [
    'store',
    'planning',
    'datasets',
    'labeling',
    'training',
    'tracking',
    'evaluation',
    'compression',
    'serving',
    'limits',
  ],
  training: ['datasets', 'labeling', 'tracking', 'graph', 'workers', 'store'],
  evaluation: ['datasets', 'labeling', 'tracking', 'graph', 'workers', 'store'],
  compression: ['datasets', 'tracking', 'evaluation', 'graph', 'workers', 'store'],
  serving: ['tracking', 'workers', 'store'],
  labeling: ['datasets', 'workers', 'store'],
  datasets: ['workers', 'store'],
  planning: ['store'],
  tracking: ['store'],
  limits: ['workers', 'store'],
  workers: ['graph'],
  store: [],
  graph: [],
};
const rooms = Object.keys(allowed);
const test = '[.](test|fixture)[.]ts$';

/** A room imports only itself, the rooms of its row, src-shared and packages. */
const walls = rooms.map((room) => ({
  name: `${room}-walls`,
  comment: `${room} may import: ${allowed[room].join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^src-main/${room}/`, pathNot: test },
  to: {
    path: '^src-(main|renderer|preload)/',
    pathNot: [`^src-main/${room}/`, ...allowed[room].map((to) => `^src-main/${to}/index[.]ts$`)],
  },
}));

module.exports = {
  forbidden: [
    ...walls,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'front-door',
      comment: 'The doors (app, server, cli, desktop) enter a room by its index.ts.',
      severity: 'error',
      from: { path: '^src-main/[^/]+[.]ts$', pathNot: test },
      to: { path: '^src-main/[^/]+/', pathNot: '^src-main/[^/]+/index[.]ts$' },
    },
    {
      name: 'shared-is-a-leaf',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { path: '^src-(main|renderer|preload)/' },
    },
    {
      name: 'renderer-knows-only-the-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^src-(main|preload)/' },
    },
    {
      name: 'renderer-takes-types-of-the-contract',
      comment:
        'The schemas stay out of the window: they are large, and zod asks for eval. Values it needs stand in contract/values.ts.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: test },
      to: {
        path: '^src-shared/contract/',
        pathNot: '^src-shared/contract/values[.]ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'graph-is-pure',
      comment:
        'The compiler uses no package and no node: module; only the codec may use the protobuf runtime.',
      severity: 'error',
      from: { path: '^src-main/graph/', pathNot: [test, '^src-main/graph/codec/'] },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'] },
    },
    {
      name: 'graph-knows-no-shared',
      severity: 'error',
      from: { path: '^src-main/graph/', pathNot: test },
      to: { path: '^src-shared/' },
    },
    {
      name: 'native-parts-only-in-workers',
      severity: 'error',
      from: { path: '^src-main/', pathNot: ['^src-main/workers/', test] },
      to: { path: 'node_modules/(onnxruntime-node|@duckdb|sharp|@node-rs/jieba)' },
    },
    {
      name: 'electron-only-at-its-door',
      severity: 'error',
      from: { path: '^src-', pathNot: ['^src-main/desktop', '^src-preload/'] },
      to: { path: 'node_modules/electron/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^virtual:' } },
    {
      name: 'tests-stay-tests',
      severity: 'error',
      from: { path: '^src-', pathNot: test },
      to: { path: test },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default'],
    },
  },
};
