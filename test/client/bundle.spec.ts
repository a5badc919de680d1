import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BuildResult } from 'esbuild';
import { bundleClient } from './client-bundle.js';

const MAX_BYTES = 8_000;

describe('the typed client in a bundle', () => {
  let result: BuildResult<{ write: false; metafile: true }>;
  beforeAll(async () => {
    result = await bundleClient();
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
