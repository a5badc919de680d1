import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build, type BuildResult } from 'esbuild';

const ENTRY = join(import.meta.dirname, '../../clients/typescript/src/index.ts');
const MAX_BYTES = 8_000;

describe('the typed client in a bundle', () => {
  let result: BuildResult<{ write: false; metafile: true }>;
  beforeAll(async () => {
    result = await build({
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
  });

  it('is smaller than 8 kB, compressed', () => {
    expect(gzipSync(result.outputFiles[0]!.contents).length).toBeLessThan(MAX_BYTES);
  });

  it('holds nothing but itself and what it sends requests with', () => {
    const foreign = Object.keys(result.metafile.inputs).filter(
      (file) => !/clients\/typescript\/src\//.test(file),
    );
    expect(foreign.map((file) => file.replace(/^.*node_modules\//, ''))).toEqual([
      'openapi-fetch/dist/index.mjs',
    ]);
  });
});
