import { useSearchParams } from 'react-router';
import { usePropertyPermissions } from '../../api/permission-queries';
import { useRights } from '../../api/rights-query';
import { CheckIcon, CrossIcon } from '../../ui/icons';
import { QueryState } from '../../ui/query-state';
import { useWords } from '../../words/words-provider';
import { useOpenedProperty } from '../property/property-layout';
import { WhyPath } from './why-path';

interface Props {
  readonly name: string;
  readonly userId: string;
  readonly mayManage: boolean;
}

/** What somebody may do at the place, line by line; each says why when it is opened, and has an address of its own. */
export function PermissionList({ name, userId, mayManage }: Props) {
  const words = useWords();
  const { place } = useOpenedProperty();
  const permissions = usePropertyPermissions();
  const keys = permissions.data?.map(({ key }) => key) ?? [];
  const rights = useRights(place, keys, userId);
  const [search, setSearch] = useSearchParams();
  const opened = search.get('why');
  return (
    <section aria-labelledby="permissions">
      <h2 id="permissions">{words.person.permissions(name)}</h2>
      <QueryState query={permissions}>
        {(all) => (
          <QueryState query={rights}>
            {(held) => (
              <ul className="rows">
                {all.map(({ key, description }) => {
                  const isHeld = held.has(key);
                  const isOpen = opened === key;
                  return (
                    <li key={key} className="permission">
                      <button
                        className="permission-line"
                        aria-expanded={isOpen}
                        onClick={() => {
                          setSearch(isOpen ? {} : { why: key }, { replace: true, preventScrollReset: true });
                        }}
                      >
                        <span className={isHeld ? 'mark yes' : 'mark no'}>
                          {isHeld ? <CheckIcon /> : <CrossIcon />}
                          <span className="sr">{isHeld ? words.yes : words.no}:</span>
                        </span>
                        <span>{words.permissions[key] ?? description}</span>
                        <span className="why-word">{isHeld ? words.person.why : words.person.whyNot}</span>
                      </button>
                      {isOpen && (
                        <WhyPath name={name} userId={userId} permission={key} mayManage={mayManage} />
                      )}
                    </li>
                  );
                })}
              </ul>
            )}
          </QueryState>
        )}
      </QueryState>
    </section>
  );
}
