import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './project.mjs';
import { routeAnswers } from './route-answers.mjs';

const HEAD = `// Written by \`npm run openapi\` from the code behind each route; \`npm run check\` compares. Do not edit.

/**
 * What the code behind a route can answer by itself, by operation id: problems, and after a semicolon the headers that it
 * sets: \`409 slug_taken, 412 stale_version; etag, location\`. What the guard and the edge refuse comes on top.
 */
`;

/** The text of \`src/route-answers.ts\`. */
export async function routeAnswersFile() {
  const entries = [...routeAnswers()].map(([id, { problems, headers }]) => {
    return `${id}: '${problems.join(', ')}; ${headers.join(', ')}',`;
  });
  const text = `${HEAD}export const routeAnswers: Readonly<Record<string, string>> = {\n${entries.join('\n')}\n};\n`;
  const filepath = join(root, 'src/route-answers.ts');
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}
