import type { AuditEntry } from '../../api/types';
import { Moment } from '../../ui/moment';
import { PersonName } from '../../ui/person-name';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';

/** One entry in a sentence, and all of it when it is opened. */
export function AuditLine({ entry }: { readonly entry: AuditEntry }) {
  const words = useWords();
  const { place, property } = useOpenedProperty();
  const { action, actor, target, outcome, occurredAt, reason, requestId, change } = entry;
  const facts = Object.entries(change);
  return (
    <li className="audit">
      <details>
        <summary>
          <span className="audit-when">
            <Moment at={occurredAt} zone={property.timezone} />
          </span>
          <span className="audit-what">
            {outcome === 'denied' && <span className="badge bad">{words.audit.denied}</span>}{' '}
            <strong>{words.audit.actions[action] ?? action}</strong>{' '}
            {typeof change['role'] === 'string' && <RoleName role={change['role']} />}{' '}
            {target?.kind === 'user' && (
              <>
                · <PersonName organizationId={place.organizationId} userId={target.id} />
              </>
            )}
            <span className="hint">
              {' '}
              {words.why.by}{' '}
              {actor.kind === 'user' ? (
                <PersonName organizationId={place.organizationId} userId={actor.id} />
              ) : (
                words.audit.actors[actor.kind](actor.id)
              )}
            </span>
          </span>
        </summary>
        <dl className="facts">
          <dt>{words.audit.action}</dt>
          <dd>
            <code>{action}</code>
          </dd>
          {facts.map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
          {reason !== null && (
            <>
              <dt>{words.audit.reason}</dt>
              <dd>{reason}</dd>
            </>
          )}
          {requestId !== null && (
            <>
              <dt>{words.problem.requestId}</dt>
              <dd>
                <code>{requestId}</code>
              </dd>
            </>
          )}
        </dl>
      </details>
    </li>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{typeof value === 'string' ? value : <code>{JSON.stringify(value)}</code>}</dd>
    </>
  );
}
