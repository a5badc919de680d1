import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

describe('the memory of the service', () => {
  it('is bounded by the same flags in the image and by npm start', async () => {
    const flags = (await import(pathToFileURL(join(ROOT, 'scripts/support/service-flags.mjs')).href)) as {
      SERVICE_FLAGS: readonly string[];
    };
    const command = /^CMD (\[.+\])$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1];
    expect(JSON.parse(command!)).toEqual(['node', ...flags.SERVICE_FLAGS, 'dist/bundle/main.js']);
    expect(readFileSync(join(ROOT, 'scripts/start.mjs'), 'utf8')).toContain('...SERVICE_FLAGS');
  });
});
