import { useDeadLetters, useReplay } from '../../api/operations-queries';
import { Empty } from '../../ui/empty';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { PagesState } from '../../ui/pages-state';
import { ProblemNotice } from '../../ui/problem-notice';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { useMayInOperations } from './operations-layout';

/** Clerk's deliveries that could not be applied, with why, and another try. */
export function Component() {
  const operations = useOperationsWords();
  usePageTitle(operations.deadLetters, operations.title);
  const tell = useTell();
  const may = useMayInOperations();
  const letters = useDeadLetters();
  const replay = useReplay(() => {
    tell(operations.replayed);
  });
  return (
    <>
      <h1>{operations.deadLetters}</h1>
      {replay.isError && <ProblemNotice error={replay.error} />}
      <PagesState query={letters} none={<Empty title={operations.noDeadLetters} />}>
        {({ id, type, objectId, lastError, receivedAt, attempts, hasPayload }) => (
          <li key={id} className="row">
            <div>
              <strong>{type}</strong> <code>{objectId}</code>
              <p>{lastError}</p>
              <p className="hint">
                <Moment at={receivedAt} /> · {operations.times(attempts)}
              </p>
            </div>
            {may('platform:sync:manage') && hasPayload && (
              <button
                className="button"
                disabled={replay.isPending}
                onClick={() => {
                  replay.mutate(id);
                }}
              >
                {operations.replay}
              </button>
            )}
          </li>
        )}
      </PagesState>
    </>
  );
}
