import { useState } from 'react';
import { type EndpointPath, type EventDelivery, useDeliveries } from '../../api/event-endpoint-queries';
import { Moment } from '../../ui/moment';
import { PagesState } from '../../ui/pages-state';
import { useOwnerWords } from '../../words/use-owner-words';

const STATES = ['all', 'pending', 'delivered', 'dead'] as const;

/** What was sent, what waits and what was given up, with what the receiver said. */
export function Deliveries({ path }: { readonly path: EndpointPath }) {
  const { endpoints: texts, organization } = useOwnerWords();
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const deliveries = useDeliveries(path, state === 'all' ? undefined : state);
  return (
    <section aria-labelledby="deliveries">
      <h2 id="deliveries">{texts.deliveries}</h2>
      <div className="filters">
        <select
          name="state"
          aria-label={texts.deliveryState}
          value={state}
          onChange={({ target }) => {
            setState(STATES.find((each) => each === target.value) ?? 'all');
          }}
        >
          {STATES.map((each) => (
            <option key={each} value={each}>
              {texts.deliveryStates[each]}
            </option>
          ))}
        </select>
      </div>
      <PagesState
        query={deliveries}
        none={<p className="hint">{texts.noDeliveries}</p>}
        more={organization.more}
      >
        {(delivery) => (
          <li key={delivery.event.id} className="delivery">
            <Delivery delivery={delivery} />
          </li>
        )}
      </PagesState>
    </section>
  );
}

function Delivery({ delivery }: { readonly delivery: EventDelivery }) {
  const { endpoints: texts } = useOwnerWords();
  const { state, attempts, nextAttemptAt, lastStatus, lastError, event } = delivery;
  return (
    <details>
      <summary>
        <span>
          <strong>{event.type}</strong> <Moment at={event.occurredAt} />
        </span>
        <span className={state === 'dead' ? 'badge bad' : 'badge'}>{texts.deliveryStates[state]}</span>
      </summary>
      <div className="delivery-inside">
        <p className="hint">
          {texts.attempts(attempts)}
          {nextAttemptAt !== null && state === 'pending' && (
            <>
              {' · '}
              {texts.nextTry} <Moment at={nextAttemptAt} />
            </>
          )}
        </p>
        {(lastStatus !== null || lastError !== null) && (
          <p className="notice bad">
            {lastStatus !== null && `${String(lastStatus)} `}
            {lastError}
          </p>
        )}
        <pre className="event-facts" tabIndex={0}>
          {JSON.stringify(event, null, 2)}
        </pre>
      </div>
    </details>
  );
}
