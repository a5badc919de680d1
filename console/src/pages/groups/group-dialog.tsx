import { useState } from 'react';
import type { Group } from '../../api/group-queries';
import { useRoles } from '../../api/place-queries';
import { Field } from '../../ui/field';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { useOpenedOrganization } from '../organization/organization-layout';
import { TextField } from '../../ui/text-field';

interface Props {
  readonly title: string;
  readonly group?: Group;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSave: (fields: { name: string; description: string | null; clerkRole: string | null }) => void;
  readonly onClose: () => void;
}

/** What a group is called, and which role of memberships puts people into it. */
export function GroupDialog({ title, group, isPending, error, onSave, onClose }: Props) {
  const words = useWords();
  const { groups: texts, organization } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const roles = useRoles(organizationId, true);
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [clerkRole, setClerkRole] = useState(group?.clerkRole ?? '');
  const ofMemberships = [...(roles.data?.values() ?? [])].filter(
    ({ scopeKind, source }) => scopeKind === 'organization' && source !== 'custom',
  );
  return (
    <ConfirmDialog
      title={title}
      submit={organization.save}
      isDisabled={isPending || name.trim() === ''}
      error={error}
      onClose={onClose}
      onSubmit={() => {
        onSave({ name: name.trim(), description: description.trim() || null, clerkRole: clerkRole || null });
      }}
    >
      <TextField label={texts.name} name="name" value={name} maxLength={100} onValue={setName} />
      <TextField
        label={texts.description}
        name="description"
        value={description}
        maxLength={500}
        onValue={setDescription}
      />
      <Field label={texts.filledBy} hint={texts.filledByHint}>
        <select
          name="clerkRole"
          value={clerkRole}
          onChange={({ target }) => {
            setClerkRole(target.value);
          }}
        >
          <option value="">{texts.byHand}</option>
          {ofMemberships.map(({ key, name: roleName }) => (
            <option key={key} value={key}>
              {words.roles[key] ?? roleName}
            </option>
          ))}
        </select>
      </Field>
    </ConfirmDialog>
  );
}
