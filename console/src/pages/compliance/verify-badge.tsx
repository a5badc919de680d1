import { useVerdict } from '../../api/certificate-query';
import { CheckIcon, CrossIcon } from '../../ui/icons';
import { Loading } from '../../ui/loading';
import { ProblemNotice } from '../../ui/problem-notice';
import { useComplianceWords } from '../../words/use-compliance-words';

interface Props {
  /** As it came, parsed as JSON. */
  readonly signed: unknown;
}

/** Whether a document is what the service signed, computed in this browser from the public keys. */
export function VerifyBadge({ signed }: Props) {
  const words = useComplianceWords();
  const verdict = useVerdict(signed);
  if (verdict.isError) return <ProblemNotice error={verdict.error} onRetry={() => void verdict.refetch()} />;
  if (verdict.data === undefined) return <Loading />;
  const isGenuine = verdict.data === 'genuine';
  return (
    <div
      className={`verdict-box ${isGenuine ? 'yes' : verdict.data === 'unsupported' ? '' : 'no'}`}
      role="status"
    >
      {isGenuine ? <CheckIcon /> : <CrossIcon />}
      <span>{words.verdicts[verdict.data]}</span>
    </div>
  );
}
