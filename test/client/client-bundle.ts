import { join } from 'node:path';
import { build, type BuildResult } from 'esbuild';

const ENTRY = join(import.meta.dirname, '../../clients/typescript/src/index.ts');

/** The typed client as one file for browsers, as an app's own bundler makes it. */
export function bundleClient(): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    entryPoints: [ENTRY],
    bundle: true,
    minify: true,
    format: 'esm',
    // Knows nothing of Node: an import of it would end the build.
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  });
}
