import { NavLink, Outlet, useOutletContext } from 'react-router';
import { usePlatformRights } from '../../api/operations-queries';
import { QueryState } from '../../ui/query-state';
import { useOperationsWords } from '../../words/use-operations-words';
import { useWords } from '../../words/words-provider';

const RIGHTS = [
  'platform:operations:read',
  'platform:sync:read',
  'platform:sync:manage',
  'platform:usage:read',
] as const;
type Right = (typeof RIGHTS)[number];

/** What pages of the operator ask before they show a button. */
export function useMay(): (permission: Right) => boolean {
  return useOutletContext<(permission: Right) => boolean>();
}

/** The head of the operator's pages, with those that the caller may open. */
export function Component() {
  const words = useWords();
  const operations = useOperationsWords();
  return (
    <div className="page">
      <p className="crumb">
        <NavLink to="/">{words.places.title}</NavLink>
      </p>
      <p className="place-name">{operations.title}</p>
      <QueryState query={usePlatformRights(RIGHTS)}>
        {(held) => {
          const may = (permission: Right) => held.has(permission);
          if (held.size === 0) return <p className="notice">{words.problem.remedies.permission_missing}</p>;
          return (
            <>
              <nav className="tabs" aria-label={operations.title}>
                {may('platform:operations:read') && (
                  <NavLink to="." end>
                    {operations.health}
                  </NavLink>
                )}
                {may('platform:sync:read') && <NavLink to="drift">{operations.drift}</NavLink>}
                {may('platform:sync:read') && <NavLink to="dead-letters">{operations.deadLetters}</NavLink>}
                {may('platform:operations:read') && <NavLink to="schedule">{operations.schedule}</NavLink>}
                {may('platform:usage:read') && <NavLink to="usage">{operations.usage}</NavLink>}
              </nav>
              <Outlet context={may} />
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
