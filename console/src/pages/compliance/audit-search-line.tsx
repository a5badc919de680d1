import { Link } from 'react-router';
import type { Subject } from '../../api/subjects-query';
import type { AuditEntry } from '../../api/types';
import { Moment } from '../../ui/moment';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { Fact } from './fact';
import { SubjectName } from './subject-name';

interface Props {
  readonly entry: AuditEntry;
  readonly subjects: ReadonlyMap<string, Subject> | undefined;
}

/** One entry of the log in a sentence; all of it, and more of the same, when it is opened. */
export function AuditSearchLine({ entry, subjects }: Props) {
  const words = useComplianceWords();
  const common = useWords();
  const { action, actor, target, outcome, occurredAt, sequence, reason, requestId, change } = entry;
  const { organizationId, propertyId, client, erased } = entry;
  const name = (kind: string, id: string) =>
    kind === 'user' ? <SubjectName userId={id} subject={subjects?.get(id)} /> : <code>{id}</code>;
  const more = (field: string, id: string) => (
    <Link to={`/compliance/audit-log?${field}=${encodeURIComponent(id)}`}>{words.allOfIt}</Link>
  );
  return (
    <li className="audit">
      <details>
        <summary>
          <span className="audit-when">
            <Moment at={occurredAt} />
          </span>
          <span className="audit-what">
            {outcome === 'denied' && <span className="badge bad">{common.audit.denied}</span>}{' '}
            <strong>{words.actions[action] ?? common.audit.actions[action] ?? action}</strong>
            {target !== null && <> · {name(target.kind, target.id)}</>}
            <span className="hint">
              {' '}
              {common.why.by}{' '}
              {actor.kind === 'user' ? name(actor.kind, actor.id) : common.audit.actors[actor.kind](actor.id)}
            </span>
          </span>
        </summary>
        <dl className="facts">
          <Fact name={words.position}>{sequence ?? words.notSealed}</Fact>
          <Fact name={common.audit.action}>
            <code>{action}</code> {more('action', action)}
          </Fact>
          <Fact name={words.who}>
            <code>{actor.id}</code> {more('actor', actor.id)}
          </Fact>
          {actor.impersonatorId !== null && (
            <Fact name={words.impersonator}>
              <code>{actor.impersonatorId}</code>
            </Fact>
          )}
          {target !== null && (
            <Fact name={words.toWhat}>
              {target.kind} <code>{target.id}</code> {more('target', target.id)}
            </Fact>
          )}
          {organizationId !== null && (
            <Fact name={words.organization}>
              <code>{organizationId}</code> {more('organization', organizationId)}
            </Fact>
          )}
          {propertyId !== null && (
            <Fact name={words.property}>
              <code>{propertyId}</code>
            </Fact>
          )}
          {Object.entries(change).map(([field, value]) => (
            <Fact key={field} name={field}>
              {typeof value === 'string' ? value : <code>{JSON.stringify(value)}</code>}
            </Fact>
          ))}
          {reason !== null && <Fact name={common.audit.reason}>{reason}</Fact>}
          {client !== null && (
            <Fact name={words.client}>
              {client.address} {client.userAgent}
            </Fact>
          )}
          {erased && <Fact name={words.client}>{words.clientErased}</Fact>}
          {requestId !== null && (
            <Fact name={common.problem.requestId}>
              <code>{requestId}</code>
            </Fact>
          )}
        </dl>
      </details>
    </li>
  );
}
