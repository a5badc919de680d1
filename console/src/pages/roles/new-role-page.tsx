import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useRights } from '../../api/rights-query';
import { useTenantPermissions } from '../../api/permission-queries';
import { useMakeRole } from '../../api/role-queries';
import type { Role } from '../../api/types';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { PermissionChoice } from './permission-choice';
import { RoleFields } from './role-editor';

const KINDS = ['property', 'organization'] as const;

/** Makes a role out of permissions that one holds oneself. */
export function Component() {
  const { tabs, roles: texts } = useOwnerWords();
  const { organizationId, organization } = useOpenedOrganization();
  usePageTitle(texts.make, organization.name);
  const permissions = useTenantPermissions();
  const held = useRights({ organizationId }, permissions.data?.map(({ key }) => key) ?? []);
  return (
    <Allowed right="org:roles:manage">
      <p className="crumb">
        <Link to="../roles">{tabs.roles}</Link>
      </p>
      <h1>{texts.make}</h1>
      <QueryState query={held}>{(own) => <NewRole held={own} />}</QueryState>
    </Allowed>
  );
}

function NewRole({ held }: { readonly held: ReadonlySet<string> }) {
  const { roles: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const [kind, setKind] = useState<Role['scopeKind']>('property');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const permissions = [...chosen].filter((key) => kind === 'organization' || key.startsWith('property:'));
  const key = keyOf(name, kind);
  const make = useMakeRole(organizationId, (role) => {
    tell(texts.made(role.name));
    void navigate(`../roles/${encodeURIComponent(role.key)}`);
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ key, name: name.trim(), description: description.trim() || null, permissions });
      }}
    >
      <RoleFields name={name} description={description} onName={setName} onDescription={setDescription} />
      <Field label={texts.kind} hint={name.trim() === '' ? undefined : texts.keyHint(key)}>
        <select
          name="kind"
          value={kind}
          onChange={({ target }) => {
            setKind(KINDS.find((each) => each === target.value) ?? 'property');
          }}
        >
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {texts.kinds[each]}
            </option>
          ))}
        </select>
      </Field>
      <PermissionChoice scopeKind={kind} held={held} chosen={new Set(permissions)} onChange={setChosen} />
      {make.isError && <ProblemNotice error={make.error} />}
      <div className="actions">
        <button
          className="button primary"
          disabled={make.isPending || name.trim() === '' || permissions.length === 0}
        >
          {texts.make}
        </button>
      </div>
    </form>
  );
}

/** The key that a role gets by its name: what the service takes for one. */
function keyOf(name: string, kind: Role['scopeKind']): string {
  const word = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return `${kind === 'property' ? 'property' : 'org'}:${word || 'role'}`;
}
