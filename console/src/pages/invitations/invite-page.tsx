import { useState } from 'react';
import { Link } from 'react-router';
import { useInvitations, useInvite } from '../../api/invitation-queries';
import { usePeople } from '../../api/people-queries';
import { usePropertyPermissions } from '../../api/permission-queries';
import { useRoles } from '../../api/place-queries';
import { useRights } from '../../api/rights-query';
import type { Role } from '../../api/types';
import { Field } from '../../ui/field';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';
import { grantableRoles } from '../person/grantable-roles';
import { useOpenedProperty } from '../property/property-layout';
import { InvitePreview } from './invite-preview';
import { type Known, readPastedLines } from './pasted-lines';

/** Invites one person or a pasted list, and says of each line what would come of it before anything is sent. */
export function Component() {
  const words = useWords();
  const { place, property, may } = useOpenedProperty();
  usePageTitle(words.invite.title, property.name);
  const roles = useRoles(place.organizationId, true);
  const permissions = usePropertyPermissions();
  const own = useRights(place, permissions.data?.map(({ key }) => key) ?? []);
  return (
    <>
      <p className="crumb">
        <Link to="../invitations">{words.invitations.title}</Link>
      </p>
      <h1>{words.invite.title}</h1>
      {may('property:members:manage') ? (
        <QueryState query={roles}>
          {(known) => (
            <QueryState query={own}>
              {(held) => <InviteForm roles={grantableRoles(known, held)} />}
            </QueryState>
          )}
        </QueryState>
      ) : (
        <p className="notice">{words.problem.remedies.permission_missing}</p>
      )}
    </>
  );
}

function InviteForm({ roles }: { readonly roles: readonly Role[] }) {
  const words = useWords();
  const { place } = useOpenedProperty();
  const people = usePeople(place);
  const open = useInvitations(place, 'pending');
  const invite = useInvite(place);
  const [pasted, setPasted] = useState('');
  const [role, setRole] = useState(roles[0]?.key ?? '');
  if (roles.length === 0) return <p className="notice">{words.give.nothing}</p>;
  const known: Known = {
    withAccess: new Set(people.data?.people.map(({ emailAddress }) => emailAddress?.toLowerCase() ?? '')),
    invited: new Set(open.data?.map(({ emailAddress }) => emailAddress.toLowerCase())),
    roles: new Map(
      roles.flatMap(({ key, name }) =>
        [key, name, words.roles[key] ?? name].map((each) => [each.toLowerCase(), key] as const),
      ),
    ),
  };
  const lines = readPastedLines(pasted, role, known);
  return (
    <>
      <Field label={words.invite.people} hint={words.invite.peopleHint}>
        <textarea
          name="people"
          rows={5}
          value={pasted}
          autoFocus
          spellCheck={false}
          placeholder={'mark@example.com\nsam@example.com, ' + (words.roles['property:viewer'] ?? '')}
          onChange={({ target }) => {
            setPasted(target.value);
          }}
        />
      </Field>
      <Field label={words.invite.role}>
        <select
          name="role"
          value={role}
          onChange={({ target }) => {
            setRole(target.value);
          }}
        >
          {roles.map(({ key, name }) => (
            <option key={key} value={key}>
              {words.roles[key] ?? name}
            </option>
          ))}
        </select>
      </Field>
      <InvitePreview lines={lines} send={invite.mutateAsync} />
    </>
  );
}
