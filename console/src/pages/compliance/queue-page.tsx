import { Link, Navigate, useSearchParams } from 'react-router';
import { itemsOf } from '../../api/pages';
import {
  type PrivacyRequest,
  type RequestFilter,
  useErasures,
  usePrivacyRequests,
} from '../../api/privacy-queries';
import { type Subject, useSubjects } from '../../api/subjects-query';
import { Empty } from '../../ui/empty';
import { PagesState } from '../../ui/pages-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useMayInCompliance } from './compliance-layout';
import { Due } from './due';
import { IdentityState } from './identity-state';
import { SubjectName } from './subject-name';

const STATUSES = ['open', 'closed', 'all'] as const;
const KINDS = ['access', 'erasure', 'correction', 'objection'] as const;

/** The desk: what people ask for, those that are due first on top. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.requests, words.title);
  const may = useMayInCompliance();
  const [params, setParams] = useSearchParams();
  const filter = filterOf(params);
  const requests = usePrivacyRequests(filter);
  const found = itemsOf(requests);
  const subjects = useSubjects(found.map(({ userId }) => userId)).data;
  const open = found.filter(({ kind, closedAt }) => kind === 'erasure' && closedAt === null);
  const erasures = useErasures(may('platform:privacy:erase') ? open.map(({ id }) => id) : []);
  if (!may('platform:privacy:manage'))
    return <Navigate to={may('platform:audit:read') ? 'audit-log' : 'certificates'} replace />;
  const choose = (name: string, value: string) => {
    setParams((before) => {
      before.set(name, value);
      return before;
    });
  };
  return (
    <>
      <div className="page-head">
        <h1>{words.requests}</h1>
        <Link className="button primary" to="requests/new">
          {words.start}
        </Link>
      </div>
      <div className="filters">
        <select
          name="status"
          aria-label={words.status}
          value={filter.status}
          onChange={({ target }) => {
            choose('status', target.value);
          }}
        >
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {words.statuses[each]}
            </option>
          ))}
        </select>
        <select
          name="kind"
          aria-label={words.kind}
          value={filter.kind ?? ''}
          onChange={({ target }) => {
            choose('kind', target.value);
          }}
        >
          <option value="">{words.everyKind}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {words.kinds[each]}
            </option>
          ))}
        </select>
        {filter.userId !== undefined && (
          <Link className="button" to=".">
            {words.everybody}
          </Link>
        )}
      </div>
      {found[0] !== undefined && <p className="hint">{words.daysEnd(found[0].timeZone)}</p>}
      <PagesState
        query={requests}
        none={
          <Empty title={words.noRequests[filter.status]}>
            <p>{words.noRequestsText}</p>
          </Empty>
        }
      >
        {(request) => (
          <Line
            key={request.id}
            request={request}
            subject={subjects?.get(request.userId)}
            waitsFor={erasures.get(request.id)?.status}
          />
        )}
      </PagesState>
    </>
  );
}

interface LineProps {
  readonly request: PrivacyRequest;
  readonly subject: Subject | undefined;
  readonly waitsFor: keyof ReturnType<typeof useComplianceWords>['erasureStates'] | undefined;
}

function Line({ request, subject, waitsFor }: LineProps) {
  const words = useComplianceWords();
  const { id, kind, law, userId, extendedAt, duplicateOf, outcome, closedAt } = request;
  return (
    <li className="row">
      <div className="request-line">
        <Link to={`requests/${id}`}>{words.kinds[kind]}</Link>{' '}
        <SubjectName userId={userId} subject={subject} />
        <span className="badges">
          <span className="badge">{law.toUpperCase()}</span>
          <IdentityState request={request} />
          {waitsFor !== undefined && (
            <span className={waitsFor === 'blocked' ? 'badge bad' : 'badge'}>
              {words.erasureStates[waitsFor]}
            </span>
          )}
          {extendedAt !== null && <span className="badge">{words.extended}</span>}
          {duplicateOf !== null && <span className="badge">{words.duplicate}</span>}
          {closedAt !== null && <span className="badge">{words.outcomes[outcome ?? 'closed']}</span>}
        </span>
      </div>
      <Due request={request} />
    </li>
  );
}

function filterOf(params: URLSearchParams): RequestFilter {
  const kind = KINDS.find((each) => each === params.get('kind'));
  const userId = params.get('userId');
  return {
    status: STATUSES.find((each) => each === params.get('status')) ?? 'open',
    ...(kind !== undefined && { kind }),
    ...(userId !== null && { userId }),
  };
}
