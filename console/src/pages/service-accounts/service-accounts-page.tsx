import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMakeServiceAccount, useServiceAccounts } from '../../api/service-account-queries';
import { Empty } from '../../ui/empty';
import { Moment } from '../../ui/moment';
import { ByPerson, PersonName } from '../../ui/person-name';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { PlaceName } from '../organization/place-name';
import { TextField } from '../../ui/text-field';
import { ListHead } from '../organization/list-head';

/** Callers of the organization that are no people: programs with roles and keys. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.accounts, organization.name);
  return (
    <Allowed right="org:service_accounts:read">
      <Accounts />
    </Allowed>
  );
}

function Accounts() {
  const { tabs, accounts: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isMaking, setIsMaking] = useState(false);
  return (
    <>
      <ListHead
        title={tabs.accounts}
        make={may('org:service_accounts:manage') ? texts.make : undefined}
        onMake={() => {
          setIsMaking(true);
        }}
      />
      <QueryState query={useServiceAccounts(organizationId)}>
        {(accounts) =>
          accounts.length === 0 ? (
            <Empty title={texts.noneTitle}>
              <p>{texts.none}</p>
            </Empty>
          ) : (
            <ul className="rows">
              {accounts.map(({ id, name, description, createdBy, createdAt, propertyId, onBehalfOf }) => (
                <li key={id} className="row">
                  <div className="grow">
                    <Link to={id}>
                      <strong>{name}</strong>
                    </Link>{' '}
                    {propertyId !== null && (
                      <PlaceName organizationId={organizationId} propertyId={propertyId} />
                    )}
                    <p>{description}</p>
                    <p className="hint">
                      {texts.made} <Moment at={createdAt} />
                      <ByPerson organizationId={organizationId} userId={createdBy} />
                    </p>
                    {onBehalfOf !== null && (
                      <p className="hint">
                        {texts.onBehalfOf} <PersonName organizationId={organizationId} userId={onBehalfOf} />
                      </p>
                    )}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {isMaking && (
        <MakeDialog
          onClose={() => {
            setIsMaking(false);
          }}
        />
      )}
    </>
  );
}

function MakeDialog({ onClose }: { readonly onClose: () => void }) {
  const { accounts: texts } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const navigate = useNavigate();
  const make = useMakeServiceAccount(organizationId, ({ id }) => {
    void navigate(id);
  });
  return (
    <ConfirmDialog
      title={texts.make}
      submit={texts.makeSubmit}
      isDisabled={make.isPending || name.trim() === ''}
      error={make.error}
      onClose={onClose}
      onSubmit={() => {
        make.mutate({ name: name.trim(), description: description.trim() || null });
      }}
    >
      <p>{texts.makeText}</p>
      <TextField label={texts.name} name="name" value={name} maxLength={100} onValue={setName} />
      <TextField
        label={texts.description}
        name="description"
        value={description}
        maxLength={500}
        onValue={setDescription}
      />
    </ConfirmDialog>
  );
}
