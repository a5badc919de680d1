import { NavLink, Outlet, useLocation, useOutletContext } from 'react-router';
import { usePlatformRights } from '../../api/operations-queries';
import { QueryState } from '../../ui/query-state';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import './compliance.css';

const RIGHTS = [
  'platform:privacy:manage',
  'platform:privacy:erase',
  'platform:privacy:export',
  'platform:audit:read',
] as const;
export type Right = (typeof RIGHTS)[number];

/** What pages of compliance ask before they show a button. */
export function useMay(): (permission: Right) => boolean {
  return useOutletContext<(permission: Right) => boolean>();
}

/** The head of the pages of compliance, with those that the caller may open. */
export function Component() {
  const words = useWords();
  const compliance = useComplianceWords();
  const isInRequests = useLocation().pathname.startsWith('/compliance/requests');
  return (
    <div className="page">
      <p className="crumb no-print">
        <NavLink to="/">{words.places.title}</NavLink>
      </p>
      <p className="place-name no-print">{compliance.title}</p>
      <QueryState query={usePlatformRights(RIGHTS)}>
        {(held) => {
          const may = (permission: Right) => held.has(permission);
          if (held.size === 0) return <p className="notice">{words.problem.remedies.permission_missing}</p>;
          return (
            <>
              <nav className="tabs no-print" aria-label={compliance.title}>
                {may('platform:privacy:manage') && (
                  <NavLink to="." end {...(isInRequests && { 'aria-current': 'page' })}>
                    {compliance.requests}
                  </NavLink>
                )}
                {may('platform:privacy:erase') && <NavLink to="leftovers">{compliance.leftovers}</NavLink>}
                {may('platform:privacy:manage') && (
                  <>
                    <NavLink to="holds">{compliance.holds}</NavLink>
                    <NavLink to="consents">{compliance.consents}</NavLink>
                    <NavLink to="data-map">{compliance.dataMap}</NavLink>
                  </>
                )}
                <NavLink to="certificates">{compliance.certificates}</NavLink>
                {may('platform:audit:read') && <NavLink to="audit-log">{compliance.audit}</NavLink>}
              </nav>
              <Outlet context={may} />
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
