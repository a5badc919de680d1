import { useSearchParams } from 'react-router';
import { type Consent, useConsents } from '../../api/privacy-queries';
import { useSubjects } from '../../api/subjects-query';
import { Empty } from '../../ui/empty';
import { Moment } from '../../ui/moment';
import { QueryState } from '../../ui/query-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { ChosenPerson } from './chosen-person';
import { PersonFinder } from './person-finder';

/** What somebody agreed to, in which wording, and when they took it back. Only they give and withdraw it. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.consents, words.title);
  const [params, setParams] = useSearchParams();
  const userId = params.get('userId');
  return (
    <>
      <h1>{words.consents}</h1>
      <p>{words.consentsText}</p>
      {userId === null ? (
        <PersonFinder
          onFound={(found) => {
            setParams({ userId: found.userId });
          }}
        />
      ) : (
        <Consents
          userId={userId}
          onOther={() => {
            setParams({});
          }}
        />
      )}
    </>
  );
}

function Consents({ userId, onOther }: { readonly userId: string; readonly onOther: () => void }) {
  const words = useComplianceWords();
  const subject = useSubjects([userId]).data?.get(userId);
  return (
    <>
      <ChosenPerson userId={userId} subject={subject} onOther={onOther} />
      <QueryState query={useConsents(userId)}>
        {(consents) =>
          consents.length === 0 ? (
            <Empty title={words.noConsents}>
              <p>{words.noConsentsText}</p>
            </Empty>
          ) : (
            <ul className="rows">
              {consents.map((consent) => (
                <Line key={consent.purpose + consent.givenAt} consent={consent} />
              ))}
            </ul>
          )
        }
      </QueryState>
    </>
  );
}

function Line({ consent }: { readonly consent: Consent }) {
  const words = useComplianceWords();
  const { purpose, version, givenAt, withdrawnAt, endedBy } = consent;
  return (
    <li className="row">
      <div>
        <strong>{purpose}</strong> <span className="hint">{words.wording(version)}</span>
        <p className="hint">
          {words.givenAt} <Moment at={givenAt} />
          {withdrawnAt !== null && (
            <>
              {' '}
              · {words.endedBy[endedBy ?? 'withdrawal']} <Moment at={withdrawnAt} />
            </>
          )}
        </p>
      </div>
      <span className={withdrawnAt === null ? 'badge good' : 'badge'}>
        {withdrawnAt === null ? words.holdsGood : words.heldBefore}
      </span>
    </li>
  );
}
