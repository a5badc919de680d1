import { useDeadLetters, useReplay } from '../../api/operations-queries';
import { Empty } from '../../ui/empty';
import { Loading } from '../../ui/loading';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { usePageTitle } from '../../ui/use-page-title';
import { useOperationsWords } from '../../words/use-operations-words';
import { useWords } from '../../words/words-provider';
import { useMay } from './operations-layout';

/** Clerk's deliveries that could not be applied, with why, and another try. */
export function Component() {
  const words = useWords();
  const operations = useOperationsWords();
  usePageTitle(operations.deadLetters, operations.title);
  const tell = useTell();
  const may = useMay();
  const letters = useDeadLetters();
  const replay = useReplay(() => {
    tell(operations.replayed);
  });
  const found = letters.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <h1>{operations.deadLetters}</h1>
      {letters.isPending && <Loading />}
      {letters.isError && <ProblemNotice error={letters.error} onRetry={() => void letters.refetch()} />}
      {replay.isError && <ProblemNotice error={replay.error} />}
      {letters.isSuccess && found.length === 0 && <Empty title={operations.noDeadLetters} />}
      <ul className="rows">
        {found.map(({ id, type, objectId, lastError, receivedAt, attempts, hasPayload }) => (
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
        ))}
      </ul>
      {letters.hasNextPage && (
        <button className="button" onClick={() => void letters.fetchNextPage()}>
          {words.audit.more}
        </button>
      )}
    </>
  );
}
