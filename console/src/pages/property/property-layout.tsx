import { useMemo } from 'react';
import { NavLink, Outlet, useOutletContext, useParams } from 'react-router';
import { useProperty } from '../../api/place-queries';
import { useRights } from '../../api/rights-query';
import type { Place, Property } from '../../api/types';
import { QueryState } from '../../ui/query-state';
import { useWords } from '../../words/words-provider';

/** What pages of a property need to know of whoever opens them. */
const RIGHTS = [
  'property:members:read',
  'property:members:manage',
  'property:audit:read',
  'org:members:read',
  'org:roles:read',
  'org:groups:read',
] as const;

export interface OpenedProperty {
  readonly place: Place;
  readonly property: Property;
  /** Whether the caller holds one of the permissions that pages ask for. */
  readonly may: (permission: (typeof RIGHTS)[number]) => boolean;
}

/** The property that the pages below are about. */
export function useOpenedProperty(): OpenedProperty {
  return useOutletContext<OpenedProperty>();
}

/** The head of every page of a property, with those that the caller may open. */
export function Component() {
  const words = useWords();
  const { organizationId = '', propertyId = '', userId } = useParams();
  const isPerson = userId !== undefined;
  const place = useMemo<Place>(() => ({ organizationId, propertyId }), [organizationId, propertyId]);
  const property = useProperty(place);
  const rights = useRights(place, RIGHTS);
  return (
    <div className="page">
      <QueryState query={property}>
        {(opened) => (
          <QueryState query={rights}>
            {(held) => {
              const may = (permission: string) => held.has(permission);
              return (
                <>
                  <p className="crumb">
                    <NavLink to="/">{words.places.title}</NavLink>
                  </p>
                  <p className="place-name">{opened.name}</p>
                  {opened.status === 'archived' && <p className="notice">{words.property.archived}</p>}
                  <nav className="tabs" aria-label={opened.name}>
                    {may('property:members:read') && (
                      <NavLink to="." end={!isPerson}>
                        {words.people.title}
                      </NavLink>
                    )}
                    {may('property:members:read') && (
                      <NavLink to="invitations">{words.invitations.title}</NavLink>
                    )}
                    {may('property:members:read') && <NavLink to="groups">{words.property.groups}</NavLink>}
                    {may('property:audit:read') && <NavLink to="audit-log">{words.audit.title}</NavLink>}
                  </nav>
                  <Outlet context={{ place, property: opened, may } satisfies OpenedProperty} />
                </>
              );
            }}
          </QueryState>
        )}
      </QueryState>
    </div>
  );
}
