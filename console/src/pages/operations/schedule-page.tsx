import { useRunJob, useSchedule } from '../../api/operations-queries';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { useMayInOperations } from './operations-layout';

/** Every periodic job: when it runs next, how it went last, and a run beside its schedule. */
export function Component() {
  const words = useOperationsWords();
  usePageTitle(words.schedule, words.title);
  const tell = useTell();
  const may = useMayInOperations();
  const run = useRunJob((job) => {
    tell(words.started(job));
  });
  return (
    <>
      <h1>{words.schedule}</h1>
      {run.isError && <ProblemNotice error={run.error} />}
      <QueryState query={useSchedule()}>
        {(jobs) => (
          <ul className="rows">
            {jobs.map(({ name, miss, nextAt, lastRun }) => (
              <li key={name} className="row">
                <div className="grow">
                  <strong>{name}</strong>
                  <p className="hint">{miss}</p>
                  <p className="hint">
                    {words.next} <Moment at={nextAt} />
                    {lastRun !== null && (
                      <>
                        {' · '}
                        {words.last} {words.runs[lastRun.state]} <Moment at={lastRun.startedAt} />
                      </>
                    )}
                  </p>
                  {lastRun?.error != null && <p className="notice bad">{lastRun.error}</p>}
                </div>
                {may('platform:sync:manage') && (
                  <button
                    className="button"
                    disabled={run.isPending || lastRun?.state === 'running'}
                    onClick={() => {
                      run.mutate(name);
                    }}
                    aria-label={`${words.runNow}: ${name}`}
                  >
                    {words.runNow}
                  </button>
                )}
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </>
  );
}
