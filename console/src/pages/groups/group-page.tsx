import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useChangeGroup, useDeleteGroup, useGroup, type WholeGroup } from '../../api/group-queries';
import { useTell } from '../../ui/messages';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { GroupDialog } from './group-dialog';
import { GroupMembers } from './group-members';
import { GroupRoles } from './group-roles';
import { NestedGroups } from './nested-groups';
import { ConfirmAct } from '../../ui/confirm-act';

/** One group: what it holds, who is in it and by what, and which groups lie in it. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const { groupId = '' } = useParams();
  return (
    <Allowed right="org:groups:read">
      <p className="crumb">
        <Link to="../groups">{tabs.groups}</Link>
      </p>
      <QueryState query={useGroup(organizationId, groupId)}>
        {(group) => <OneGroup group={group} />}
      </QueryState>
    </Allowed>
  );
}

function OneGroup({ group }: { readonly group: WholeGroup }) {
  const words = useWords();
  const { groups: texts, organization: shared } = useOwnerWords();
  const { organizationId, organization, may } = useOpenedOrganization();
  const [dialog, setDialog] = useState<'change' | 'delete' | null>(null);
  const { name, description, clerkRole, inGroups } = group;
  usePageTitle(name, organization.name);
  const close = () => {
    setDialog(null);
  };
  const tell = useTell();
  const change = useChangeGroup(organizationId, group, () => {
    tell(texts.changed);
    close();
  });
  const mayManage = may('org:groups:manage');
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{name}</h1>
          <p className="hint">{description}</p>
        </div>
        {mayManage && (
          <div className="actions">
            <button
              className="button"
              onClick={() => {
                setDialog('change');
              }}
            >
              {shared.change}
            </button>
            <button
              className="button"
              onClick={() => {
                setDialog('delete');
              }}
            >
              {texts.delete}
            </button>
          </div>
        )}
      </div>
      {clerkRole !== null && <p>{texts.filledFrom(words.roles[clerkRole] ?? clerkRole)}</p>}
      {inGroups.length > 0 && (
        <p className="hint">
          {texts.liesIn}{' '}
          {inGroups.map((each, i) => (
            <span key={each.id}>
              {i > 0 && ', '}
              <Link to={`../groups/${each.id}`}>{each.name}</Link>
            </span>
          ))}
        </p>
      )}
      <GroupRoles group={group} />
      <GroupMembers group={group} />
      <NestedGroups group={group} />
      {dialog === 'change' && (
        <GroupDialog
          title={shared.change}
          group={group}
          isPending={change.isPending}
          error={change.error}
          onSave={change.mutate}
          onClose={close}
        />
      )}
      {dialog === 'delete' && <DeleteDialog group={group} onClose={close} />}
    </>
  );
}

function DeleteDialog({ group, onClose }: { readonly group: WholeGroup; readonly onClose: () => void }) {
  const { groups: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const remove = useDeleteGroup(organizationId, group.id, () => {
    tell(texts.deleted(group.name));
    onClose();
    void navigate('../groups');
  });
  return (
    <ConfirmAct
      title={texts.deleteTitle(group.name)}
      submit={texts.delete}
      isDangerous
      act={remove}
      onClose={onClose}
    >
      <p>{texts.deleteText(group.membersCount, group.grants.length)}</p>
    </ConfirmAct>
  );
}
