/**
 * The house rules: which room may import which (docs/ARCHITECTURE.md has the image).
 *
 * A room has one name on three floors (src-shared, src-main, src-renderer). On the middle floor it has two front doors:
 * `index.ts` for the workbench's process and `worker/index.ts` for workers; everything else in it is its own.
 */
const ROOMS = {
  /** Runs in the workbench. */
  examples: ['datasets', 'versions', 'models', 'training', 'evaluation'],
  datasets: ['labeling'],
  labeling: ['datasets'],
  versions: ['datasets'],
  training: ['datasets', 'versions', 'tracking', 'models'],
  tracking: ['models'],
  models: ['tracking'],
  evaluation: ['versions', 'models', 'tracking'],
  serving: ['models'],
  limits: [],
  exports: ['datasets', 'versions', 'models', 'evaluation'],
  planning: [],
  team: [],
  search: ['versions', 'training', 'tracking', 'models', 'evaluation'],
};
/** Runs in worker processes: `training/worker` may import `models/worker/index.ts`. */
const WORKERS = {
  datasets: [],
  versions: ['datasets'],
  models: ['versions', 'datasets'],
  training: ['versions', 'models'],
  evaluation: ['versions', 'models'],
  serving: ['models'],
  exports: [],
  labeling: ['datasets'],
  planning: [],
  tracking: ['datasets'],
};
/** What every room stands on. */
const GROUND = ['platform', 'graph', 'kinds', 'text', 'images'];
const test = '[.](test|fixture)[.]ts$';

const doors = (rooms, door) => rooms.map((room) => `^src-main/${room}/${door}[.]ts$`);
const ground = GROUND.map((name) => `^src-main/${name}/`);

const walls = Object.entries(ROOMS).map(([room, may]) => ({
  name: `${room}-walls`,
  comment: `${room} may import: ${may.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^src-main/${room}/`, pathNot: [test, `^src-main/${room}/worker/`] },
  to: {
    path: '^src-(main|renderer|preload)/',
    pathNot: [`^src-main/${room}/`, ...ground, ...doors(may, 'index'), ...doors(may, 'commands')],
  },
}));

const workerWalls = Object.entries(WORKERS).map(([room, may]) => ({
  name: `${room}-worker-walls`,
  comment: `${room}/worker may import the workers of: ${may.join(', ') || 'no other room'}`,
  severity: 'error',
  from: { path: `^src-main/${room}/worker/`, pathNot: test },
  to: {
    path: '^src-(main|renderer|preload)/',
    pathNot: [`^src-main/${room}/`, ...ground, ...doors(may, 'worker/index')],
  },
}));

module.exports = {
  forbidden: [
    ...walls,
    ...workerWalls,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'ground-knows-no-room',
      comment: 'What every room stands on imports none of them.',
      severity: 'error',
      from: { path: ground, pathNot: test },
      to: { path: '^src-main/', pathNot: ground },
    },
    {
      name: 'graph-stands-alone',
      severity: 'error',
      from: { path: '^src-main/graph/', pathNot: test },
      to: { path: '^src-(main|shared)/', pathNot: '^src-main/graph/' },
    },
    {
      name: 'nobody-imports-the-house',
      comment: 'app.ts and the lists beside it are for the hosts.',
      severity: 'error',
      from: { path: '^src-main/[^/]+/', pathNot: [test, '^src-main/(cli|desktop)/'] },
      to: { path: '^src-main/[^/]+[.]ts$' },
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
        'The schemas stay out of the window: they are large, and zod asks for eval. Values it needs stand in values.ts.',
      severity: 'error',
      from: { path: '^src-renderer/', pathNot: test },
      to: {
        path: '^src-shared/(contract|.*/(contract|reading|procedure|record))[.]ts$',
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
      name: 'native-parts-only-in-workers',
      severity: 'error',
      from: { path: '^src-main/', pathNot: ['/worker/', test] },
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
