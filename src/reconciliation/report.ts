import { CHANGES, KINDS } from './kinds.js';
import type { Reconciliation } from './records/reconciliation.entity.js';
import type { ReconciliationItem } from './records/reconciliation-item.entity.js';

const CAUSES: Readonly<Record<string, string>> = {
  late_webhook: 'changed just now; the webhook may still be on its way',
  waiting_webhook: 'the webhook came and waits to be applied',
  dead_webhook: 'the webhook came and could not be applied (see `webhooks list`)',
  webhooks_silent: 'no webhook of any kind has come since',
  lost_webhook: 'other webhooks came since, this one never did',
  before_webhooks: 'changed before webhooks were set up',
  newer_here: 'what is here calls itself newer than Clerk’s state',
  no_webhook: 'no webhook has ever come',
};
const REASONS: Readonly<Record<string, string>> = {
  too_many_removals: 'more would be removed than 5 % or 50',
  empty_list: 'Clerk’s list is empty',
  incomplete_list: 'Clerk’s list gives less than it says there is',
  everything_removed: 'everything would be removed',
};

/**
 * A reconciliation in words, for a terminal.
 *
 * @param items the first of its items
 * @param outcomes how many items had which outcome
 */
export function reconciliationReportOf(
  run: Reconciliation,
  items: readonly ReconciliationItem[],
  outcomes: Readonly<Partial<Record<string, number>>>,
): string {
  const lines = [`Reconciliation ${run.id} (${run.mode}): ${run.status}${run.forced ? ', by force' : ''}`];
  if (run.error !== null) lines.push(`It ended because of: ${run.error}`);
  if (run.drift === null) return lines.join('\n');
  lines.push('', `${'kind'.padEnd(14)}${['at Clerk', 'here', ...CHANGES].map(right).join('')}`);
  for (const kind of KINDS) {
    const counts = run.counts[kind];
    const figures = [
      counts?.clerk ?? '?',
      counts?.here ?? '?',
      ...CHANGES.map((change) => run.drift?.[kind][change]),
    ];
    lines.push(`${kind.padEnd(14)}${figures.map((figure) => right(String(figure))).join('')}`);
  }
  const tombstoned = KINDS.flatMap((kind) => {
    const count = run.counts[kind]?.tombstoned ?? 0;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  if (tombstoned.length > 0)
    lines.push('', `Deleted here for good and still at Clerk, left as they are: ${tombstoned.join(', ')}.`);
  const { missing, extra } = run.drift.user;
  if (missing + extra > 0) {
    lines.push(
      '',
      `People at Clerk without a row here: ${missing}. Rows here whose person Clerk does not know: ${extra}.`,
    );
  }
  if (items.length > 0) lines.push('', ...items.map(lineOf));
  if (run.drift.total > items.length && items.length > 0)
    lines.push(`… and ${run.drift.total - items.length} more`);
  const causes = [...new Set(items.map(({ cause }) => cause))];
  if (causes.length > 0) lines.push('', ...causes.map((cause) => `${cause}: ${CAUSES[cause] ?? ''}`));
  for (const { kind, why, removals, here, told, listed } of run.reasons) {
    lines.push(
      '',
      `HELD: ${kind}: ${REASONS[why] ?? why} (${removals} of ${here} here; Clerk says ${told}, listed ${listed}).`,
    );
  }
  lines.push('', `Drift: ${run.drift.total}`, `Hash:  ${run.hash ?? ''}`);
  const settled = Object.entries(outcomes).filter(([outcome]) => outcome !== 'open');
  if (settled.length > 0)
    lines.push(`Done:  ${settled.map(([outcome, count]) => `${count ?? 0} ${outcome}`).join(', ')}`);
  return lines.join('\n');
}

function lineOf({ change, kind, clerkId, fields, cause, outcome }: ReconciliationItem): string {
  const names = fields.length === 0 ? '' : ` (${fields.join(', ')})`;
  const end = outcome === null ? '' : ` -> ${outcome}`;
  return `${change.padEnd(10)}${kind.padEnd(13)}${clerkId}${names}  ${cause}${end}`;
}

function right(text: string): string {
  return text.padStart(11);
}
