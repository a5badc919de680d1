import { useState } from 'react';
import { Link, useParams } from 'react-router';
import {
  type Endpoint,
  useChangeEndpoint,
  useEndpoint,
  useTestEndpoint,
} from '../../api/event-endpoint-queries';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { Deliveries } from './deliveries';
import { EndpointDialog } from './endpoint-dialog';
import { EndpointState } from './endpoint-state';
import { EventTypes } from './event-types';
import { DeleteDialog, ReplayDialog, RotateDialog } from './endpoint-acts';

/** One endpoint: whether it takes what is sent, and everything that was sent. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const { endpointId = '' } = useParams();
  return (
    <Allowed right="org:events:read">
      <p className="crumb">
        <Link to="../event-endpoints">{tabs.endpoints}</Link>
      </p>
      <QueryState query={useEndpoint({ organizationId, endpointId })}>
        {(endpoint) => <OneEndpoint endpoint={endpoint} />}
      </QueryState>
    </Allowed>
  );
}

function OneEndpoint({ endpoint }: { readonly endpoint: Endpoint }) {
  const { endpoints: texts } = useOwnerWords();
  const { organizationId, organization, may } = useOpenedOrganization();
  const { id, url, description, types, previousSecretUntil } = endpoint;
  const path = { organizationId, endpointId: id };
  usePageTitle(url, organization.name);
  return (
    <>
      <div className="page-head">
        <h1>{url}</h1>
        <EndpointState endpoint={endpoint} />
      </div>
      {description !== null && <p>{description}</p>}
      <p className="hint">
        <EventTypes types={types} />
      </p>
      {previousSecretUntil !== null && (
        <p className="hint">
          {texts.twoSecrets} <Moment at={previousSecretUntil} />
        </p>
      )}
      {may('org:events:manage') && <Acts endpoint={endpoint} />}
      <Deliveries path={path} />
    </>
  );
}

type Dialog = 'change' | 'rotate' | 'replay' | 'delete';

function Acts({ endpoint }: { readonly endpoint: Endpoint }) {
  const words = useWords();
  const { endpoints: texts, organization: shared } = useOwnerWords();
  const { organizationId } = useOpenedOrganization();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const path = { organizationId, endpointId: endpoint.id };
  const close = () => {
    setDialog(null);
  };
  const tell = useTell();
  const test = useTestEndpoint(path, () => {
    tell(texts.tested);
  });
  const change = useChangeEndpoint(path, () => {
    tell(texts.changed);
    close();
  });
  const isEnabled = endpoint.state === 'enabled';
  const back = useChangeEndpoint(path);
  const turn = useChangeEndpoint(path, ({ enabled = false }) => {
    tell(enabled ? texts.enabled : texts.disabled, {
      label: words.undo,
      onUndo: () => back.mutateAsync({ enabled: !enabled }),
      undone: texts.changed,
    });
  });
  const buttons: readonly [Dialog, string][] = [
    ['change', shared.change],
    ['replay', texts.replay],
    ['rotate', texts.rotate],
    ['delete', texts.delete],
  ];
  const failure = test.error ?? turn.error;
  return (
    <>
      <div className="actions start">
        <button
          className="button primary"
          disabled={test.isPending || !isEnabled}
          onClick={() => {
            test.mutate(undefined);
          }}
        >
          {test.isPending ? texts.testing : texts.test}
        </button>
        <button
          className="button"
          disabled={turn.isPending}
          onClick={() => {
            turn.mutate({ enabled: !isEnabled });
          }}
        >
          {isEnabled ? texts.disable : texts.enable}
        </button>
        {buttons.map(([name, label]) => (
          <button
            key={name}
            className="button"
            onClick={() => {
              setDialog(name);
            }}
          >
            {label}
          </button>
        ))}
      </div>
      {failure !== null && <ProblemNotice error={failure} />}
      {dialog === 'change' && (
        <EndpointDialog
          title={shared.change}
          endpoint={endpoint}
          isPending={change.isPending}
          error={change.error}
          onSave={(fields) => {
            change.mutate({ ...fields, version: endpoint.version });
          }}
          onClose={close}
        />
      )}
      {dialog === 'rotate' && <RotateDialog path={path} onClose={close} />}
      {dialog === 'replay' && <ReplayDialog path={path} onClose={close} />}
      {dialog === 'delete' && <DeleteDialog path={path} url={endpoint.url} onClose={close} />}
    </>
  );
}
