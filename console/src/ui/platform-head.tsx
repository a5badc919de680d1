import type { ReactNode } from 'react';
import { NavLink, Outlet } from 'react-router';
import { ON_PLATFORM, useRights } from '../api/rights-query';
import { useWords } from '../words/words-provider';
import { QueryState } from './query-state';

interface Props<Right extends string> {
  readonly title: string;
  /** What the pages below ask for; whoever holds none of them is told so. */
  readonly rights: readonly Right[];
  /** Links to the pages that the caller may open. */
  readonly children: (may: (permission: Right) => boolean) => ReactNode;
}

/** The head of pages for the staff of the platform. What the caller may do is the context of the pages below. */
export function PlatformHead<Right extends string>({ title, rights, children }: Props<Right>) {
  const words = useWords();
  return (
    <div className="page">
      <p className="crumb no-print">
        <NavLink to="/">{words.places.title}</NavLink>
      </p>
      <p className="place-name no-print">{title}</p>
      <QueryState query={useRights(ON_PLATFORM, rights)}>
        {(held) => {
          const may = (permission: Right) => held.has(permission);
          if (held.size === 0) return <p className="notice">{words.problem.remedies.permission_missing}</p>;
          return (
            <>
              <nav className="tabs no-print" aria-label={title}>
                {children(may)}
              </nav>
              <Outlet context={may} />
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
