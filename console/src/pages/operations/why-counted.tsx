import type { UseQueryResult } from '@tanstack/react-query';
import type { UsageExplanation } from '../../api/usage-queries';
import { QueryState } from '../../ui/query-state';
import { useOperationsWords } from '../../words/use-operations-words';

/** Whether somebody or an organization counts in the month, and by what. */
export function WhyCounted({ query }: { readonly query: UseQueryResult<UsageExplanation> }) {
  const { counted } = useOperationsWords();
  return (
    <div className="diff" aria-live="polite">
      <QueryState query={query}>
        {(explanation) => (
          <>
            <p>
              <span className="badge">
                {explanation.retained
                  ? counted.retained
                  : explanation.active
                    ? counted.active
                    : counted.neither}
              </span>{' '}
              {explanation.month}
            </p>
            <ul>
              {explanation.because.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            {explanation.kind === 'person' && explanation.activeDays.length > 0 && (
              <p className="hint">{counted.activeOn(explanation.activeDays.join(', '))}</p>
            )}
            {explanation.kind === 'organization' && (
              <p className="hint">
                {counted.members(explanation.members, explanation.activeMembers, explanation.retainedMembers)}
              </p>
            )}
          </>
        )}
      </QueryState>
    </div>
  );
}
