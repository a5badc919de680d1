import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { OPEN_PROPERTY, useExplanation, useMember } from '../../api/people-queries';
import { useHeldGrants } from '../../api/held-grants-query';
import { nameOf } from '../../ui/person-name';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';
import { GiveDialog } from './give-dialog';
import { PersonRoles } from './person-roles';
import { PermissionList } from './permission-list';

/** One person at a property: what they hold and by what, what they may do and why, and how that is changed. */
export function Component() {
  const words = useWords();
  const { place, property, may } = useOpenedProperty();
  const { userId = '' } = useParams();
  const member = useMember(place.organizationId, userId);
  const grants = useHeldGrants(place, userId);
  const access = useExplanation(place, OPEN_PROPERTY, userId);
  const [isGiving, setIsGiving] = useState(false);
  const known = member.data ?? grants.data?.[0];
  const name = known ? nameOf(known, words.people.unknown) : words.people.unknown;
  usePageTitle(name, property.name);
  const mayManage = may('property:members:manage') && property.status === 'active';
  return (
    <>
      <p className="crumb">
        <Link to="..">{words.people.title}</Link>
      </p>
      <div className="page-head">
        <div>
          <h1>{member.isPending ? '…' : name}</h1>
          <p className="hint">{known?.emailAddress}</p>
        </div>
        {mayManage && member.data && (
          <button
            className="button primary"
            onClick={() => {
              setIsGiving(true);
            }}
          >
            {words.person.give}
          </button>
        )}
      </div>
      <QueryState query={access}>
        {(explanation) => (
          <>
            <p className={explanation.allowed ? 'verdict yes' : 'verdict no'}>
              {explanation.allowed
                ? words.person.hasAccess(property.name)
                : words.person.noAccess(property.name)}
            </p>
            <QueryState query={grants}>
              {(held) => (
                <PersonRoles
                  name={name}
                  userId={userId}
                  place={place}
                  zone={property.timezone}
                  grants={held}
                  explanation={explanation}
                  mayManage={mayManage}
                />
              )}
            </QueryState>
          </>
        )}
      </QueryState>
      <PermissionList name={name} userId={userId} mayManage={mayManage} />
      {isGiving && (
        <GiveDialog
          place={place}
          zone={property.timezone}
          person={{ userId, name }}
          onClose={() => {
            setIsGiving(false);
          }}
        />
      )}
    </>
  );
}
