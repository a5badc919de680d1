import { useState } from 'react';
import { Link } from 'react-router';
import {
  type InvitationStatus,
  useAdoptInvitation,
  useInvitations,
  useRevokeInvitation,
} from '../../api/invitation-queries';
import type { Invitation } from '../../api/types';
import { Empty } from '../../ui/empty';
import { useTell } from '../../ui/messages';
import { Moment, Until } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { RoleName } from '../../ui/role-name';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';

const STATUSES: readonly InvitationStatus[] = ['pending', 'accepted', 'revoked', 'expired', 'failed', 'all'];

/** Who was invited to the property, and what became of it. */
export function Component() {
  const words = useWords();
  const { place, property, may } = useOpenedProperty();
  const [status, setStatus] = useState<InvitationStatus>('pending');
  usePageTitle(words.invitations.title, property.name);
  const mayInvite = may('property:members:manage') && property.status === 'active';
  return (
    <>
      <div className="page-head">
        <h1>{words.invitations.title}</h1>
        {mayInvite && (
          <Link className="button primary" to="new">
            {words.invitations.invite}
          </Link>
        )}
      </div>
      <div className="filters">
        <select
          value={status}
          name="status"
          aria-label={words.invitations.status}
          onChange={({ target }) => {
            setStatus(STATUSES.find((each) => each === target.value) ?? 'pending');
          }}
        >
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {words.invitations.statuses[each]}
            </option>
          ))}
        </select>
      </div>
      <QueryState query={useInvitations(place, status)}>
        {(invitations) =>
          invitations.length === 0 ? (
            <Empty title={words.invitations.noneTitle}>{mayInvite && <p>{words.invitations.none}</p>}</Empty>
          ) : (
            <ul className="rows">
              {invitations.map((invitation) => (
                <Line key={invitation.id} invitation={invitation} mayManage={mayInvite} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </>
  );
}

function Line({ invitation, mayManage }: { readonly invitation: Invitation; readonly mayManage: boolean }) {
  const words = useWords();
  const tell = useTell();
  const { place, property } = useOpenedProperty();
  const { id, emailAddress, role, status, delivery, invitedBy, createdAt, expiresAt, revokedBecause } =
    invitation;
  const revoke = useRevokeInvitation(place, () => {
    tell(words.invitations.revoked(emailAddress));
  });
  const adopt = useAdoptInvitation(place, () => {
    tell(words.invitations.adopted(emailAddress));
  });
  const failure = revoke.error ?? adopt.error;
  return (
    <li className="row">
      <div>
        <strong>{emailAddress}</strong> <RoleName role={role} />
        <p className="hint">
          {words.invitations.statuses[status]}
          {status === 'pending' && `, ${words.invitations.deliveries[delivery]}`}
          {revokedBecause !== null && `: ${words.invitations.because[revokedBecause]}`} ·{' '}
          <Moment at={createdAt} zone={property.timezone} />
          <ByPerson organizationId={place.organizationId} userId={invitedBy} />
        </p>
        {status === 'pending' && <Until at={expiresAt} zone={property.timezone} />}
        {failure !== null && <ProblemNotice error={failure} />}
      </div>
      {mayManage && status === 'pending' && (
        <button
          className="button"
          disabled={revoke.isPending}
          onClick={() => {
            revoke.mutate(id);
          }}
        >
          {words.invitations.revoke}
        </button>
      )}
      {mayManage && revokedBecause === 'inviter_lost_right' && (
        <button
          className="button"
          disabled={adopt.isPending}
          onClick={() => {
            adopt.mutate(id);
          }}
        >
          {words.invitations.adopt}
        </button>
      )}
    </li>
  );
}
