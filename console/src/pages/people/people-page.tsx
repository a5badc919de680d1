import { useState } from 'react';
import { Link } from 'react-router';
import { usePeople, type PersonOfProperty } from '../../api/people-queries';
import { useOutsiders } from '../../api/outsiders-query';
import { Empty } from '../../ui/empty';
import { isCalled } from '../../ui/person-name';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';
import { PeopleTable } from './people-table';

/** Who has access to the property, and by what; and who of the organization has not. */
export function Component() {
  const words = useWords();
  const { place, property, may } = useOpenedProperty();
  const [wanted, setWanted] = useState<'inside' | 'outside'>('inside');
  const [search, setSearch] = useState('');
  usePageTitle(words.people.title, property.name);
  const people = usePeople(place);
  const outsiders = useOutsiders(place.organizationId, people.data, wanted === 'outside');
  const query = wanted === 'inside' ? people : outsiders;
  const matches = (person: PersonOfProperty) => isCalled(person, search.trim().toLowerCase());
  return (
    <>
      <div className="page-head">
        <h1>{words.people.title}</h1>
        {may('property:members:manage') && property.status === 'active' && (
          <Link className="button primary" to="invitations/new">
            {words.invitations.invite}
          </Link>
        )}
      </div>
      <div className="filters">
        <input
          type="search"
          name="search"
          value={search}
          placeholder={words.people.search}
          aria-label={words.people.search}
          onChange={(event) => {
            setSearch(event.target.value);
          }}
        />
        {may('org:members:read') && (
          <select
            value={wanted}
            name="show"
            aria-label={words.people.show}
            onChange={(event) => {
              setWanted(event.target.value === 'outside' ? 'outside' : 'inside');
            }}
          >
            <option value="inside">{words.people.inside}</option>
            <option value="outside">{words.people.outside}</option>
          </select>
        )}
      </div>
      {people.isError && people.data !== undefined && <ProblemNotice error={people.error} />}
      <QueryState query={query}>
        {({ people: found, isComplete }) => {
          const shown = found.filter(matches);
          return (
            <>
              <p className="hint" role="status">
                {words.people.count(shown.length)} {!isComplete && words.people.loadingMore}
              </p>
              {shown.length === 0 ? (
                <Empty title={words.people.noneTitle}>
                  <p>{search === '' ? words.people.none : words.people.noMatch}</p>
                </Empty>
              ) : (
                <PeopleTable people={shown} place={place} zone={property.timezone} isComplete={isComplete} />
              )}
            </>
          );
        }}
      </QueryState>
    </>
  );
}
