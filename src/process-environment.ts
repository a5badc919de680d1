import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { stageOf } from '#settings';
import { StartRefusedError } from './start-refused.error.js';

/** Whether the rules of production hold, on staging too: nothing that is unset is filled in. */
export function isProduction(): boolean {
  return stageOf(process.env) !== 'development';
}

/**
 * Reads `.env` of the working directory into the environment, where a variable that is set already wins. In production
 * only the environment itself counts.
 */
export function loadDotenv(): void {
  if (!isProduction() && existsSync('.env')) loadEnvFile('.env');
}

/** npm's scripts bring the right Node along; whoever starts the service by hand may have an older one. */
const OLDEST_NODE = 24;

/** @throws StartRefusedError on a Node that lacks what the service uses */
export function demandRuntime(version: string = process.versions.node): void {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return;
  throw new StartRefusedError(
    `This is Node ${version}; the service needs Node ${OLDEST_NODE}. "npm start" brings it along, or install it.`,
  );
}
