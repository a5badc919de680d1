import { NavLink, useLocation, useOutletContext } from 'react-router';
import { COMPLIANCE_RIGHTS } from '../../api/platform-rights';
import { PlatformHead } from '../../ui/platform-head';
import { useComplianceWords } from '../../words/use-compliance-words';
import './compliance.css';

type Right = (typeof COMPLIANCE_RIGHTS)[number];

/** What pages of compliance ask before they show a button. */
export function useMayInCompliance(): (permission: Right) => boolean {
  return useOutletContext<(permission: Right) => boolean>();
}

/** The head of the pages of compliance, with those that the caller may open. */
export function Component() {
  const compliance = useComplianceWords();
  const isInRequests = useLocation().pathname.startsWith('/compliance/requests');
  return (
    <PlatformHead title={compliance.title} rights={COMPLIANCE_RIGHTS}>
      {(may) => (
        <>
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
        </>
      )}
    </PlatformHead>
  );
}
