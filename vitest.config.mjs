import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/setup/longest-first.mjs';

/** Package imports (`#auth`) resolve to TypeScript sources here and to dist/ under plain Node. */
const conditions = ['source', 'workspace'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['node'] } },
  test: {
    include: ['{src,libs,packages,migrations,test}/**/*.spec.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Processes that spec files share: the service and its libraries are loaded once in each and not once for each file.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst, hooks: 'list' },
    setupFiles: ['test/setup/as-a-new-process.mjs'],
    globalSetup: ['test/setup/global-setup.mjs'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
    reporters: [['default', { summary: false }], './scripts/support/result-reporter.mjs'],
  },
});
