import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import {
  type ServiceAccountGrant,
  useDeleteServiceAccount,
  useGiveAccountRole,
  useServiceAccount,
  useTakeAccountRole,
  type WholeServiceAccount,
} from '../../api/service-account-queries';
import { useTell } from '../../ui/messages';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { GiveRoleDialog } from '../organization/give-role-dialog';
import { GivenRoles } from '../organization/given-roles';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { AccountKeys } from './account-keys';
import { ConfirmAct } from '../../ui/confirm-act';

/** One service account: what its roles open at this moment, and its keys. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const { accountId = '' } = useParams();
  return (
    <Allowed right="org:service_accounts:read">
      <p className="crumb">
        <Link to="../service-accounts">{tabs.accounts}</Link>
      </p>
      <QueryState query={useServiceAccount({ organizationId, accountId })}>
        {(account) => <OneAccount account={account} />}
      </QueryState>
    </Allowed>
  );
}

function OneAccount({ account }: { readonly account: WholeServiceAccount }) {
  const words = useWords();
  const { accounts: texts, within } = useOwnerWords();
  const { organizationId, organization, may } = useOpenedOrganization();
  const [dialog, setDialog] = useState<'give' | 'delete' | null>(null);
  const { id, name, description, grants } = account;
  const path = { organizationId, accountId: id };
  usePageTitle(name, organization.name);
  const tell = useTell();
  const close = () => {
    setDialog(null);
  };
  const give = useGiveAccountRole(path, () => {
    tell(within.given(name));
    close();
  });
  const back = useGiveAccountRole(path);
  const take = useTakeAccountRole(path, (grant) => {
    tell(within.taken(name), undoOf(grants.find((each) => each.id === grant.id)));
  });
  const undoOf = (taken: ServiceAccountGrant | undefined) => {
    if (taken?.role == null) return undefined;
    const { role, propertyId, expiresAt } = taken;
    const onUndo = () => back.mutateAsync({ role, propertyId, expiresAt });
    return { label: words.undo, onUndo, undone: within.back(name) };
  };
  const mayManage = may('org:service_accounts:manage');
  return (
    <>
      <div className="page-head">
        <div>
          <h1>{name}</h1>
          <p className="hint">{description}</p>
        </div>
        {mayManage && (
          <button
            className="button"
            onClick={() => {
              setDialog('delete');
            }}
          >
            {texts.delete}
          </button>
        )}
      </div>
      <GivenRoles
        title={texts.holds}
        none={texts.holdsNothing}
        organizationId={organizationId}
        grants={grants}
        mayManage={mayManage}
        error={take.error}
        isTaking={take.isPending}
        onGive={() => {
          setDialog('give');
        }}
        onTake={(grantId) => {
          take.mutate({ id: grantId });
        }}
        about={(grant) => <Opens grant={grant} />}
      />
      <AccountKeys account={account} />
      {dialog === 'give' && (
        <GiveRoleDialog
          organizationId={organizationId}
          title={words.give.title(name)}
          text={texts.giveText}
          isPending={give.isPending}
          error={give.error}
          onGive={give.mutate}
          onClose={close}
        />
      )}
      {dialog === 'delete' && <DeleteDialog account={account} onClose={close} />}
    </>
  );
}

/** What of a role counts now: the giver may have lost a part of it. */
function Opens({ grant: { holds, missing } }: { readonly grant: ServiceAccountGrant }) {
  const { accounts: texts } = useOwnerWords();
  return (
    <>
      <p className="hint">{texts.opens(holds.length)}</p>
      {missing.map(({ permission, side }) => (
        <p key={permission + side} className="hint">
          <code>{permission}</code> {texts.missing[side]}
        </p>
      ))}
    </>
  );
}

interface DeleteProps {
  readonly account: WholeServiceAccount;
  readonly onClose: () => void;
}

function DeleteDialog({ account: { id, name }, onClose }: DeleteProps) {
  const { accounts: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const navigate = useNavigate();
  const tell = useTell();
  const remove = useDeleteServiceAccount({ organizationId, accountId: id }, () => {
    tell(texts.deleted(name));
    onClose();
    void navigate('../service-accounts');
  });
  return (
    <ConfirmAct
      title={texts.deleteTitle(name)}
      submit={texts.delete}
      isDangerous
      act={remove}
      onClose={onClose}
    >
      <p>{texts.deleteText}</p>
    </ConfirmAct>
  );
}
