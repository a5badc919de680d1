import type { RoleEffect as Effect } from '../../api/role-queries';
import type { PermissionWords } from '../../api/types';
import { useTenantPermissions } from '../../api/permission-queries';
import { PersonName } from '../../ui/person-name';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly organizationId: string;
  readonly effect: Effect;
}

/** Who would gain what, and who would lose what: by name for the first ten, the others counted. */
export function RoleEffect({ organizationId, effect: { gained, lost } }: Props) {
  const { roles: texts } = useOwnerWords();
  if (gained.length + lost.length === 0) return <p>{texts.changesNobody}</p>;
  return (
    <>
      {gained.length > 0 && (
        <Changes title={texts.gained} mark="gain" changes={gained} organizationId={organizationId} />
      )}
      {lost.length > 0 && (
        <Changes title={texts.lost} mark="loss" changes={lost} organizationId={organizationId} />
      )}
    </>
  );
}

interface ChangesProps {
  readonly title: string;
  readonly mark: 'gain' | 'loss';
  readonly changes: Effect['gained'];
  readonly organizationId: string;
}

function Changes({ title, mark, changes, organizationId }: ChangesProps) {
  const words = useWords();
  const { roles: texts } = useOwnerWords();
  const permissions = useTenantPermissions();
  const wordsOf = (key: string) =>
    words.permissions[key] ??
    permissions.data?.find((each: PermissionWords) => each.key === key)?.description ??
    key;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {changes.map(({ permission, people, places, userIds }) => (
          <li key={permission} className={mark}>
            {wordsOf(permission)}
            <p className="hint">
              {userIds.map((id, i) => (
                <span key={id}>
                  {i > 0 && ', '}
                  <PersonName organizationId={organizationId} userId={id} />
                </span>
              ))}
              {people > userIds.length && ` ${texts.andPeople(people - userIds.length)}`}
              {` · ${texts.places(places)}`}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
