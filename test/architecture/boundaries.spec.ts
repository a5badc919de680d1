import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { modules } from '../../src/modules.js';

const ROOT = join(import.meta.dirname, '../..');

const { default: config, order } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as {
  default: Required<Pick<IConfiguration, 'forbidden' | 'options'>>;
  order: string[];
};

/** A module of each line imports one of the next line, or what stands behind the last one; and one beside itself. */
const OUT_OF_ORDER = order.flatMap((line, index): [string, string, string, Record<string, string>][] => {
  const [from, beside] = line.split('|');
  const behind = order[index + 1]?.split('|')[0] ?? 'cli';
  return [behind, beside ?? behind].map((to) => [
    `order-${from!}`,
    `src/${from!}/seeded.ts`,
    `import '../${to}/index.js';`,
    { [`src/${to}/index.ts`]: '' },
  ]);
});

/** One forbidden import for each rule: [rule, the file that breaks it, its text, other files that it needs]. */
const VIOLATIONS: [string, string, string, Record<string, string>?][] = [
  ...OUT_OF_ORDER,
  ['module-in-the-list', 'src/unlisted/seeded.ts', `import '../auth/index.js';`, { 'src/auth/index.ts': '' }],
  [
    'import-of-a-module-in-the-list',
    'src/auth/seeded.ts',
    `import '../unlisted/index.js';`,
    { 'src/unlisted/index.ts': '' },
  ],
  [
    'manifest-is-data',
    'src/users/users.manifest.ts',
    `import './users.service.js';`,
    { 'src/users/users.service.ts': '' },
  ],
  [
    'settings-know-no-module',
    'src/settings/seeded.ts',
    `import '../auth/index.js';`,
    { 'src/auth/index.ts': '' },
  ],
  [
    'libs-know-no-domain',
    'libs/time/seeded.ts',
    `import '../../src/users/index.js';`,
    { 'src/users/index.ts': '' },
  ],
  [
    'module-by-its-face',
    'src/tenants/seeded.ts',
    `import '../users/inner.js';`,
    { 'src/users/inner.ts': '' },
  ],
  [
    'library-by-its-face',
    'src/users/seeded.ts',
    `import '../../libs/time/clock.js';`,
    { 'libs/time/clock.ts': '' },
  ],
  [
    'only-auth-mints-scopes',
    'src/users/seeded.ts',
    `import '../../libs/database/scopes.js';`,
    { 'libs/database/scopes.ts': '' },
  ],
  ['decision-is-pure', 'libs/authz/seeded.ts', `import '@nestjs/common';`],
  [
    'entity-files-do-not-import-services',
    'src/users/seeded.entity.ts',
    `import './seeded.service.js';`,
    { 'src/users/seeded.service.ts': '' },
  ],
  ['no-circle', 'src/users/a.ts', `import './b.js';`, { 'src/users/b.ts': `import './a.js';` }],
  ['resolvable', 'src/users/seeded.ts', `import './nowhere.js';`],
  ['no-development-package-in-production', 'src/users/seeded.ts', `import 'fast-check';`],
  [
    'local-stack-is-loaded-on-demand',
    'src/users/seeded.ts',
    `import '../../packages/clerk-emulator/src/index.js';`,
    { 'packages/clerk-emulator/src/index.ts': '' },
  ],
  [
    'packages-stand-alone',
    'packages/clerk-emulator/src/seeded.ts',
    `import '../../../libs/time/index.js';`,
    { 'libs/time/index.ts': '' },
  ],
  [
    'client-stands-alone',
    'clients/typescript/src/seeded.ts',
    `import '../../../libs/time/index.js';`,
    { 'libs/time/index.ts': '' },
  ],
  ['client-imports-nothing-of-node', 'clients/typescript/src/seeded.ts', `import 'node:crypto';`],
  [
    'console-knows-the-client-alone',
    'console/src/seeded.tsx',
    `import '../../libs/time/index.js';`,
    { 'libs/time/index.ts': '' },
  ],
  [
    'console-by-its-address',
    'src/users/seeded.ts',
    `import '../../console/src/shown.js';`,
    { 'console/src/shown.ts': '' },
  ],
  [
    'pages-of-the-console-stand-alone',
    'console/src/ui/seeded.tsx',
    `import '../pages/page.js';`,
    { 'console/src/pages/page.ts': '' },
  ],
  [
    'package-by-its-face',
    'src/users/seeded.ts',
    `import '../../packages/clerk-emulator/src/options.js';`,
    { 'packages/clerk-emulator/src/options.ts': '' },
  ],
];

describe('the boundaries check', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tenantry-boundaries-'));
    for (const shared of ['node_modules', 'package.json', 'tsconfig.json'])
      symlinkSync(join(ROOT, shared), join(folder, shared));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(VIOLATIONS)('%s catches a seeded violation', async (rule, file, text, others = {}) => {
    for (const [path, content] of Object.entries({ ...others, [file]: text })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${content}\nexport {};\n`);
    }
    const found = await violations(folder);
    expect(found.map((violation) => violation.rule.name)).toContain(rule);
  });

  it('follows the list of modules', () => {
    expect(order.flatMap((line) => line.split('|'))).toEqual(modules.map(({ name }) => name));
  });

  it('has a seeded violation for every rule', () => {
    const seeded = new Set(VIOLATIONS.map(([rule]) => rule));
    expect([...seeded].sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });
});

async function violations(baseDir: string) {
  const options = { ...config.options };
  delete options.tsConfig;
  const before = process.cwd();
  process.chdir(baseDir);
  try {
    const result = await cruise(
      ['src', 'libs', 'packages', 'clients', 'console/src'].filter((part) => existsSync(join(baseDir, part))),
      { ...options, validate: true, ruleSet: { forbidden: config.forbidden } },
      options.enhancedResolveOptions,
      { tsConfig: extractTSConfig(join(ROOT, 'tsconfig.json')) },
    );
    return (result.output as ICruiseResult).summary.violations;
  } finally {
    process.chdir(before);
  }
}
