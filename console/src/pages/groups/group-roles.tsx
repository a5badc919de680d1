import { useState } from 'react';
import {
  type GroupGrant,
  useGiveGroupRole,
  useTakeGroupRole,
  type WholeGroup,
} from '../../api/group-queries';
import { useTell } from '../../ui/messages';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { GiveRoleDialog } from '../organization/give-role-dialog';
import { GivenRoles } from '../organization/given-roles';
import { useOpenedOrganization } from '../organization/organization-layout';

/** What everybody in the group holds by it. */
export function GroupRoles({ group }: { readonly group: WholeGroup }) {
  const words = useWords();
  const { groups: texts, within } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isGiving, setIsGiving] = useState(false);
  const tell = useTell();
  const give = useGiveGroupRole(organizationId, group.id, () => {
    tell(within.given(group.name));
    setIsGiving(false);
  });
  const back = useGiveGroupRole(organizationId, group.id);
  const take = useTakeGroupRole(organizationId, group.id, ({ id }) => {
    tell(within.taken(group.name), undoOf(group.grants.find((grant) => grant.id === id)));
  });
  const undoOf = (taken: GroupGrant | undefined) => {
    if (taken === undefined) return undefined;
    const { role, propertyId, expiresAt } = taken;
    const onUndo = () => back.mutateAsync({ role, propertyId, expiresAt });
    return { label: words.undo, onUndo, undone: within.back(group.name) };
  };
  return (
    <>
      <GivenRoles
        title={texts.holds}
        none={texts.holdsNothing}
        organizationId={organizationId}
        grants={group.grants}
        mayManage={may('org:groups:manage')}
        error={take.error}
        isTaking={take.isPending}
        onGive={() => {
          setIsGiving(true);
        }}
        onTake={(id) => {
          take.mutate({ id });
        }}
      />
      {isGiving && (
        <GiveRoleDialog
          organizationId={organizationId}
          title={words.give.title(group.name)}
          text={texts.giveText(group.membersCount)}
          isPending={give.isPending}
          error={give.error}
          onGive={give.mutate}
          onClose={() => {
            setIsGiving(false);
          }}
        />
      )}
    </>
  );
}
