import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { Refusal, root, tell } from './project.mjs';

/**
 * Writes the files that are made from the routes, or with `--check` compares them and answers 1 where one is not current.
 *
 * @param args `--check`
 */
export async function openapi(args) {
  const unknown = args.filter((argument) => argument !== '--check');
  if (unknown.length > 0)
    throw new Refusal(`There is no option "${unknown.join('", "')}". There is: --check.`);
  await ensureInstalled();
  const isCheck = args.includes('--check');
  const { routeAnswersFile } = await import('./route-answers-file.mjs');
  const stale = [];
  await keep('src/route-answers.ts', await routeAnswersFile(), isCheck, stale);
  if (stale.length === 0) return 0;
  tell(`Not as the routes are now: ${stale.join(', ')}. Write anew with: npm run openapi`);
  return 1;
}

async function keep(file, text, isCheck, stale) {
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
