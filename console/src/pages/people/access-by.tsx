import { useEffect, useState } from 'react';
import { OPEN_PROPERTY, type PersonOfProperty, useExplanation } from '../../api/people-queries';
import type { Derivation, Place } from '../../api/types';
import { RoleName } from '../../ui/role-name';
import { Moment, Until } from '../../ui/moment';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly person: PersonOfProperty;
  readonly place: Place;
  readonly zone: string;
  readonly isComplete: boolean;
}

/** A row that is only scrolled past asks nothing, in milliseconds. */
const STAYS_MS = 200;

/** The roles that somebody was given here, and else by what they have access. */
export function AccessBy({ person, place, zone, isComplete }: Props) {
  const words = useWords();
  const isElsewhere = isComplete && person.grants.length === 0 && person.hasAccess;
  const hasStayed = useStayed(isElsewhere);
  const { data } = useExplanation(place, OPEN_PROPERTY, person.userId, hasStayed);
  if (!person.hasAccess && person.grants.length === 0)
    return <span className="hint">{words.people.noAccess}</span>;
  return (
    <ul className="roles">
      {person.grants.map(({ role, expiresAt, validFrom }) => (
        <li key={role}>
          <RoleName role={role} />
          {new Date(validFrom).getTime() > Date.now() && (
            <span className="hint">
              {words.time.from} <Moment at={validFrom} zone={zone} />
            </span>
          )}
          {expiresAt !== null && <Until at={expiresAt} zone={zone} />}
        </li>
      ))}
      {data?.because.map((derivation) => (
        <li key={derivation.grant}>
          <RoleName role={derivation.role} /> <span className="hint">{wayOf(derivation, words)}</span>
        </li>
      ))}
    </ul>
  );
}

/** In a few words by what a right came to somebody. */
export function wayOf({ group, inheritedFrom }: Derivation, { people }: ReturnType<typeof useWords>): string {
  if (group !== null) return people.byGroup(group.name);
  if (inheritedFrom?.kind === 'platform') return people.byPlatform;
  return inheritedFrom?.kind === 'organization' ? people.byOrganization : people.byProperty;
}

function useStayed(isNeeded: boolean): boolean {
  const [hasStayed, setHasStayed] = useState(false);
  useEffect(() => {
    if (!isNeeded) return undefined;
    const timer = setTimeout(() => {
      setHasStayed(true);
    }, STAYS_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isNeeded]);
  return hasStayed;
}
