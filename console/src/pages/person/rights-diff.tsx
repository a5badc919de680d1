import { useRights } from '../../api/rights-query';
import type { Place, Role } from '../../api/types';
import { QueryState } from '../../ui/query-state';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly place: Place;
  readonly userId: string;
  readonly name: string;
  readonly given: Role;
}

/** What somebody would gain by a role: its permissions without those that they hold already. */
export function RightsDiff({ place, userId, name, given }: Props) {
  const words = useWords();
  const keys = given.permissions.map(({ key }) => key);
  const rights = useRights(place, keys, userId);
  return (
    <div className="diff">
      <QueryState query={rights}>
        {(held) => {
          const gained = given.permissions.filter(({ key }) => !held.has(key));
          return (
            <>
              <p>
                <strong>
                  {gained.length === 0 ? words.give.gainsNothing(name) : words.give.gains(name)}
                </strong>
              </p>
              <ul>
                {gained.map(({ key, description }) => (
                  <li key={key} className="gain">
                    {words.permissions[key] ?? description}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </QueryState>
    </div>
  );
}
