import { Link } from 'react-router';
import { useMe } from '../../api/place-queries';
import { COMPLIANCE_RIGHTS } from '../../api/platform-rights';
import { ON_PLATFORM, useRights } from '../../api/rights-query';
import type { Me } from '../../api/types';
import { Empty } from '../../ui/empty';
import { QueryState } from '../../ui/query-state';
import { RoleName } from '../../ui/role-name';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';

/** Whoever holds one of these finds something to do on the pages of an organization. */
const OWNER_PAGES = [
  'org:roles:manage',
  'org:groups:read',
  'org:service_accounts:read',
  'org:events:read',
  'org:sign_in_policy:read',
  'org:usage:read',
  'org:data:export',
];

/** Where one may go: the properties of one's organizations. */
export function Component() {
  const words = useWords();
  usePageTitle(words.places.title);
  return (
    <div className="page">
      <h1>{words.places.title}</h1>
      <QueryState query={useMe()}>{(me) => <Places me={me} />}</QueryState>
    </div>
  );
}

function Places({ me }: { readonly me: Me }) {
  const words = useWords();
  const isStaff = me.platformRoles.length > 0;
  if (me.organizations.length === 0)
    return isStaff ? (
      <Operations />
    ) : (
      <Empty title={words.places.noneTitle}>
        <p>{words.places.none(me.emailAddress ?? '')}</p>
      </Empty>
    );
  const organizations = me.organizations.map((organization) => (
    <section key={organization.id} aria-labelledby={organization.id}>
      <div className="page-head">
        <h2 id={organization.id}>{organization.name}</h2>
        {OWNER_PAGES.some((right) => organization.permissions.includes(right)) && (
          <Link className="button" to={`/organizations/${organization.id}`}>
            {words.places.organization}
          </Link>
        )}
      </div>
      {organization.status === 'suspended' && <p className="notice">{words.places.suspended}</p>}
      {organization.refusedBy.map((code) => (
        <p key={code} className="notice">
          {words.problem.remedies[code]}
        </p>
      ))}
      {organization.properties.length === 0 && <p className="hint">{words.places.noProperties}</p>}
      <ul className="cards">
        {organization.properties.map(({ id, name, roles }) => (
          <li key={id} className="card">
            <Link to={`/organizations/${organization.id}/properties/${id}`}>{name}</Link>
            <span className="badges">
              {(roles.length > 0 ? roles : organization.roles).map((role) => (
                <RoleName key={role} role={role} />
              ))}
            </span>
          </li>
        ))}
      </ul>
      {organization.propertiesNextCursor !== null && (
        <p className="hint">
          {words.places.more(organization.propertiesCount - organization.properties.length)}
        </p>
      )}
    </section>
  ));
  return (
    <>
      {isStaff && <Operations />}
      {organizations}
    </>
  );
}

/** For staff of the platform. */
function Operations() {
  const words = useWords();
  const compliance = useRights(ON_PLATFORM, COMPLIANCE_RIGHTS).data;
  return (
    <ul className="cards">
      <li className="card">
        <Link to="/operations">{words.places.operations}</Link>
        <span className="hint">{words.places.operationsHint}</span>
      </li>
      {compliance !== undefined && compliance.size > 0 && (
        <li className="card">
          <Link to="/compliance">{words.places.compliance}</Link>
          <span className="hint">{words.places.complianceHint}</span>
        </li>
      )}
    </ul>
  );
}
