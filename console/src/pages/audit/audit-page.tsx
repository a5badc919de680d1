import { useState } from 'react';
import { type AuditFilter, useAuditLog } from '../../api/audit-query';
import { Empty } from '../../ui/empty';
import { PagesState } from '../../ui/pages-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';
import { AuditLine } from './audit-line';

const DAY_MS = 86_400_000;
const SPANS = { all: null, day: 1, week: 7, month: 30 } as const;
type Span = keyof typeof SPANS;

/** What happened on the property: changes and refusals, who did it, and when by the clock of the place. */
export function Component() {
  const words = useWords();
  const { place, property } = useOpenedProperty();
  const [outcome, setOutcome] = useState<AuditFilter['outcome']>();
  const [span, setSpan] = useState<Span>('all');
  const [openedAt] = useState(Date.now);
  usePageTitle(words.audit.title, property.name);
  const days = SPANS[span];
  const log = useAuditLog(place, {
    ...(outcome !== undefined && { outcome }),
    ...(days !== null && { from: new Date(openedAt - days * DAY_MS).toISOString() }),
  });
  return (
    <>
      <h1>{words.audit.title}</h1>
      <div className="filters">
        <select
          name="outcome"
          aria-label={words.audit.outcome}
          value={outcome ?? 'all'}
          onChange={({ target: { value } }) => {
            setOutcome(value === 'allowed' || value === 'denied' ? value : undefined);
          }}
        >
          <option value="all">{words.audit.everything}</option>
          <option value="allowed">{words.audit.allowed}</option>
          <option value="denied">{words.audit.denied}</option>
        </select>
        <select
          name="span"
          aria-label={words.audit.span}
          value={span}
          onChange={({ target: { value } }) => {
            setSpan(Object.hasOwn(SPANS, value) ? (value as Span) : 'all');
          }}
        >
          {(Object.keys(SPANS) as Span[]).map((each) => (
            <option key={each} value={each}>
              {words.audit.spans[each]}
            </option>
          ))}
        </select>
      </div>
      <p className="hint">{words.audit.zone(property.timezone)}</p>
      <PagesState query={log} none={<Empty title={words.audit.none} />}>
        {(entry) => <AuditLine key={entry.id} entry={entry} />}
      </PagesState>
    </>
  );
}
