// Who may import whom. The picture of it is in docs/architecture.md; test/architecture proves that each rule bites.
const order = [
  'auth',
  'audit',
  'users',
  'tenants',
  'webhooks|reconciliation|usage|privacy|accounts',
  'scheduler',
];

/** A module may import those on its left only: everything on its right, and its siblings, are forbidden. */
const leftToRight = order.map((modules, place) => ({
  name: `order-${modules.split('|')[0]}`,
  comment:
    'libs <- auth <- audit <- users <- tenants <- webhooks, … <- scheduler; siblings never import each other',
  severity: 'error',
  from: { path: `^src/(${modules})/` },
  to: {
    path: `^src/(${[...order.slice(place), 'health', 'cli', 'local'].join('|')})/`,
    pathNot: '^src/$1/',
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...leftToRight,
    {
      name: 'libs-know-no-domain',
      comment: 'a library could be published tomorrow',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(src|migrations|test)/' },
    },
    {
      name: 'module-by-its-face',
      comment: 'another module is reached through its index.ts only',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'library-by-its-face',
      comment: 'a library is reached through its index.ts only',
      severity: 'error',
      from: { path: '^(src/[^/]+|libs/[^/]+|migrations)/' },
      to: {
        path: '^libs/[^/]+/',
        pathNot: ['^$1/', '^libs/[^/]+/index\\.ts$', '^libs/database/scopes\\.ts$'],
      },
    },
    {
      name: 'only-auth-mints-scopes',
      comment: 'a scope is the proof that a right was checked',
      severity: 'error',
      from: { path: '^(src|libs|migrations)/', pathNot: '^src/auth/' },
      to: { path: '^libs/database/scopes\\.ts$' },
    },
    {
      name: 'decision-is-pure',
      comment: 'the authorization decision knows no framework and no database',
      severity: 'error',
      from: { path: '^libs/authz/', pathNot: '(\\.spec\\.ts$|/testing/)' },
      to: { dependencyTypesNot: ['local', 'localmodule'], pathNot: '^libs/authz/' },
    },
    {
      name: 'entity-files-do-not-import-services',
      severity: 'error',
      from: { path: '\\.entity\\.ts$' },
      to: { path: '\\.(service|store|controller|worker)\\.ts$' },
    },
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-package-in-production',
      comment: 'only the local stack, which production never loads, may use development packages',
      severity: 'error',
      from: {
        path: '^(src|libs|migrations)/',
        pathNot: '(^src/local/|^libs/(clerk-emulator|local-postgres)/|\\.(spec|fixture)\\.ts$|/testing/)',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'local-stack-is-loaded-on-demand',
      comment: 'production must not even load the emulator and the embedded database',
      severity: 'error',
      from: { path: '^(src|libs)/', pathNot: '(^libs/(clerk-emulator|local-postgres)/|\\.spec\\.ts$)' },
      to: {
        path: '^libs/(clerk-emulator|local-postgres)/',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
