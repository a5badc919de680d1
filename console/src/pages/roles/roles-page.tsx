import { Link } from 'react-router';
import { useRoles } from '../../api/place-queries';
import type { Role } from '../../api/types';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';

/** Every role that can be given in the organization: its own ones, which change here, and the others. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.roles, organization.name);
  return (
    <Allowed right="org:roles:read">
      <Roles />
    </Allowed>
  );
}

function Roles() {
  const { tabs, roles: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  return (
    <>
      <div className="page-head">
        <h1>{tabs.roles}</h1>
        {may('org:roles:manage') && (
          <Link className="button primary" to="new">
            {texts.make}
          </Link>
        )}
      </div>
      <QueryState query={useRoles(organizationId, true)}>
        {(found) => {
          const all = [...found.values()];
          const own = all.filter(({ source }) => source === 'custom');
          const others = all.filter(({ source }) => source !== 'custom');
          return (
            <>
              <section aria-labelledby="own-roles">
                <h2 id="own-roles">{texts.own}</h2>
                {own.length === 0 && <p className="hint">{texts.noneOwn}</p>}
                <RoleList roles={own} />
              </section>
              <section aria-labelledby="other-roles">
                <h2 id="other-roles">{texts.others}</h2>
                <p className="hint">{texts.othersHint}</p>
                <RoleList roles={others} />
              </section>
            </>
          );
        }}
      </QueryState>
    </>
  );
}

function RoleList({ roles }: { readonly roles: readonly Role[] }) {
  const words = useWords();
  const { roles: texts } = useOwnerWords();
  return (
    <ul className="rows">
      {roles.map(({ key, name, description, scopeKind, permissions }) => (
        <li key={key} className="row">
          <div className="grow">
            <Link to={encodeURIComponent(key)}>
              <strong>{words.roles[key] ?? name}</strong>
            </Link>{' '}
            <code>{key}</code>
            <p className="hint">{description}</p>
          </div>
          <span className="hint">
            {texts.kinds[scopeKind]} · {texts.count(permissions.length)}
          </span>
        </li>
      ))}
    </ul>
  );
}
