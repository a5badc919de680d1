import { useState } from 'react';
import { useMembers, useRename, useTransferOwnership } from '../../api/organization-queries';
import { useMe, useRoles } from '../../api/place-queries';
import { Field } from '../../ui/field';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { nameOf } from '../../ui/person-name';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { useOpenedOrganization } from './organization-layout';
import { PersonPicker } from './person-picker';

const OWNER = 'org:admin';
const MEMBER = 'org:member';

/** What the organization is, who owns it, and how it changes hands. */
export function Component() {
  const words = useWords();
  const { organization: texts, ownership, tabs } = useOwnerWords();
  const { organizationId, organization, may } = useOpenedOrganization();
  const [dialog, setDialog] = useState<'rename' | 'transfer' | null>(null);
  usePageTitle(tabs.overview, organization.name);
  const { name, slug, maxAllowedMemberships, createdAt } = organization;
  const close = () => {
    setDialog(null);
  };
  return (
    <>
      <div className="page-head">
        <h1>{tabs.overview}</h1>
        {may('org:organization:manage') && (
          <button
            className="button"
            onClick={() => {
              setDialog('rename');
            }}
          >
            {texts.rename}
          </button>
        )}
      </div>
      <dl className="about">
        <dt>{texts.name}</dt>
        <dd>{name}</dd>
        <dt>{texts.slug}</dt>
        <dd>{slug ?? '–'}</dd>
        <dt>{texts.seats}</dt>
        <dd>{maxAllowedMemberships ?? texts.noLimit}</dd>
        <dt>{texts.since}</dt>
        <dd>
          <Moment at={createdAt} />
        </dd>
        <dt>{texts.id}</dt>
        <dd>
          <code>{organizationId}</code>
        </dd>
      </dl>
      {may('org:members:read') && (
        <section aria-labelledby="owners">
          <div className="page-head">
            <h2 id="owners">{ownership.owners}</h2>
            {may('org:ownership:transfer') && (
              <button
                className="button"
                onClick={() => {
                  setDialog('transfer');
                }}
              >
                {ownership.transfer}
              </button>
            )}
          </div>
          <QueryState query={useMembers(organizationId)}>
            {(members) => (
              <>
                <ul className="rows">
                  {[...members.values()]
                    .filter(({ role }) => role === OWNER)
                    .map((member) => (
                      <li key={member.userId} className="row">
                        <span className="person">
                          <strong>{nameOf(member, words.people.unknown)}</strong>
                          <span className="hint">{member.emailAddress}</span>
                        </span>
                      </li>
                    ))}
                </ul>
                <p className="hint">{texts.members(members.size)}</p>
              </>
            )}
          </QueryState>
        </section>
      )}
      {dialog === 'rename' && <RenameDialog onClose={close} />}
      {dialog === 'transfer' && <TransferDialog onClose={close} />}
    </>
  );
}

function RenameDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const { organization: texts } = useOwnerWords();
  const { organizationId, organization } = useOpenedOrganization();
  const [name, setName] = useState(organization.name);
  const tell = useTell();
  const back = useRename(organizationId);
  const rename = useRename(organizationId, ({ name: now }) => {
    tell(texts.renamed(now), {
      label: words.undo,
      onUndo: () => back.mutateAsync(organization.name),
      undone: texts.renamed(organization.name),
    });
    onClose();
  });
  return (
    <ConfirmDialog
      title={texts.rename}
      submit={texts.save}
      isDisabled={rename.isPending || name.trim() === ''}
      error={rename.error}
      onClose={onClose}
      onSubmit={() => {
        rename.mutate(name);
      }}
    >
      <Field label={texts.name}>
        <input
          name="name"
          value={name}
          maxLength={256}
          onChange={({ target }) => {
            setName(target.value);
          }}
        />
      </Field>
    </ConfirmDialog>
  );
}

/** Hands the organization over, and shows before what whoever does it can no longer do. */
function TransferDialog({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const { ownership } = useOwnerWords();
  const { organizationId, organization } = useOpenedOrganization();
  const me = useMe();
  const members = useMembers(organizationId);
  const roles = useRoles(organizationId, true);
  const [chosen, setChosen] = useState<string | null>(null);
  const tell = useTell();
  const heir = chosen === null ? undefined : members.data?.get(chosen);
  const heirName = heir && nameOf(heir, words.people.unknown);
  const transfer = useTransferOwnership(organizationId, () => {
    tell(ownership.done(heirName ?? words.people.unknown));
    onClose();
  });
  const kept = new Set(roles.data?.get(MEMBER)?.permissions.map(({ key }) => key));
  const lost = (roles.data?.get(OWNER)?.permissions ?? []).filter(({ key }) => !kept.has(key));
  return (
    <ConfirmDialog
      title={ownership.title(organization.name)}
      submit={ownership.submit}
      isDangerous
      isDisabled={chosen === null || transfer.isPending}
      error={transfer.error}
      onClose={onClose}
      onSubmit={() => {
        if (chosen !== null) transfer.mutate(chosen);
      }}
    >
      <p>{ownership.text}</p>
      <QueryState query={me}>
        {({ id }) => (
          <PersonPicker
            organizationId={organizationId}
            without={new Set([id])}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </QueryState>
      {heirName !== undefined && (
        <div className="diff">
          <p>
            <strong>{ownership.gains(heirName)}</strong>
          </p>
          <details>
            <summary>{ownership.loses(lost.length)}</summary>
            <ul>
              {lost.map(({ key, description }) => (
                <li key={key} className="loss">
                  {words.permissions[key] ?? description}
                </li>
              ))}
            </ul>
          </details>
          <p className="hint">{ownership.noUndo(heirName)}</p>
        </div>
      )}
    </ConfirmDialog>
  );
}
