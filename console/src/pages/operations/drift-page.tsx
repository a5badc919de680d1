import {
  isUnderWay,
  type Reconciliation,
  useCompare,
  useReconciliations,
} from '../../api/operations-queries';
import { Empty } from '../../ui/empty';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { DriftPlan } from './drift-plan';
import { useMayInOperations } from './operations-layout';

/** Where the mirror and Clerk differ, side by side, and what applying the plan would do. */
export function Component() {
  const words = useOperationsWords();
  usePageTitle(words.drift, words.title);
  const may = useMayInOperations();
  const reconciliations = useReconciliations();
  const compare = useCompare();
  const isBusy = compare.isPending || reconciliations.data?.some(isUnderWay) === true;
  return (
    <>
      <div className="page-head">
        <h1>{words.drift}</h1>
        {may('platform:sync:manage') && (
          <button
            className="button primary"
            disabled={isBusy}
            onClick={() => {
              compare.mutate(undefined);
            }}
          >
            {isBusy ? words.comparing : words.compare}
          </button>
        )}
      </div>
      {compare.isError && <ProblemNotice error={compare.error} />}
      <QueryState query={reconciliations}>
        {([latest, ...earlier]) =>
          latest === undefined ? (
            <Empty title={words.neverCompared} />
          ) : (
            <>
              <DriftPlan key={latest.id} reconciliation={latest} />
              {earlier.length > 0 && (
                <section aria-labelledby="earlier">
                  <h2 id="earlier">{words.earlier}</h2>
                  <ul className="rows">
                    {earlier.map((each) => (
                      <Earlier key={each.id} reconciliation={each} />
                    ))}
                  </ul>
                </section>
              )}
            </>
          )
        }
      </QueryState>
    </>
  );
}

function Earlier({ reconciliation }: { readonly reconciliation: Reconciliation }) {
  const words = useOperationsWords();
  const { startedAt, status, drift } = reconciliation;
  return (
    <li className="row">
      <span>
        <Moment at={startedAt} /> · {words.statuses[status]}
      </span>
      <span className="hint">{drift === null ? '' : words.differences(drift.total)}</span>
    </li>
  );
}
