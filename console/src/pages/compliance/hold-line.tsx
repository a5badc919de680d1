import { useState } from 'react';
import { usePlaceHold, useReleaseHold } from '../../api/privacy-acts';
import type { Hold } from '../../api/privacy-queries';
import type { Subject } from '../../api/subjects-query';
import { Dialog } from '../../ui/dialog';
import { useTell } from '../../ui/messages';
import { Moment, Until } from '../../ui/moment';
import { ProblemNotice } from '../../ui/problem-notice';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { SubjectName } from './subject-name';

interface Props {
  readonly hold: Hold;
  readonly subject: Subject | undefined;
}

/** A hold by its article, and its release, which can be undone. */
export function HoldLine({ hold, subject }: Props) {
  const words = useComplianceWords();
  const { userId, article, reason, placedAt, until } = hold;
  const [isReleasing, setIsReleasing] = useState(false);
  return (
    <li className="row">
      <div className="grow">
        <strong>{article}</strong> <SubjectName userId={userId} subject={subject} />
        {reason !== null && <p className="multiline">{reason}</p>}
        <p className="hint">
          {words.since} <Moment at={placedAt} /> {until === null ? words.untilReleased : <Until at={until} />}
        </p>
      </div>
      <button
        className="button"
        onClick={() => {
          setIsReleasing(true);
        }}
      >
        {words.release}
      </button>
      {isReleasing && (
        <ReleaseDialog
          hold={hold}
          onClose={() => {
            setIsReleasing(false);
          }}
        />
      )}
    </li>
  );
}

function ReleaseDialog({ hold, onClose }: { readonly hold: Hold; readonly onClose: () => void }) {
  const words = useComplianceWords();
  const common = useWords();
  const tell = useTell();
  const { id, userId, article, reason, until } = hold;
  const again = usePlaceHold();
  const release = useReleaseHold(() => {
    tell(words.released, {
      label: common.undo,
      onUndo: () =>
        again.mutateAsync({
          userId,
          article,
          ...(reason !== null && { reason }),
          ...(until !== null && { until }),
        }),
      undone: words.holdPlaced,
    });
    onClose();
  });
  return (
    <Dialog title={words.release} onClose={onClose}>
      <p>{words.releaseText(article)}</p>
      {release.isError && <ProblemNotice error={release.error} />}
      <div className="actions">
        <button className="button" onClick={onClose}>
          {common.cancel}
        </button>
        <button
          className="button danger"
          disabled={release.isPending}
          onClick={() => {
            release.mutate(id);
          }}
        >
          {words.release}
        </button>
      </div>
    </Dialog>
  );
}
