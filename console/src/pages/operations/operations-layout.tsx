import { NavLink, useOutletContext } from 'react-router';
import { OPERATIONS_RIGHTS } from '../../api/platform-rights';
import { PlatformHead } from '../../ui/platform-head';
import { useOperationsWords } from '../../words/use-operations-words';

type Right = (typeof OPERATIONS_RIGHTS)[number];

/** What pages of the operator ask before they show a button. */
export function useMayInOperations(): (permission: Right) => boolean {
  return useOutletContext<(permission: Right) => boolean>();
}

/** The head of the operator's pages, with those that the caller may open. */
export function Component() {
  const operations = useOperationsWords();
  return (
    <PlatformHead title={operations.title} rights={OPERATIONS_RIGHTS}>
      {(may) => (
        <>
          {may('platform:operations:read') && (
            <NavLink to="." end>
              {operations.health}
            </NavLink>
          )}
          {may('platform:sync:read') && <NavLink to="drift">{operations.drift}</NavLink>}
          {may('platform:sync:read') && <NavLink to="dead-letters">{operations.deadLetters}</NavLink>}
          {may('platform:operations:read') && <NavLink to="schedule">{operations.schedule}</NavLink>}
          {may('platform:usage:read') && <NavLink to="usage">{operations.usage}</NavLink>}
        </>
      )}
    </PlatformHead>
  );
}
