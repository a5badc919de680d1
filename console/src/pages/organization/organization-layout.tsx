import { type ReactNode, useEffect, useRef } from 'react';
import { NavLink, Outlet, useLocation, useOutletContext, useParams } from 'react-router';
import { type Organization, useOrganization } from '../../api/organization-queries';
import { useRights } from '../../api/rights-query';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import './organization.css';

/** What pages of an organization need to know of whoever opens them. */
const RIGHTS = [
  'org:organization:manage',
  'org:ownership:transfer',
  'org:members:read',
  'org:roles:read',
  'org:roles:manage',
  'org:groups:read',
  'org:groups:manage',
  'org:service_accounts:read',
  'org:service_accounts:manage',
  'org:events:read',
  'org:events:manage',
  'org:sign_in_policy:read',
  'org:sign_in_policy:manage',
  'org:usage:read',
  'org:data:export',
] as const;
export type OrganizationRight = (typeof RIGHTS)[number];

interface OpenedOrganization {
  readonly organizationId: string;
  readonly organization: Organization;
  /** Whether the caller holds one of the permissions that pages ask for. */
  readonly may: (permission: OrganizationRight) => boolean;
}

/** The organization that the pages below are about. */
export function useOpenedOrganization(): OpenedOrganization {
  return useOutletContext<OpenedOrganization>();
}

/** What only those see who hold the right; others are told that they do not, which the API would answer too. */
export function Allowed({
  right,
  children,
}: {
  readonly right: OrganizationRight;
  readonly children: ReactNode;
}) {
  const words = useWords();
  const { may } = useOpenedOrganization();
  return may(right) ? children : <p className="notice">{words.problem.remedies.permission_missing}</p>;
}

/** The head of every page of an organization, with those that the caller may open. */
export function Component() {
  const words = useWords();
  const { tabs } = useOwnerWords();
  const { organizationId = '' } = useParams();
  const rights = useRights({ organizationId }, RIGHTS);
  const { pathname } = useLocation();
  const tabsShown = useRef<HTMLElement>(null);
  // On a phone the tab of the page may lie beside what is seen.
  useEffect(() => {
    tabsShown.current
      ?.querySelector('[aria-current]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname, rights.data]);
  const pages: readonly [string, string, OrganizationRight][] = [
    ['roles', tabs.roles, 'org:roles:read'],
    ['groups', tabs.groups, 'org:groups:read'],
    ['service-accounts', tabs.accounts, 'org:service_accounts:read'],
    ['event-endpoints', tabs.endpoints, 'org:events:read'],
    ['sign-in-policy', tabs.policy, 'org:sign_in_policy:read'],
    ['usage', tabs.usage, 'org:usage:read'],
    ['data-exports', tabs.exports, 'org:data:export'],
  ];
  return (
    <div className="page">
      <QueryState query={useOrganization(organizationId)}>
        {(organization) => (
          <QueryState query={rights}>
            {(held) => {
              const may = (permission: OrganizationRight) => held.has(permission);
              return (
                <>
                  <p className="crumb">
                    <NavLink to="/">{words.places.title}</NavLink>
                  </p>
                  <p className="place-name">{organization.name}</p>
                  {organization.status === 'suspended' && <p className="notice">{words.places.suspended}</p>}
                  <nav ref={tabsShown} className="tabs" aria-label={organization.name}>
                    <NavLink to="." end>
                      {tabs.overview}
                    </NavLink>
                    {pages.map(([path, title, right]) =>
                      may(right) ? (
                        <NavLink key={path} to={path}>
                          {title}
                        </NavLink>
                      ) : null,
                    )}
                  </nav>
                  <Outlet context={{ organizationId, organization, may } satisfies OpenedOrganization} />
                </>
              );
            }}
          </QueryState>
        )}
      </QueryState>
    </div>
  );
}
