import { useState } from 'react';
import type { Explanation, Grant, Place } from '../../api/types';
import { Moment, Until } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';
import { wayOf } from '../people/access-by';
import { TakeDialog } from './take-dialog';

interface Props {
  readonly name: string;
  readonly userId: string;
  readonly place: Place;
  readonly zone: string;
  readonly grants: readonly Grant[];
  /** Why they may open the property. */
  readonly explanation: Explanation;
  readonly mayManage: boolean;
}

/** Every role that somebody holds at the place, and by what; those that were given here can be taken away. */
export function PersonRoles({ name, userId, place, zone, grants, explanation, mayManage }: Props) {
  const words = useWords();
  const [taken, setTaken] = useState<Grant | null>(null);
  const elsewhere = explanation.because.filter(
    ({ group, inheritedFrom }) => group !== null || inheritedFrom !== null,
  );
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">{words.person.roles}</h2>
      {grants.length + elsewhere.length === 0 && <p className="hint">{words.person.noRoles(name)}</p>}
      <ul className="rows">
        {grants.map((grant) => (
          <li key={grant.role} className="row">
            <div>
              <RoleName role={grant.role} />
              <p className="hint">
                {words.person.givenHere} <Moment at={grant.grantedAt} zone={zone} />
                <ByPerson organizationId={place.organizationId} userId={grant.grantedBy} />
              </p>
              {new Date(grant.validFrom).getTime() > Date.now() && (
                <p className="until">
                  {words.time.from} <Moment at={grant.validFrom} zone={zone} />
                </p>
              )}
              {grant.expiresAt !== null && <Until at={grant.expiresAt} zone={zone} />}
            </div>
            {mayManage && (
              <button
                className="button"
                onClick={() => {
                  setTaken(grant);
                }}
              >
                {words.person.take}
              </button>
            )}
          </li>
        ))}
        {elsewhere.map((derivation) => (
          <li key={derivation.grant} className="row">
            <div>
              <RoleName role={derivation.role} />
              <p className="hint">
                {wayOf(derivation, words)}. {words.person.changeElsewhere}
              </p>
              {derivation.expiresAt !== null && <Until at={derivation.expiresAt} zone={zone} />}
            </div>
          </li>
        ))}
      </ul>
      {taken !== null && (
        <TakeDialog
          grant={taken}
          name={name}
          userId={userId}
          place={place}
          onClose={() => {
            setTaken(null);
          }}
        />
      )}
    </section>
  );
}
