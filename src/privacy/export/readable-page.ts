import { pageOf, tableOf } from '../html.js';
import type { Chapter } from './export-rows.service.js';

/** The archive's page for people: what is kept, why, from where, to whom, for how long (Art. 15(1) GDPR). */
export function readablePage(chapters: readonly Chapter[], atClerk: object, madeAt: Date): string {
  const parts = chapters.map(
    ({ name, purpose, basis, retention, columns, rows }) =>
      `<h2>${titleOf(name)}</h2>\n${tableOf(
        ['Why', 'Legal basis', 'For how long'],
        [[purpose, basis, retention]],
      )}\n${tableOf(
        columns.map(titleOf),
        rows.map((row) => columns.map((column) => textOf(row[column]))),
      )}`,
  );
  return pageOf(
    'Your data',
    `<p>Made on ${madeAt.toISOString()}. The master copy is data.json; csv/ holds the same as tables.</p>
<p>Where it comes from: from you, by your account at Clerk, and from people who invited you or gave you a role.
Who receives it: Clerk, Inc. (sign-in). Your rights: access, correction, erasure, restriction, objection, portability,
and a complaint to a supervisory authority (Art. 15 to 21, 77 GDPR).</p>
${parts.join('\n')}
<h2>At Clerk</h2>
${tableOf(
  ['What', 'Content'],
  Object.entries(atClerk).map(([what, content]) => [titleOf(what), JSON.stringify(content)]),
)}`,
  );
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}
