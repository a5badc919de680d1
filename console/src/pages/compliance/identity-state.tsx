import type { PrivacyRequest } from '../../api/privacy-queries';
import { useComplianceWords } from '../../words/use-compliance-words';

/** Whether the person proved who they are: who asks for themselves is signed in, an erasure wants a fresh proof too. */
export function IdentityState({ request }: { readonly request: PrivacyRequest }) {
  const words = useComplianceWords();
  const { requestedBy, userId, kind } = request;
  if (requestedBy !== userId) return <span className="badge">{words.identity.byStaff}</span>;
  return (
    <span className="badge good">{kind === 'erasure' ? words.identity.fresh : words.identity.signedIn}</span>
  );
}
