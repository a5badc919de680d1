import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useGroups, useMakeGroup } from '../../api/group-queries';
import { Empty } from '../../ui/empty';
import { useTell } from '../../ui/messages';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { GroupDialog } from './group-dialog';
import { ListHead } from '../organization/list-head';

/** Groups of the organization: people who hold together what a group was given. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.groups, organization.name);
  return (
    <Allowed right="org:groups:read">
      <Groups />
    </Allowed>
  );
}

function Groups() {
  const words = useWords();
  const { tabs, groups: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isMaking, setIsMaking] = useState(false);
  const navigate = useNavigate();
  const tell = useTell();
  const make = useMakeGroup(organizationId, ({ id, name }) => {
    tell(texts.made(name));
    void navigate(id);
  });
  return (
    <>
      <ListHead
        title={tabs.groups}
        make={may('org:groups:manage') ? texts.make : undefined}
        onMake={() => {
          setIsMaking(true);
        }}
      />
      <QueryState query={useGroups(organizationId)}>
        {(groups) =>
          groups.length === 0 ? (
            <Empty title={texts.noneTitle}>
              <p>{texts.none}</p>
            </Empty>
          ) : (
            <ul className="rows">
              {groups.map(({ id, name, description, clerkRole }) => (
                <li key={id} className="row">
                  <div className="grow">
                    <Link to={id}>
                      <strong>{name}</strong>
                    </Link>
                    <p className="hint">{description}</p>
                  </div>
                  {clerkRole !== null && (
                    <span className="hint">{texts.byRole(words.roles[clerkRole] ?? clerkRole)}</span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {isMaking && (
        <GroupDialog
          title={texts.make}
          isPending={make.isPending}
          error={make.error}
          onSave={make.mutate}
          onClose={() => {
            setIsMaking(false);
          }}
        />
      )}
    </>
  );
}
