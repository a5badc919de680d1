import { useState } from 'react';
import {
  type GroupMember,
  useGroupMembership,
  useGroupMembers,
  type WholeGroup,
} from '../../api/group-queries';
import { itemsOf } from '../../api/pages';
import { useTell } from '../../ui/messages';
import { nameOf } from '../../ui/person-name';
import { ProblemNotice } from '../../ui/problem-notice';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { PagesState } from '../../ui/pages-state';
import { useOpenedOrganization } from '../organization/organization-layout';
import { PersonPicker } from '../organization/person-picker';

/** Everybody in the group, and by what; who was added by hand can be taken out. */
export function GroupMembers({ group }: { readonly group: WholeGroup }) {
  const { groups: texts, organization } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isAdding, setIsAdding] = useState(false);
  const members = useGroupMembers(organizationId, group.id);
  const found = itemsOf(members);
  const mayManage = may('org:groups:manage') && may('org:members:read');
  return (
    <section aria-labelledby="members">
      <div className="page-head">
        <h2 id="members">{texts.members(group.membersCount)}</h2>
        {mayManage && (
          <button
            className="button"
            onClick={() => {
              setIsAdding(true);
            }}
          >
            {texts.add}
          </button>
        )}
      </div>
      <PagesState query={members} none={<p className="hint">{texts.nobody}</p>} more={organization.more}>
        {(member) => <Member key={member.userId} group={group} member={member} />}
      </PagesState>
      {isAdding && (
        <AddDialog
          group={group}
          without={new Set(found.filter(({ addedAt }) => addedAt !== null).map(({ userId }) => userId))}
          onClose={() => {
            setIsAdding(false);
          }}
        />
      )}
    </section>
  );
}

function Member({ group, member }: { readonly group: WholeGroup; readonly member: GroupMember }) {
  const words = useWords();
  const { groups: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const name = nameOf(member, words.people.unknown);
  const tell = useTell();
  const back = useGroupMembership(organizationId, group.id);
  const take = useGroupMembership(organizationId, group.id, ({ userId }) => {
    tell(texts.takenOut(name), {
      label: words.undo,
      onUndo: () => back.mutateAsync({ userId, isMember: true }),
      undone: texts.added(name),
    });
  });
  const { byClerkRole, byGroups, addedAt } = member;
  const ways = [
    addedAt !== null && texts.byHand,
    byClerkRole !== null && texts.byRole(words.roles[byClerkRole] ?? byClerkRole),
    ...byGroups.map(({ name: other }) => words.people.byGroup(other)),
  ];
  return (
    <li className="row">
      <div className="grow">
        <span className="person">
          <strong>{name}</strong>
          <span className="hint">{member.emailAddress}</span>
        </span>
        <p className="hint">{ways.filter(Boolean).join(' · ')}</p>
        {take.isError && <ProblemNotice error={take.error} />}
      </div>
      {may('org:groups:manage') && addedAt !== null && (
        <button
          className="button"
          disabled={take.isPending}
          onClick={() => {
            take.mutate({ userId: member.userId, isMember: false });
          }}
        >
          {texts.takeOut}
        </button>
      )}
    </li>
  );
}

interface AddProps {
  readonly group: WholeGroup;
  readonly without: ReadonlySet<string>;
  readonly onClose: () => void;
}

function AddDialog({ group, without, onClose }: AddProps) {
  const { groups: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const [chosen, setChosen] = useState<string | null>(null);
  const tell = useTell();
  const add = useGroupMembership(organizationId, group.id, () => {
    tell(texts.addedOne(group.name));
    onClose();
  });
  return (
    <ConfirmDialog
      title={texts.addTitle(group.name)}
      submit={texts.add}
      isDisabled={chosen === null || add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={() => {
        if (chosen !== null) add.mutate({ userId: chosen, isMember: true });
      }}
    >
      <p>{texts.addText(group.grants.length)}</p>
      <PersonPicker organizationId={organizationId} without={without} chosen={chosen} onChoose={setChosen} />
    </ConfirmDialog>
  );
}
