import { useState } from 'react';
import {
  type NewKey,
  type ServiceAccountKey,
  useRevokeKey,
  useRotateKey,
  type WholeServiceAccount,
} from '../../api/service-account-queries';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ByPerson } from '../../ui/person-name';
import { useOwnerWords } from '../../words/use-owner-words';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { useOpenedOrganization } from '../organization/organization-layout';
import { SecretDialog } from '../organization/secret-dialog';
import { MakeKeyDialog } from './make-key-dialog';

type Asked =
  | { readonly kind: 'make' }
  | { readonly kind: 'rotate' | 'revoke'; readonly key: ServiceAccountKey }
  | { readonly kind: 'show'; readonly key: NewKey };

/** The keys of an account without their secret; a new one is shown once. */
export function AccountKeys({ account }: { readonly account: WholeServiceAccount }) {
  const { keys: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [asked, setAsked] = useState<Asked | null>(null);
  const path = { organizationId, accountId: account.id };
  const mayManage = may('org:service_accounts:manage');
  const close = () => {
    setAsked(null);
  };
  const show = (key: NewKey) => {
    setAsked({ kind: 'show', key });
  };
  return (
    <section aria-labelledby="keys">
      <div className="page-head">
        <h2 id="keys">{texts.title}</h2>
        {mayManage && (
          <button
            className="button"
            onClick={() => {
              setAsked({ kind: 'make' });
            }}
          >
            {texts.make}
          </button>
        )}
      </div>
      {account.keys.length === 0 && <p className="hint">{texts.none}</p>}
      <ul className="rows">
        {account.keys.map((key) => (
          <li key={key.id} className="row">
            <Key shown={key} organizationId={organizationId} />
            {mayManage && key.state === 'active' && (
              <div className="actions">
                {key.kind === 'key' && key.revokedAt === null && (
                  <button
                    className="button"
                    onClick={() => {
                      setAsked({ kind: 'rotate', key });
                    }}
                  >
                    {texts.rotate}
                  </button>
                )}
                <button
                  className="button"
                  onClick={() => {
                    setAsked({ kind: 'revoke', key });
                  }}
                >
                  {texts.revoke}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {asked?.kind === 'make' && <MakeKeyDialog path={path} onMade={show} onClose={close} />}
      {asked?.kind === 'rotate' && (
        <RotateDialog path={path} shown={asked.key} onMade={show} onClose={close} />
      )}
      {asked?.kind === 'revoke' && <RevokeDialog path={path} shown={asked.key} onClose={close} />}
      {asked?.kind === 'show' && (
        <SecretDialog title={texts.newTitle} text={texts.newText} secret={asked.key.key} onClose={close} />
      )}
    </section>
  );
}

interface KeyProps {
  readonly shown: ServiceAccountKey;
  readonly organizationId: string;
}

function Key({ shown, organizationId }: KeyProps) {
  const { keys: texts } = useOwnerWords();
  const { prefix, kind, state, createdAt, createdBy, expiresAt, revokedAt, lastUsedAt, allowedNetworks } =
    shown;
  return (
    <div className="grow">
      <code>{prefix}…</code>{' '}
      <span className={state === 'active' ? 'badge' : 'badge bad'}>{texts.states[state]}</span>
      <p className="hint">
        {texts.kinds[kind]} · {texts.made} <Moment at={createdAt} />
        <ByPerson organizationId={organizationId} userId={createdBy} />
      </p>
      <p className="hint">
        {lastUsedAt === null ? (
          texts.unused
        ) : (
          <>
            {texts.used} <Moment at={lastUsedAt} />
          </>
        )}
        {' · '}
        {expiresAt === null ? (
          texts.endless
        ) : (
          <>
            {texts.ends} <Moment at={expiresAt} />
          </>
        )}
        {revokedAt !== null && (
          <>
            {' · '}
            {texts.revoked} <Moment at={revokedAt} />
          </>
        )}
      </p>
      {allowedNetworks.length > 0 && <p className="hint">{texts.onlyFrom(allowedNetworks.join(', '))}</p>}
    </div>
  );
}

interface AskedProps {
  readonly path: { readonly organizationId: string; readonly accountId: string };
  readonly shown: ServiceAccountKey;
  readonly onClose: () => void;
}

function RotateDialog({ path, shown, onMade, onClose }: AskedProps & { onMade: (key: NewKey) => void }) {
  const { keys: texts } = useOwnerWords();
  const rotate = useRotateKey(path, shown.id, onMade);
  return (
    <ConfirmDialog
      title={texts.rotateTitle(shown.prefix)}
      submit={texts.rotate}
      isDisabled={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onSubmit={() => {
        rotate.mutate({});
      }}
    >
      <p>{texts.rotateText}</p>
    </ConfirmDialog>
  );
}

function RevokeDialog({ path, shown, onClose }: AskedProps) {
  const { keys: texts } = useOwnerWords();
  const tell = useTell();
  const revoke = useRevokeKey(path, () => {
    tell(texts.revokedNow(shown.prefix));
    onClose();
  });
  return (
    <ConfirmDialog
      title={texts.revokeTitle(shown.prefix)}
      submit={texts.revoke}
      isDangerous
      isDisabled={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onSubmit={() => {
        revoke.mutate(shown.id);
      }}
    >
      <p>{texts.revokeText}</p>
    </ConfirmDialog>
  );
}
