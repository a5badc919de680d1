import { Link } from 'react-router';
import type { Trial } from '../../api/privacy-acts';
import type { PrivacyRequest } from '../../api/privacy-queries';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly trial: Trial;
  readonly kind: PrivacyRequest['kind'];
}

/** What a request would come to; nothing was asked for yet. */
export function TrialResult({ trial, kind }: Props) {
  const words = useComplianceWords();
  const { remedies } = useWords().problem;
  const { result, code, requestId, userId } = trial;
  const isFine = result === 'would_ask';
  return (
    <div className={isFine && code === null ? 'diff' : 'notice'} role="status">
      <p>
        <strong>{code === 'on_hold' ? words.wouldWait : (words.trials[result] ?? result)}</strong>
      </p>
      {isFine && <p>{words.wouldHappen[kind]}</p>}
      {code === 'on_hold' && (
        <p>
          {words.heldBack} <Link to={`/compliance/holds?userId=${userId ?? ''}`}>{words.seeHolds}</Link>
        </p>
      )}
      {result === 'refused' && code !== null && code !== 'on_hold' && (
        <p>
          {words.refusals[code] ?? remedies[code] ?? ''} <code>{code}</code>
        </p>
      )}
      {requestId !== null && <Link to={`/compliance/requests/${requestId}`}>{words.openThat}</Link>}
    </div>
  );
}
