import type { ReactNode } from 'react';
import { Moment, Until } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { ProblemNotice } from '../../ui/problem-notice';
import { RoleName } from '../../ui/role-name';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { PlaceName } from './place-name';

interface Given {
  readonly id: string;
  readonly role: string | null;
  readonly propertyId: string | null;
  readonly grantedBy: string | null;
  readonly grantedAt: string;
  readonly expiresAt: string | null;
}

interface Props<Grant extends Given> {
  readonly title: string;
  readonly none: string;
  readonly organizationId: string;
  readonly grants: readonly Grant[];
  readonly mayManage: boolean;
  readonly error: unknown;
  readonly isTaking: boolean;
  readonly onGive: () => void;
  readonly onTake: (grantId: string) => void;
  /** What else is to be said of one. */
  readonly about?: (grant: Grant) => ReactNode;
}

/** The roles that a group or a service account was given, where, by whom, and until when. */
export function GivenRoles<Grant extends Given>(props: Props<Grant>) {
  const { title, none, organizationId, grants, mayManage, error, isTaking, onGive, onTake, about } = props;
  const words = useWords();
  const { within } = useOwnerWords();
  return (
    <section aria-labelledby="held">
      <div className="page-head">
        <h2 id="held">{title}</h2>
        {mayManage && (
          <button className="button" onClick={onGive}>
            {words.person.give}
          </button>
        )}
      </div>
      {error !== null && <ProblemNotice error={error} />}
      {grants.length === 0 && <p className="hint">{none}</p>}
      <ul className="rows">
        {grants.map((grant) => {
          const { id, role, propertyId, grantedBy, grantedAt, expiresAt } = grant;
          return (
            <li key={id} className="row">
              <div className="grow">
                {role === null ? within.handed : <RoleName role={role} />}{' '}
                <PlaceName organizationId={organizationId} propertyId={propertyId} />
                <p className="hint">
                  {words.why.given} <Moment at={grantedAt} />
                  <ByPerson organizationId={organizationId} userId={grantedBy} />
                </p>
                {expiresAt !== null && <Until at={expiresAt} />}
                {about?.(grant)}
              </div>
              {mayManage && (
                <button
                  className="button"
                  disabled={isTaking}
                  onClick={() => {
                    onTake(id);
                  }}
                >
                  {words.person.take}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
