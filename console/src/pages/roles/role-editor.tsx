import { useState } from 'react';
import { useChangeRole, useRoleEffect } from '../../api/role-queries';
import type { Role } from '../../api/types';
import { useTell } from '../../ui/messages';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { PermissionChoice } from './permission-choice';
import { RoleEffect } from './role-effect';
import { TextField } from '../../ui/text-field';

interface Props {
  readonly organizationId: string;
  readonly role: Role;
  readonly held: ReadonlySet<string>;
}

/** Changes a role for all who hold it. Beside the choice stands, as the service counts it, who would gain and lose what. */
export function RoleEditor({ organizationId, role, held }: Props) {
  const words = useWords();
  const { roles: texts, organization } = useOwnerWords();
  const before = { name: role.name, description: role.description, permissions: keysOf(role) };
  const [name, setName] = useState(role.name);
  const [description, setDescription] = useState(role.description ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(before.permissions));
  const tell = useTell();
  const back = useChangeRole(organizationId, role.key);
  const change = useChangeRole(organizationId, role.key, ({ name: now, version }) => {
    tell(texts.saved(now), {
      label: words.undo,
      onUndo: () => back.mutateAsync({ ...before, version: version ?? 0 }),
      undone: texts.undone(role.name),
    });
  });
  const permissions = [...chosen].sort();
  const isOther = permissions.join() !== before.permissions.join();
  const isRenamed = name.trim() !== role.name || description.trim() !== (role.description ?? '');
  const effect = useRoleEffect(organizationId, role, permissions, isOther);
  // Saved is what was shown: never before the service has counted this very choice.
  const isCounted = !isOther || (effect.isSuccess && !effect.isPlaceholderData);
  return (
    <form
      className="editor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const words = { name: name.trim(), description: description.trim() || null };
        if (role.version !== null)
          change.mutate({ ...words, ...(isOther && { permissions }), version: role.version });
      }}
    >
      <div>
        <RoleFields name={name} description={description} onName={setName} onDescription={setDescription} />
        <PermissionChoice scopeKind={role.scopeKind} held={held} chosen={chosen} onChange={setChosen} />
      </div>
      <div className="diff" aria-live="polite">
        <h2>{texts.effect}</h2>
        {permissions.length === 0 && <p>{texts.noneChosen}</p>}
        {permissions.length > 0 && !isOther && <p>{texts.unchanged}</p>}
        {permissions.length > 0 && isOther && (
          <QueryState query={effect}>
            {(shown) => <RoleEffect organizationId={organizationId} effect={shown} />}
          </QueryState>
        )}
        {change.isError && <ProblemNotice error={change.error} />}
        <div className="actions">
          <button
            className="button primary"
            disabled={
              change.isPending ||
              name.trim() === '' ||
              permissions.length === 0 ||
              !(isOther || isRenamed) ||
              !isCounted
            }
          >
            {organization.save}
          </button>
        </div>
      </div>
    </form>
  );
}

function keysOf({ permissions }: Role): string[] {
  return permissions.map(({ key }) => key).sort();
}

interface FieldsProps {
  readonly name: string;
  readonly description: string;
  readonly onName: (name: string) => void;
  readonly onDescription: (description: string) => void;
}

/** What a role is called, and a sentence about it. */
export function RoleFields({ name, description, onName, onDescription }: FieldsProps) {
  const { roles: texts } = useOwnerWords();
  return (
    <>
      <TextField label={texts.name} name="name" value={name} maxLength={100} onValue={onName} />
      <TextField
        label={texts.description}
        hint={texts.descriptionHint}
        name="description"
        value={description}
        maxLength={300}
        onValue={onDescription}
      />
    </>
  );
}
