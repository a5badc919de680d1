import { join } from 'node:path';
import { root } from './project.mjs';

/** What the linter says of the document by the rules in `redocly.yaml`, one line each. */
export async function lintDocument(document) {
  const { loadConfig, lintFromString } = await import('@redocly/openapi-core');
  const config = await loadConfig({ configPath: join(root, 'redocly.yaml') });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer}: ${message} (${ruleId})`);
}
