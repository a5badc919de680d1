import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, which lies above this file both as source and as build. */
export function projectFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
