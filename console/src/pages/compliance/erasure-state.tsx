import { useState } from 'react';
import { Link } from 'react-router';
import { useApproveErasure, useCancelErasure } from '../../api/privacy-acts';
import { type Erasure, useErasure } from '../../api/privacy-queries';
import { useMe } from '../../api/place-queries';
import { useTell } from '../../ui/messages';
import { Moment } from '../../ui/moment';
import { QueryState } from '../../ui/query-state';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { useMayInCompliance } from './compliance-layout';
import { useRefreshWith } from './use-refresh-with';
import { ErasureSteps } from './erasure-steps';
import { ConfirmAct } from '../../ui/confirm-act';

/** How far an erasure is, and what a person has to decide before it goes on. */
export function ErasureState({ erasureId }: { readonly erasureId: string }) {
  const words = useComplianceWords();
  const erasure = useErasure(erasureId);
  useRefreshWith(erasure.data?.status);
  return (
    <section aria-labelledby="erasure">
      <h2 id="erasure">{words.erasure}</h2>
      <QueryState query={erasure}>
        {(found) =>
          found === null ? <p className="hint">{words.erasureHidden}</p> : <Progress erasure={found} />
        }
      </QueryState>
    </section>
  );
}

function Progress({ erasure }: { readonly erasure: Erasure }) {
  const words = useComplianceWords();
  const may = useMayInCompliance();
  const me = useMe().data;
  const { id, userId, status, eraseAfter, blockedBy, waitingFor, requestedBy, steps } = erasure;
  const [opened, setOpened] = useState<'approve' | 'cancel' | null>(null);
  // Whoever asked, and whoever it is about, is no second person.
  const isSecond = me !== undefined && me.id !== requestedBy && me.id !== userId;
  const hasBegun = steps.some((step) => step.status === 'done');
  const mayStop = !hasBegun && ['awaiting_approval', 'grace', 'blocked', 'waiting'].includes(status);
  return (
    <>
      <p role="status">
        <strong>{words.erasureStates[status]}</strong>{' '}
        {status === 'grace' && (
          <>
            {words.beginsAfter} <Moment at={eraseAfter} />
          </>
        )}
      </p>
      {status === 'awaiting_approval' && !isSecond && <p className="notice">{words.secondPerson}</p>}
      {blockedBy !== null && (
        <p className="notice">
          {words.blockedBy(blockedBy)} <Link to={`/compliance/holds?userId=${userId}`}>{words.seeHolds}</Link>
        </p>
      )}
      {waitingFor !== null && <p className="notice">{words.waitsFor(waitingFor)}</p>}
      <div className="actions start">
        {status === 'done' && (
          <Link className="button primary" to={`/compliance/requests/${id}/certificate`}>
            {words.openCertificate}
          </Link>
        )}
        {status === 'done' && (
          <Link className="button" to={`/compliance/leftovers?erasureId=${id}`}>
            {words.leftovers}
          </Link>
        )}
        {status === 'awaiting_approval' && isSecond && may('platform:privacy:erase') && (
          <button
            className="button primary"
            onClick={() => {
              setOpened('approve');
            }}
          >
            {words.approve}
          </button>
        )}
        {mayStop && (
          <button
            className="button"
            onClick={() => {
              setOpened('cancel');
            }}
          >
            {words.cancelErasure}
          </button>
        )}
      </div>
      <ErasureSteps steps={steps} isRunning={status === 'running'} />
      {opened !== null && (
        <DecideDialog
          erasureId={id}
          decision={opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

interface DecideProps {
  readonly erasureId: string;
  readonly decision: 'approve' | 'cancel';
  readonly onClose: () => void;
}

function DecideDialog({ erasureId, decision, onClose }: DecideProps) {
  const words = useComplianceWords();
  const common = useWords();
  const tell = useTell();
  const done = () => {
    tell(decision === 'approve' ? words.approved : words.cancelled);
    onClose();
  };
  const approve = useApproveErasure(erasureId, done);
  const cancel = useCancelErasure(erasureId, done);
  const act = decision === 'approve' ? approve : cancel;
  const title = decision === 'approve' ? words.approve : words.cancelErasure;
  return (
    <ConfirmAct
      title={title}
      submit={title}
      dismiss={common.close}
      isDangerous={decision === 'approve'}
      act={act}
      onClose={onClose}
    >
      <p>{decision === 'approve' ? words.approveText : words.cancelText}</p>
    </ConfirmAct>
  );
}
