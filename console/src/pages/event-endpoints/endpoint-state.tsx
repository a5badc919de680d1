import type { Endpoint } from '../../api/event-endpoint-queries';
import { Moment } from '../../ui/moment';
import { useOwnerWords } from '../../words/use-owner-words';

/** Whether an endpoint is sent to, and why it is not; or since when it takes nothing. */
export function EndpointState({ endpoint }: { readonly endpoint: Endpoint }) {
  const { endpoints: texts } = useOwnerWords();
  const { state, disabledBecause, failingSince } = endpoint;
  if (state === 'disabled')
    return (
      <span className="badge bad">
        {disabledBecause === null ? texts.states.disabled : texts.because[disabledBecause]}
      </span>
    );
  if (failingSince !== null)
    return (
      <span className="badge bad">
        {texts.failing} <Moment at={failingSince} />
      </span>
    );
  return <span className="badge">{texts.states.enabled}</span>;
}
