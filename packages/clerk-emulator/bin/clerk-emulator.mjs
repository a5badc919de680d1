#!/usr/bin/env node
// A file of its own, since npm links no command whose file is not there yet when it installs: `dist` comes with the build.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('The local Clerk is not built yet: npm run build');
  process.exitCode = 1;
}
