import { useState } from 'react';
import { useMembers } from '../../api/organization-queries';
import { Field } from '../../ui/field';
import { isCalled, nameOf } from '../../ui/person-name';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';

/** So many are offered at once; more are found by what is typed. */
const MAX_SHOWN = 6;

interface Props {
  readonly organizationId: string;
  /** Ids of people who cannot be chosen. */
  readonly without?: ReadonlySet<string>;
  readonly chosen: string | null;
  readonly onChoose: (userId: string) => void;
}

/** Chooses one member of the organization, by a part of a name or an address. */
export function PersonPicker({ organizationId, without, chosen, onChoose }: Props) {
  const words = useWords();
  const { picker } = useOwnerWords();
  const [search, setSearch] = useState('');
  const sought = search.trim().toLowerCase();
  return (
    <>
      <Field label={picker.search}>
        <input
          type="search"
          name="person"
          value={search}
          autoComplete="off"
          onChange={({ target }) => {
            setSearch(target.value);
          }}
        />
      </Field>
      <QueryState query={useMembers(organizationId)}>
        {(members) => {
          const matches = [...members.values()].filter(
            (member) => without?.has(member.userId) !== true && isCalled(member, sought),
          );
          return (
            <fieldset>
              <legend className="sr">{picker.who}</legend>
              <ul className="choices">
                {matches.slice(0, MAX_SHOWN).map((member) => (
                  <li key={member.userId}>
                    <label>
                      <input
                        type="radio"
                        name="chosen"
                        value={member.userId}
                        checked={chosen === member.userId}
                        onChange={() => {
                          onChoose(member.userId);
                        }}
                      />
                      <span className="person">
                        {nameOf(member, words.people.unknown)}
                        <span className="hint">{member.emailAddress}</span>
                      </span>
                    </label>
                  </li>
                ))}
              </ul>
              <p className="hint" role="status">
                {matches.length === 0 && picker.nobody}
                {matches.length > MAX_SHOWN && picker.more(matches.length - MAX_SHOWN)}
              </p>
            </fieldset>
          );
        }}
      </QueryState>
    </>
  );
}
