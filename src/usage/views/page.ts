import type { UsageReport } from '../report/usage-report.js';
import { escapeHtml } from '#libs/html';
import { groupedNumber } from './grouped-number.js';
import { pageStyle } from './page-style.js';

/** What the page may load: nothing but its own style. */
export const PAGE_CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The report for people: one HTML file that needs nothing else.
 *
 * @param chart its picture, as SVG
 */
export function usagePageOf(report: UsageReport, placeName: string, chart: string): string {
  const title = escapeHtml(`Usage of ${placeName}, ${report.month}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="state">${escapeHtml(stateOf(report))}</p>
${alertsOf(report)}
<dl class="figures">
${figure('Active people', 'MAU', report.mau)}
${figure('Retained people', 'MRU', report.mru)}
${report.mao === null ? '' : figure('Active organizations', 'MAO', report.mao)}
${report.mro === null ? '' : figure('Retained organizations', 'MRO', report.mro)}
</dl>
<figure class="chart">${chart}</figure>
${forecastOf(report)}
${costOf(report)}
<h2>Day by day</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Day by day">
<table>
<thead><tr><th scope="col">Day</th><th scope="col">Active</th><th scope="col">New</th><th scope="col">Returning</th><th scope="col">Active so far</th><th scope="col">Retained so far</th></tr></thead>
<tbody>
${report.days
  .map(
    (day) =>
      `<tr><th scope="row">${day.date}</th>${[day.dau, day.new, day.returning, day.mauToDate, day.mruToDate]
        .map((value) => `<td>${groupedNumber(value)}</td>`)
        .join('')}</tr>`,
  )
  .join('\n')}
</tbody>
</table>
</div>
<h2>What the numbers mean</h2>
<dl class="definitions">
${Object.entries(report.definitions)
  .map(([term, meaning]) => `<div><dt>${escapeHtml(termOf(term))}</dt><dd>${escapeHtml(meaning)}</dd></div>`)
  .join('\n')}
</dl>
</main>
</body>
</html>
`;
}

function stateOf(report: UsageReport): string {
  const state = report.complete
    ? `Closed on ${String(report.closedAt).slice(0, 10)}`
    : 'Not closed: numbers may still grow';
  const since = report.ledger.coversWholeMonth
    ? ''
    : ` The ledger began on ${report.ledger.beganOn}; earlier days are not known.`;
  return `${state}. Days in ${report.timezone}.${since}`;
}

function figure(name: string, short: string, value: number): string {
  return `<div><dt>${name} <abbr>${short}</abbr></dt><dd>${groupedNumber(value)}</dd></div>`;
}

const ALERTS = {
  reached_80_percent: '80 % of the plan’s limit is reached.',
  reached_100_percent: 'The plan’s limit is reached.',
  forecast_above_limit: 'The month is expected to end above the plan’s limit.',
} as const;

function alertsOf(report: UsageReport): string {
  if (report.alerts.length === 0) return '';
  const items = report.alerts.map(({ kind, mru, limit, on }) => {
    const day =
      on === null ? '' : ` ${kind === 'forecast_above_limit' ? 'Expected on' : 'Crossed on'} ${on}.`;
    return `<li><strong>${ALERTS[kind]}</strong> ${groupedNumber(mru)} of ${groupedNumber(limit)} retained people.${day}</li>`;
  });
  return `<ul class="alerts" role="status">${items.join('')}</ul>`;
}

function forecastOf({ forecast }: UsageReport): string {
  if (forecast === null) return '';
  const line = (name: string, { expected, low, high }: { expected: number; low: number; high: number }) =>
    `<li>${name}: about <strong>${groupedNumber(expected)}</strong>, between ${groupedNumber(low)} and ${groupedNumber(high)}</li>`;
  const limit =
    forecast.planLimitMru === null
      ? ''
      : `<li>Limit of the plan, ${groupedNumber(forecast.planLimitMru)} retained people: ${
          forecast.crossesPlanLimitOn === null
            ? 'not crossed this month'
            : `crossed on <strong>${forecast.crossesPlanLimitOn}</strong>`
        }${forecast.outgrowsPlanIn === null ? '' : `; at the growth of the last months outgrown in ${forecast.outgrowsPlanIn}`}</li>`;
  return `<h2>At the end of the month</h2>\n<ul>${line('Active people', forecast.mau)}${line('Retained people', forecast.mru)}${limit}</ul>`;
}

function costOf({ cost }: UsageReport): string {
  if (cost === null) return '';
  const money = (value: number | null) => (value === null ? 'not offered' : `$${value.toFixed(2)}`);
  const rows = cost.soFar.map((plan, index) => {
    const expected = cost.expected?.[index];
    return `<tr><th scope="row">${escapeHtml(plan.plan)}</th><td>${money(plan.total)}</td><td>${money(plan.totalWithOrganizations)}</td><td>${
      expected === undefined ? '–' : money(expected.total)
    }</td></tr>`;
  });
  return `<h2>What Clerk would cost</h2>
<table>
<thead><tr><th scope="col">Plan</th><th scope="col">So far</th><th scope="col">With B2B add-on</th><th scope="col">Expected</th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table>
<p class="note">Prices as of ${escapeHtml(cost.prices.asOf)}, ${escapeHtml(cost.prices.source)}. ${escapeHtml(cost.prices.note)}</p>`;
}

const SHORT_TERMS = new Set(['dau', 'mau', 'mru', 'mao', 'mro']);

function termOf(key: string): string {
  if (SHORT_TERMS.has(key)) return key.toUpperCase();
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
