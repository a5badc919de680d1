import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type PrivacyRequestDetail, usePrivacyRequest } from '../../api/privacy-queries';
import { useSetLaw } from '../../api/privacy-acts';
import { useSubjects } from '../../api/subjects-query';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useMayInCompliance } from './compliance-layout';
import { Due } from './due';
import { ErasureState } from './erasure-state';
import { ExportState } from './export-state';
import { ExtendDialog } from './extend-dialog';
import { Fact } from './fact';
import { IdentityState } from './identity-state';
import { ResolveDialog } from './resolve-dialog';
import { SubjectName } from './subject-name';

/** One request: whom it is about, until when, how far its work is, and what can be decided. */
export function Component() {
  const { requestId = '' } = useParams();
  return (
    <QueryState query={usePrivacyRequest(requestId)}>{(request) => <Request request={request} />}</QueryState>
  );
}

function Request({ request }: { readonly request: PrivacyRequestDetail }) {
  const words = useComplianceWords();
  const may = useMayInCompliance();
  const { id, kind, law, closedAt, extendedAt, daysLeft } = request;
  usePageTitle(words.kinds[kind], words.title);
  const [opened, setOpened] = useState<'extend' | 'resolve' | null>(null);
  const tell = useTell();
  const setLaw = useSetLaw(id, (chosen) => {
    tell(words.lawSet(chosen.toUpperCase()));
  });
  const isOpen = closedAt === null;
  const mayManage = may('platform:privacy:manage');
  const isAnswered = kind === 'correction' || kind === 'objection';
  const isExtendable = extendedAt === null && daysLeft >= 0 && (law === 'gdpr' || kind !== 'objection');
  return (
    <>
      <p className="crumb">
        <Link to="/compliance">{words.requests}</Link>
      </p>
      <div className="page-head">
        <h1>{words.kinds[kind]}</h1>
        <Due request={request} />
      </div>
      <Facts request={request} />
      {setLaw.isError && <ProblemNotice error={setLaw.error} />}
      {isOpen && mayManage && (
        <div className="actions start">
          {isAnswered && (
            <button
              className="button primary"
              onClick={() => {
                setOpened('resolve');
              }}
            >
              {words.resolve}
            </button>
          )}
          {isExtendable && (
            <button
              className="button"
              onClick={() => {
                setOpened('extend');
              }}
            >
              {words.extend}
            </button>
          )}
          <button
            className="button"
            disabled={setLaw.isPending}
            onClick={() => {
              setLaw.mutate(law === 'gdpr' ? 'ccpa' : 'gdpr');
            }}
          >
            {words.standsUnder(law === 'gdpr' ? 'CCPA' : 'GDPR')}
          </button>
        </div>
      )}
      {kind === 'erasure' && <ErasureState erasureId={id} />}
      {kind === 'access' && <ExportState exportId={id} />}
      {opened === 'extend' && (
        <ExtendDialog
          requestId={id}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
      {opened === 'resolve' && (
        <ResolveDialog
          requestId={id}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

function Facts({ request }: { readonly request: PrivacyRequestDetail }) {
  const words = useComplianceWords();
  const { userId, right, receivedAt, timeZone, extendedAt, extensionReason, details, fields, purposes } =
    request;
  const { duplicateOf, guidance, closedAt, outcome, outcomeReason } = request;
  const subject = useSubjects([userId]).data?.get(userId);
  return (
    <div className="sheet">
      <dl className="facts">
        <Fact name={words.person}>
          <SubjectName userId={userId} subject={subject} />
          {subject !== undefined && subject.state !== 'active' && (
            <> · {words.subjectStates[subject.state]}</>
          )}
          <span className="links">
            {' '}
            <Link to={`/compliance?status=all&userId=${userId}`}>{words.allOfPerson}</Link>{' '}
            <Link to={`/compliance/holds?userId=${userId}`}>{words.holds}</Link>{' '}
            <Link to={`/compliance/consents?userId=${userId}`}>{words.consents}</Link>
          </span>
        </Fact>
        <Fact name={words.identity.title}>
          <IdentityState request={request} />{' '}
          <span className="hint">{words.identityHint(request.requestedBy === userId)}</span>
        </Fact>
        <Fact name={words.right}>{right}</Fact>
        <Fact name={words.received}>
          <Moment at={receivedAt} zone={timeZone} /> <span className="hint">{timeZone}</span>
        </Fact>
        {extendedAt !== null && (
          <Fact name={words.extended}>
            <Moment at={extendedAt} zone={timeZone} /> {extensionReason !== null && `· ${extensionReason}`}
          </Fact>
        )}
        {duplicateOf !== null && (
          <Fact name={words.duplicate}>
            <Link to={`/compliance/requests/${duplicateOf}`}>{words.firstOne}</Link>
          </Fact>
        )}
        {fields.length > 0 && (
          <Fact name={words.fields}>{fields.map((each) => words.fieldNames[each] ?? each).join(', ')}</Fact>
        )}
        {purposes.length > 0 && <Fact name={words.purposes}>{purposes.join(', ')}</Fact>}
        {details !== null && (
          <Fact name={words.details}>
            <span className="multiline">{details}</span>
          </Fact>
        )}
        {guidance.map(({ field, where }) => (
          <Fact key={field} name={words.putRight(words.fieldNames[field] ?? field)}>
            {where}
          </Fact>
        ))}
        {closedAt !== null && (
          <Fact name={words.outcomes[outcome ?? 'closed']}>
            <Moment at={closedAt} zone={timeZone} /> {outcomeReason !== null && `· ${outcomeReason}`}
          </Fact>
        )}
      </dl>
    </div>
  );
}
