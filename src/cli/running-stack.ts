import { resolve } from 'node:path';
import { parseLocalSettings } from '#settings';
import { readLocalFile, type LocalFile } from '../local/index.js';
import { loadDotenv } from '../process-environment.js';

/** The folder of the local stack. */
export function localDirectory(): string {
  loadDotenv();
  return resolve(parseLocalSettings(process.env).directory);
}

/** What `npm start` runs now, or undefined when it does not run. */
export function findRunningStack(): LocalFile | undefined {
  return readLocalFile(localDirectory());
}
