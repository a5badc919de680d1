import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type NewEndpoint, useEndpoints, useMakeEndpoint } from '../../api/event-endpoint-queries';
import { Empty } from '../../ui/empty';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useOwnerWords } from '../../words/use-owner-words';
import { Allowed, useOpenedOrganization } from '../organization/organization-layout';
import { SecretDialog } from '../organization/secret-dialog';
import { EndpointDialog } from './endpoint-dialog';
import { EndpointState } from './endpoint-state';
import { EventTypes } from './event-types';
import { ListHead } from '../organization/list-head';

/** Where events of the organization are delivered to. */
export function Component() {
  const { tabs } = useOwnerWords();
  const { organization } = useOpenedOrganization();
  usePageTitle(tabs.endpoints, organization.name);
  return (
    <Allowed right="org:events:read">
      <Endpoints />
    </Allowed>
  );
}

function Endpoints() {
  const { tabs, endpoints: texts } = useOwnerWords();
  const { organizationId, may } = useOpenedOrganization();
  const [isMaking, setIsMaking] = useState(false);
  const [made, setMade] = useState<NewEndpoint | null>(null);
  const navigate = useNavigate();
  const make = useMakeEndpoint(organizationId, (endpoint) => {
    setIsMaking(false);
    setMade(endpoint);
  });
  return (
    <>
      <ListHead
        title={tabs.endpoints}
        make={may('org:events:manage') ? texts.make : undefined}
        onMake={() => {
          setIsMaking(true);
        }}
      />
      <QueryState query={useEndpoints(organizationId)}>
        {(endpoints) =>
          endpoints.length === 0 ? (
            <Empty title={texts.noneTitle}>
              <p>{texts.none}</p>
            </Empty>
          ) : (
            <ul className="rows">
              {endpoints.map((endpoint) => (
                <li key={endpoint.id} className="row">
                  <div className="grow">
                    <Link to={endpoint.id}>
                      <strong>{endpoint.url}</strong>
                    </Link>
                    <p>{endpoint.description}</p>
                    <p className="hint">
                      <EventTypes types={endpoint.types} />
                    </p>
                  </div>
                  <EndpointState endpoint={endpoint} />
                </li>
              ))}
            </ul>
          )
        }
      </QueryState>
      {isMaking && (
        <EndpointDialog
          title={texts.make}
          isPending={make.isPending}
          error={make.error}
          onSave={make.mutate}
          onClose={() => {
            setIsMaking(false);
          }}
        />
      )}
      {made !== null && (
        <SecretDialog
          title={texts.secretTitle}
          text={texts.secretText}
          secret={made.secret}
          onClose={() => {
            setMade(null);
            void navigate(made.id);
          }}
        />
      )}
    </>
  );
}
