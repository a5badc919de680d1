import { cellText } from '#libs/csv';
import { escapeHtml, PAGE_STYLE } from '#libs/html';
import { isLowerCaseUuid } from '#libs/uuid';
import type { ArchiveFacts, Chapter } from './chapter.js';

/** More rows than a person reads; all of them are in the files beside the page. */
const SHOWN_ROWS = 100;
/** So many are told one below the other instead of side by side. */
const FEW_ROWS = 3;

/** The archive's page for people: what is kept, why, from where, to whom, for how long (Art. 15(1) GDPR). */
export async function* readablePage(
  chapters: readonly Chapter[],
  facts: ArchiveFacts,
): AsyncGenerator<string> {
  const told = chapters.filter(({ count }) => count > 0);
  const isPerson = facts.subject.kind === 'person';
  const title = isPerson ? 'Your data' : 'Your organization’s data';
  yield `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${PAGE_STYLE}</style></head><body>
<header><h1>${title}</h1><p>Made on ${momentOf(facts.madeAt.toISOString())}. `;
  yield `This page is for reading; <code>data.json</code> holds everything for machines, <code>csv/</code> the same as
tables, and <code>manifest.json</code> the SHA-256 of each file.</p>`;
  for (const name of facts.missing) {
    yield `<p class="note"><strong>${escapeHtml(name)}’s part is missing.</strong> ${escapeHtml(name)} could not be
asked when this was made. Your request stays open until it is answered in full.</p>`;
  }
  yield '</header>\n';
  yield* contents(told);
  yield recipientsOf(facts);
  yield isPerson ? ABOUT_PERSON : ABOUT_ORGANIZATION;
  for (const chapter of told) yield* section(chapter);
  yield '</body></html>\n';
}

function recipientsOf({ recipients }: ArchiveFacts): string {
  const list = recipients.map(
    ({ name, role, purpose }) => `<li>${escapeHtml(name)} (${role}): ${escapeHtml(purpose)}</li>`,
  );
  return `<h2>Who receives it</h2><ul>${list.join('')}<li>People in the same organization, as far as their role lets
them</li></ul>\n`;
}

const ABOUT_PERSON = `<h2>Your rights</h2><p>You may see your data, have it corrected, erased or its use
restricted, object to its use, take it with you, and complain to a supervisory authority (Art. 15 to 21 and 77 GDPR).
What is about other people is left out where their rights weigh more (Art. 15(4) GDPR). Nothing is decided about you by a
machine alone.</p>
`;

const ABOUT_ORGANIZATION = `<h2>What this is</h2><p>Everything that is kept for the organization and the
people in it. It holds other people’s data: keep it safe, and no longer than you need it.</p>
`;

function* contents(chapters: readonly Chapter[]): Generator<string> {
  yield `<h2>What is kept, why, and for how long</h2>
<table class="contents"><thead><tr><th>What</th><th class="number">Rows</th><th>Why</th><th>From where</th><th>Legal
basis</th><th>For how long</th></tr></thead><tbody>`;
  for (const { name, count, purpose, source, basis, retention } of chapters) {
    const cells = [purpose, source, basis, retention].map((text) => `<td>${escapeHtml(text)}</td>`);
    yield `<tr><td><a href="#${name}">${titleOf(name)}</a></td><td class="number">${numberOf(count)}</td>${cells.join('')}</tr>\n`;
  }
  yield '</tbody></table>\n';
}

async function* section({ name, count, columns, aboutOthers, lines }: Chapter): AsyncGenerator<string> {
  yield `<section id="${name}"><h2>${titleOf(name)}</h2>`;
  if (aboutOthers.length > 0) {
    yield `<p class="hint">Empty where it is about somebody else: ${aboutOthers.map(titleOf).join(', ')}.</p>`;
  }
  const isWide = count > FEW_ROWS;
  if (isWide) {
    yield `<div class="wide"><table><thead><tr>${columns.map((column) => `<th>${titleOf(column)}</th>`).join('')}</tr></thead><tbody>`;
  }
  let shown = 0;
  for await (const line of lines()) {
    if (shown === SHOWN_ROWS) break;
    shown += 1;
    const row = JSON.parse(line) as Record<string, unknown>;
    const cells = columns.map((column) => valueOf(column, row[column]));
    yield isWide
      ? `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>\n`
      : `<dl>${cells
          .map((cell, index) =>
            cell === '' ? '' : `<div><dt>${titleOf(columns[index] ?? '')}</dt><dd>${cell}</dd></div>`,
          )
          .join('')}</dl>\n`;
  }
  if (isWide) yield '</tbody></table></div>';
  if (count > shown) {
    yield `<p class="hint">The first ${numberOf(shown)} of ${numberOf(count)} rows; all of them are in
<code>csv/${name}.csv</code>.</p>`;
  }
  yield '</section>\n';
}

function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return escapeHtml(words.charAt(0).toUpperCase() + words.slice(1));
}

function valueOf(column: string, value: unknown): string {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  const text = cellText(value);
  if (typeof value === 'string' && MOMENT.test(text)) return momentOf(text);
  // Clerk writes times as milliseconds.
  if (typeof value === 'number' && /_at$/.test(column) && value > 1e11)
    return momentOf(new Date(value).toISOString());
  return isLowerCaseUuid(text) ? `<code>${text}</code>` : escapeHtml(text);
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function momentOf(iso: string): string {
  return `<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

function numberOf(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}
