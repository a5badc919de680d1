import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';

/** Where `npm run dev -w @tenantry/console` finds the service. */
const SERVICE = process.env.TENANTRY_URL ?? 'http://127.0.0.1:3000';

/** Compresses once, beside each file, what the service would compress for every reader. */
function compressed() {
  return {
    name: 'compressed',
    apply: /** @type {const} */ ('build'),
    /** @param {{ dir?: string }} options */
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue;
        const content = readFileSync(join(dir, name));
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content));
        writeFileSync(join(dir, `${name}.gz`), gzipSync(content));
      }
    },
  };
}

export default defineConfig({
  base: '/console/',
  // The client is bundled from its sources, so that nothing has to be compiled before.
  resolve: { conditions: ['workspace', 'module', 'browser', 'import', 'default'] },
  build: {
    target: 'es2023',
    // Inline data would need a policy that lets more through than files of this origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The stamp of the build stands in this folder too, and is gone while it is made anew.
    emptyOutDir: true,
    reportCompressedSize: false,
    // In kB; that of the charts is larger, and comes with the page that has one.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // Everything runs in the browser, so that the mark of files that do so says nothing.
      checks: { moduleLevelDirective: false, pluginTimings: false },
    },
  },
  server: { proxy: { '/api': SERVICE, '/health': SERVICE, '/console/config.json': SERVICE } },
  plugins: [compressed()],
});
