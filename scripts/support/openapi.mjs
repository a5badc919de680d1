import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { breakingChanges, mayBreak } from './breaking-changes.mjs';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { environment, pinnedNode, Refusal, root, tell } from './project.mjs';

/** The document that clients are made from; each landing is a release. */
const PUBLISHED = 'docs/openapi.json';
const OPTIONS = ['--check'];
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Writes the files that are made from the routes; with `--check` compares them, lints the document and looks for changes
 * that break clients of the published document, and answers 1 where something is wrong. What only adds to the document is
 * published by this, and is held from then on.
 */
export async function openapi(args) {
  const unknown = args.filter((argument) => !OPTIONS.includes(argument));
  if (unknown.length > 0)
    throw new Refusal(`There is no option "${unknown.join('", "')}". There are: ${OPTIONS.join(', ')}.`);
  await ensureInstalled();
  const isCheck = args.includes('--check');
  const { routeAnswersFile } = await import('./route-answers-file.mjs');
  const { clientTypes, idempotentPosts } = await import('./client-types.mjs');
  const { lintDocument } = await import('./lint-document.mjs');
  const stale = [];
  // First, since the document is made with it.
  keep('src/route-answers.ts', await routeAnswersFile(), isCheck, stale);
  const document = await readDocument();
  keep('clients/typescript/src/api-types.ts', await clientTypes(document), isCheck, stale);
  keep('clients/typescript/src/idempotent-posts.ts', idempotentPosts(document), isCheck, stale);
  const unannounced = unannouncedChanges(document);
  if (unannounced.length === 0) keep(PUBLISHED, `${JSON.stringify(document, null, 1)}\n`, isCheck, stale);
  const faults = [...(await lintDocument(document)), ...unannounced];
  if (stale.length > 0)
    faults.push(`Not as the routes are now: ${stale.join(', ')}. Write anew: npm run openapi`);
  for (const fault of faults) tell(fault);
  return faults.length > 0 ? 1 : 0;
}

/** The document of the service as it is compiled. */
async function readDocument() {
  await ensureBuilt();
  const program = join(root, 'dist/src/cli/openapi.js');
  const { status, stdout, stderr } = spawnSync(pinnedNode(), ['--enable-source-maps', program], {
    encoding: 'utf8',
    env: environment(),
    maxBuffer: MAX_BYTES,
  });
  if (status !== 0) throw new Refusal(`The document could not be made:\n${stderr}`);
  return JSON.parse(stdout);
}

function unannouncedChanges(document) {
  const text = read(join(root, PUBLISHED));
  if (text === undefined) return [];
  const published = JSON.parse(text);
  const [before, after] = [published.info.version, document.info.version];
  if (mayBreak(before, after)) return [];
  const changes = breakingChanges(published, document);
  if (changes.length === 0) return [];
  return [
    ...changes,
    `This breaks clients of version ${before}. Keep what they rely on, or say so by the version in package.json and src/api-version.ts: the next minor while it begins with 0, else the next major.`,
  ];
}

function keep(file, text, isCheck, stale) {
  const path = join(root, file);
  if (read(path) === text) return;
  if (isCheck) stale.push(file);
  else writeFileSync(path, text);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
