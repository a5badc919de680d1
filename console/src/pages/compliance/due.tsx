import type { PrivacyRequest } from '../../api/privacy-queries';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useLanguage } from '../../words/words-provider';

/** The last day of a request in the zone of the controller, and how many are left. */
export function Due({ request }: { readonly request: PrivacyRequest }) {
  const words = useComplianceWords();
  const { dueAt, timeZone, daysLeft, alarm, closedAt } = request;
  const urgency = daysLeft < 0 ? 'over' : alarm >= 80 ? 'soon' : '';
  return (
    <span className="due">
      {closedAt === null && <span className={`days ${urgency}`}>{words.daysLeft(daysLeft)}</span>}
      <span className="hint">
        {words.dueOn} <LastDay at={dueAt} zone={timeZone} />
      </span>
    </span>
  );
}

/** A deadline ends with a day: the hour would only say 23:59. */
export function LastDay({ at, zone }: { readonly at: string; readonly zone: string }) {
  const [language] = useLanguage();
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: zone });
  return (
    <time dateTime={at} title={zone}>
      {day.format(new Date(at))}
    </time>
  );
}
