import { Link } from 'react-router';
import { useGroupsOfProperty } from '../../api/group-queries';
import { Empty } from '../../ui/empty';
import { Moment, Until } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { QueryState } from '../../ui/query-state';
import { RoleName } from '../../ui/role-name';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';

/** Which groups hold which role on the property: whoever is in one has access by it. */
export function Component() {
  const words = useWords();
  const { groups: texts } = useOwnerWords();
  const { place, property, may } = useOpenedProperty();
  usePageTitle(texts.onProperty, property.name);
  const { organizationId } = place;
  return (
    <>
      <h1>{texts.onProperty}</h1>
      <p className="hint">{texts.onPropertyHint}</p>
      <QueryState query={useGroupsOfProperty(place)}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={texts.noneOnProperty} />
          ) : (
            <ul className="rows">
              {found.map(({ id, groupId, groupName, role, grantedAt, grantedBy, expiresAt }) => (
                <li key={id} className="row">
                  <div className="grow">
                    {may('org:groups:read') ? (
                      <Link to={`/organizations/${organizationId}/groups/${groupId}`}>{groupName}</Link>
                    ) : (
                      <strong>{groupName}</strong>
                    )}{' '}
                    <RoleName role={role} />
                    <p className="hint">
                      {words.why.given} <Moment at={grantedAt} zone={property.timezone} />
                      <ByPerson organizationId={organizationId} userId={grantedBy} />
                    </p>
                    {expiresAt !== null && <Until at={expiresAt} zone={property.timezone} />}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
    </>
  );
}
