import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { type Finding, useFindings } from '../../api/privacy-queries';
import { Empty } from '../../ui/empty';
import { Moment } from '../../ui/moment';
import { PagesState } from '../../ui/pages-state';
import { usePageTitle } from '../../ui/use-page-title';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useMayInCompliance } from './compliance-layout';
import { DecideDialog } from './decide-dialog';
import { FoundText } from './found-text';

const STATUSES = ['open', 'kept', 'erased', 'gone'] as const;

/** Texts of which a machine cannot know whether an erased person is meant; staff decide on each. */
export function Component() {
  const words = useComplianceWords();
  usePageTitle(words.leftovers, words.title);
  const [params, setParams] = useSearchParams();
  const erasureId = params.get('erasureId');
  const asked = params.get('status') ?? 'open';
  const status = STATUSES.find((each) => each === asked);
  const findings = useFindings({
    ...(status !== undefined && { status }),
    ...(erasureId !== null && { erasureId }),
  });
  return (
    <>
      <h1>{words.leftovers}</h1>
      <p>{words.leftoversText}</p>
      <div className="filters">
        <select
          name="status"
          aria-label={words.status}
          value={status ?? 'all'}
          onChange={({ target: { value } }) => {
            setParams((before) => {
              before.set('status', value);
              return before;
            });
          }}
        >
          {STATUSES.map((each) => (
            <option key={each} value={each}>
              {words.findingStates[each]}
            </option>
          ))}
          <option value="all">{words.statuses.all}</option>
        </select>
        {erasureId !== null && (
          <Link className="button" to={`/compliance/requests/${erasureId}`}>
            {words.ofThisErasure}
          </Link>
        )}
      </div>
      <PagesState
        query={findings}
        none={
          <Empty title={words.noLeftovers}>
            <p>{words.noLeftoversText}</p>
          </Empty>
        }
      >
        {(finding) => <Line key={finding.id} finding={finding} />}
      </PagesState>
    </>
  );
}

function Line({ finding }: { readonly finding: Finding }) {
  const words = useComplianceWords();
  const may = useMayInCompliance();
  const [decision, setDecision] = useState<'keep' | 'erase' | null>(null);
  const { place, path, kind, status, text, spans, foundAt, erasureId, decidedAt, reason } = finding;
  return (
    <li className="row">
      <div className="grow">
        <strong>{words.findingKinds[kind]}</strong> <code>{[place, ...path].join(' › ')}</code>
        {text !== null && <FoundText text={text} spans={spans} />}
        {status === 'open' && text === null && <p className="hint">{words.textGone}</p>}
        <p className="hint">
          <Moment at={foundAt} /> · <Link to={`/compliance/requests/${erasureId}`}>{words.erasure}</Link>
          {decidedAt !== null && (
            <>
              {' '}
              · {words.findingStates[status]} <Moment at={decidedAt} /> {reason !== null && `· ${reason}`}
            </>
          )}
        </p>
      </div>
      {status === 'open' && may('platform:privacy:erase') && (
        <div className="badges">
          {(['keep', 'erase'] as const).map((each) => (
            <button
              key={each}
              className="button"
              onClick={() => {
                setDecision(each);
              }}
            >
              {words.decisions[each]}
            </button>
          ))}
        </div>
      )}
      {decision !== null && (
        <DecideDialog
          finding={finding}
          decision={decision}
          onClose={() => {
            setDecision(null);
          }}
        />
      )}
    </li>
  );
}
