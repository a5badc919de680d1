import { ProblemError } from '@tenantry/client';
import { ProofWithheld } from '../identity/reverification-provider';
import { useWords } from '../words/words-provider';

interface Props {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, what to do about it, and the id to quote when asking for help. */
export function ProblemNotice({ error, onRetry }: Props) {
  const words = useWords();
  const isProblem = error instanceof ProblemError;
  if (error instanceof ProofWithheld) return <p className="hint">{words.proof.withheld}</p>;
  const detail = isProblem ? error.message : isOffline(error) ? words.problem.offline : messageOf(error);
  const remedy = isProblem ? words.problem.remedies[error.code] : undefined;
  return (
    <div className="notice bad" role="alert">
      <p>
        <strong>{detail || words.problem.unknown}</strong>
      </p>
      {isProblem && error.errors.length > 0 && (
        <ul>
          {error.errors.map(({ field, message }) => (
            <li key={field + message}>{message}</li>
          ))}
        </ul>
      )}
      {remedy !== undefined && <p>{remedy}</p>}
      {isProblem && error.retryAfterSeconds !== null && (
        <p>{words.problem.retryAfter(error.retryAfterSeconds)}</p>
      )}
      {isProblem && error.requestId !== '' && (
        <p className="hint">
          {words.problem.requestId} <code>{error.requestId}</code>
        </p>
      )}
      {onRetry && (
        <button className="button" onClick={onRetry}>
          {words.problem.retry}
        </button>
      )}
    </div>
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** Browsers say in words of their own that a request was not answered. */
function isOffline(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load failed/i.test(error.message);
}
