import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useRights } from '../../api/rights-query';
import { useTenantPermissions } from '../../api/permission-queries';
import { useRoles } from '../../api/place-queries';
import { useDeleteRole, useRoleLoss } from '../../api/role-queries';
import type { Role } from '../../api/types';
import { useTell } from '../../ui/messages';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { RoleEditor } from './role-editor';
import { RoleEffect } from './role-effect';
import { ConfirmAct } from '../../ui/confirm-act';

/** One role: what it carries, and, where it is the organization's own, what a change of it would do to whom. */
export function Component() {
  const words = useWords();
  const { tabs } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const { roleKey = '' } = useParams();
  return (
    <Allowed right="org:roles:read">
      <p className="crumb">
        <Link to="../roles">{tabs.roles}</Link>
      </p>
      <QueryState query={useRoles(organizationId, true)}>
        {(roles) => {
          const role = roles.get(roleKey);
          return role ? (
            <OneRole role={role} />
          ) : (
            <p className="notice">{words.problem.remedies.not_found}</p>
          );
        }}
      </QueryState>
    </Allowed>
  );
}

function OneRole({ role }: { readonly role: Role }) {
  const words = useWords();
  const { roles: texts } = useOwnerWords();
  const { organizationId, organization, may } = useOpenedOrganization();
  const [isDeleting, setIsDeleting] = useState(false);
  const name = words.roles[role.key] ?? role.name;
  usePageTitle(name, organization.name);
  const permissions = useTenantPermissions();
  const held = useRights({ organizationId }, permissions.data?.map(({ key }) => key) ?? []);
  const isOwn = role.source === 'custom';
  const mayChange = isOwn && may('org:roles:manage');
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{name}</h1>
          <p className="hint">
            <code>{role.key}</code> · {texts.kinds[role.scopeKind]}
          </p>
        </div>
        {mayChange && (
          <button
            className="button"
            onClick={() => {
              setIsDeleting(true);
            }}
          >
            {texts.delete}
          </button>
        )}
      </div>
      {mayChange ? (
        <QueryState query={held}>
          {(own) => <RoleEditor key={role.version} role={role} held={own} organizationId={organizationId} />}
        </QueryState>
      ) : (
        <>
          {role.description !== null && <p>{role.description}</p>}
          {!isOwn && <p className="hint">{texts.sources[role.source === 'clerk' ? 'clerk' : 'built_in']}</p>}
          <h2>{texts.carries}</h2>
          <ul className="rows">
            {role.permissions.map(({ key, description }) => (
              <li key={key} className="row">
                {words.permissions[key] ?? description}
              </li>
            ))}
          </ul>
        </>
      )}
      {isDeleting && (
        <DeleteDialog
          role={role}
          onClose={() => {
            setIsDeleting(false);
          }}
        />
      )}
    </>
  );
}

/** Deletes a role that nobody holds; who holds it is told before. */
function DeleteDialog({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const { roles: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const remove = useDeleteRole(organizationId, role.key, () => {
    tell(texts.deleted(role.name));
    onClose();
    void navigate('../roles');
  });
  return (
    <ConfirmAct
      title={texts.deleteTitle(role.name)}
      submit={texts.delete}
      isDangerous
      act={remove}
      onClose={onClose}
    >
      <p>{texts.deleteText}</p>
      <div className="diff">
        <QueryState query={useRoleLoss(organizationId, role.key)}>
          {(effect) => <RoleEffect organizationId={organizationId} effect={effect} />}
        </QueryState>
      </div>
    </ConfirmAct>
  );
}
