import { useState } from 'react';
import { type Drift, type Reconciliation, useApplyPlan, useDrift } from '../../api/operations-queries';
import { Dialog } from '../../ui/dialog';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { useOperationsWords } from '../../words/use-operations-words';
import { useWords } from '../../words/words-provider';
import { useMayInOperations } from './operations-layout';

type Item = Drift['items'][number];

/** One comparison: what is at Clerk beside what is here, and the plan by its hash. */
export function DriftPlan({ reconciliation }: { readonly reconciliation: Reconciliation }) {
  const words = useOperationsWords();
  const may = useMayInOperations();
  const [isApplying, setIsApplying] = useState(false);
  const { id, status, startedAt, hash, drift, error, reasons } = reconciliation;
  const mayBeApplied =
    (status === 'planned' || status === 'blocked') && hash !== null && (drift?.total ?? 0) > 0;
  return (
    <section aria-labelledby="plan">
      <div className="page-head">
        <div>
          <h2 id="plan">{words.statuses[status]}</h2>
          <p className="hint">
            <Moment at={startedAt} /> {drift !== null && `· ${words.differences(drift.total)}`}
          </p>
        </div>
        {mayBeApplied && may('platform:sync:manage') && (
          <button
            className="button primary"
            onClick={() => {
              setIsApplying(true);
            }}
          >
            {words.apply}
          </button>
        )}
      </div>
      {error !== null && <p className="notice bad">{error}</p>}
      {reasons.map(({ kind, why, removals }) => (
        <p key={kind + why} className="notice">
          {words.blockedBy(kind, removals)} <code>{why}</code>
        </p>
      ))}
      <QueryState query={useDrift(id, status)}>
        {({ items, nextCursor }) => (
          <>
            {items.length > 0 && <Differences items={items} />}
            {nextCursor !== null && <p className="hint">{words.firstHundred}</p>}
          </>
        )}
      </QueryState>
      {isApplying && hash !== null && (
        <ApplyDialog
          reconciliation={reconciliation}
          hash={hash}
          onClose={() => {
            setIsApplying(false);
          }}
        />
      )}
    </section>
  );
}

function Differences({ items }: { readonly items: readonly Item[] }) {
  const words = useOperationsWords();
  return (
    <table className="table drift">
      <thead>
        <tr>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.atClerk}</th>
          <th scope="col">{words.here}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ kind, change, clerkId, fields, clerkUpdatedAt, mirroredUpdatedAt, outcome, cause }) => (
          <tr key={kind + clerkId + change}>
            <td>
              <strong>{words.kinds[kind]}</strong> <code>{clerkId}</code>
              <p className="hint">
                {fields.join(', ')} {cause} {outcome !== null && `· ${outcome}`}
              </p>
            </td>
            <td>
              {change === 'extra' ? words.isNotThere : words.isThere}{' '}
              {clerkUpdatedAt !== null && <Moment at={clerkUpdatedAt} />}
            </td>
            <td>
              {change === 'missing' ? words.isNotThere : words.isThere}{' '}
              {mirroredUpdatedAt !== null && <Moment at={mirroredUpdatedAt} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ApplyProps {
  readonly reconciliation: Reconciliation;
  readonly hash: string;
  readonly onClose: () => void;
}

function ApplyDialog({ reconciliation, hash, onClose }: ApplyProps) {
  const words = useWords();
  const operations = useOperationsWords();
  const tell = useTell();
  const isBlocked = reconciliation.status === 'blocked';
  const apply = useApplyPlan(() => {
    tell(operations.applied);
    onClose();
  });
  return (
    <Dialog title={operations.apply} onClose={onClose}>
      <p>{operations.applyText(reconciliation.drift?.total ?? 0)}</p>
      <p className="hint">
        {operations.hash} <code>{hash}</code>
      </p>
      {isBlocked && <p className="notice">{operations.forceText}</p>}
      {apply.isError && <ProblemNotice error={apply.error} />}
      <div className="actions">
        <button className="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button
          className={isBlocked ? 'button danger' : 'button primary'}
          disabled={apply.isPending}
          onClick={() => {
            apply.mutate({ reconciliationId: reconciliation.id, hash, force: isBlocked });
          }}
        >
          {isBlocked ? operations.force : operations.applyNow}
        </button>
      </div>
    </Dialog>
  );
}
