import { escapeHtml, PAGE_STYLE, tableOf } from '#libs/html';
import type { ActivityRecord, DataMap, DocumentedRecipient } from './data-map.js';

const ON_PAPER = `@page{size:A4;margin:18mm 16mm;@bottom-right{content:counter(page) " / " counter(pages);font:8pt system-ui,sans-serif}}
td{white-space:pre-line}td:first-child{min-width:10rem}@media print{section.activity{break-before:auto}a{text-decoration:none}}`;

/** The record as a page to hand over: on a screen, on paper, loading nothing. Letters name the points of Art. 30(1). */
export function dataMapPage(map: DataMap): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(map.title)}</title><style>${PAGE_STYLE}${ON_PAPER}</style></head><body>
<header><h1>${escapeHtml(map.title)}</h1>
<p class="hint">Made on <time>${escapeHtml(map.generatedAt)}</time> from the registry that erasures and exports work by,
so it tells of every column there is.</p></header>
${missing(map)}
<h2>(a) Controller</h2>
${controller(map)}
<h2>Processing activities: (b) purposes, (c) people and data, (d) recipients, (f) time limits</h2>
${map.activities.map((activity, index) => activityPart(activity, index + 1)).join('\n')}
<section><h2>(d) Recipients and (e) transfers to third countries</h2>
${wide(tableOf(['Recipient', 'Role', 'Third country', 'Safeguards (Art. 46 GDPR)'], map.recipients.map(recipientRow)))}
</section>
<section><h2>(g) Technical and organisational security measures</h2>
${map.security
  .map(
    ({ goal, measures }) =>
      `<h3>${escapeHtml(goal)}</h3><ul>${measures.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>`,
  )
  .join('\n')}
</section>
<section><h2>Annex: every table</h2>
${wide(tableOf(['Table', 'Purpose', 'Personal columns', 'Other columns', 'Kept for'], annex(map)))}
</section>
</body></html>
`;
}

function missing({ missing: names }: DataMap): string {
  if (names.length === 0) return '';
  return `<p class="note" role="note">Not complete yet: set ${names.map((name) => `<code>${escapeHtml(name)}</code>`).join(', ')}.</p>`;
}

function controller({ controller: { name, contact, dataProtectionOfficer } }: DataMap): string {
  return terms([
    ['Name and address', name ?? 'not stated'],
    ['Contact', contact ?? 'not stated'],
    ['Data protection officer', dataProtectionOfficer ?? 'none stated'],
  ]);
}

function activityPart(activity: ActivityRecord, number: number): string {
  return `<section class="activity"><h2>${String(number)}. ${escapeHtml(activity.name)}</h2>
${terms([
  ['(b) Purposes', activity.purposes.join('; ')],
  ['Legal basis', activity.legalBases.join('; ')],
  ['(c) People', activity.dataSubjects.join('; ')],
  ['(d) Recipients', activity.recipients.join('; ')],
])}
${wide(
  tableOf(
    ['(c) Category of data', 'Columns'],
    activity.categories.map(({ category, columns }) => [category, columns.join(', ')]),
  ),
)}
<p></p>
${wide(
  tableOf(
    ['Data', '(f) Kept for', 'Made true by', 'What an erasure does'],
    activity.timeLimits.map(({ data, limit, enforcedBy, onErasure }) => [data, limit, enforcedBy, onErasure]),
  ),
)}</section>`;
}

function recipientRow({ name, role, country, safeguards }: DocumentedRecipient): string[] {
  return [name, role, country ?? 'none known', country === null ? '' : (safeguards ?? 'not stated')];
}

function annex({ tables }: DataMap): string[][] {
  return tables.map(({ table, purpose, personal, other, retention }) => [
    table,
    purpose,
    Object.entries(personal)
      .map(([column, category]) => `${column} (${category})`)
      .join(', '),
    other.join(', '),
    retention,
  ]);
}

function terms(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(
    ([term, text]) => `<div><dt>${escapeHtml(term)}</dt><dd>${escapeHtml(text)}</dd></div>`,
  );
  return `<dl>${lines.join('')}</dl>`;
}

function wide(table: string): string {
  return `<div class="wide">${table}</div>`;
}
