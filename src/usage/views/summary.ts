import type { UsageReport } from '../report/usage-report.js';
import { groupedNumber } from './grouped-number.js';

/** The report in a terminal: what matters, in lines that fit. */
export function summaryOf(report: UsageReport, placeName: string): string {
  const { forecast, cost } = report;
  const rows: (readonly [string, string])[] = [
    ['active people (MAU)', groupedNumber(report.mau)],
    ['retained people (MRU)', groupedNumber(report.mru)],
    ['new / returning', `${groupedNumber(report.new)} / ${groupedNumber(report.returning)}`],
  ];
  if (report.mao !== null) rows.push(['active organizations (MAO)', groupedNumber(report.mao)]);
  if (report.mro !== null) rows.push(['retained organizations (MRO)', groupedNumber(report.mro)]);
  if (forecast !== null) {
    const { expected, low, high } = forecast.mru;
    rows.push([
      'MRU at the end',
      `about ${groupedNumber(expected)} (${groupedNumber(low)} to ${groupedNumber(high)})`,
    ]);
    if (forecast.crossesPlanLimitOn !== null)
      rows.push(['plan limit crossed on', forecast.crossesPlanLimitOn]);
    if (forecast.outgrowsPlanIn !== null) rows.push(['plan outgrown in', forecast.outgrowsPlanIn]);
  }
  for (const { plan, total } of cost?.soFar ?? []) {
    rows.push([`cost on ${plan}`, total === null ? 'not offered' : `$${total.toFixed(2)}`]);
  }
  const width = Math.max(...rows.map(([label]) => label.length));
  const state = report.complete ? 'closed' : 'not closed';
  return [
    `Usage of ${placeName}, ${report.month} (${state}, days in ${report.timezone})`,
    ...rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`),
    ...report.alerts.map(
      ({ kind, mru, limit }) =>
        `  ! ${kind.replaceAll('_', ' ')}: ${groupedNumber(mru)} of ${groupedNumber(limit)}`,
    ),
    ...(report.ledger.coversWholeMonth
      ? []
      : [`  The ledger began on ${report.ledger.beganOn}; earlier days are not known.`]),
    ...(cost === null ? [] : [`  Prices as of ${cost.prices.asOf}, second-hand: check clerk.com/pricing.`]),
  ].join('\n');
}
