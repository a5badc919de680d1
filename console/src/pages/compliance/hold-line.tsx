import { useState } from 'react';
import { usePlaceHold, useReleaseHold } from '../../api/privacy-acts';
import type { Hold } from '../../api/privacy-queries';
import type { Subject } from '../../api/subjects-query';
import { useTell } from '../../ui/messages';
import { Moment, Until } from '../../ui/moment';
import { useComplianceWords } from '../../words/use-compliance-words';
import { useWords } from '../../words/words-provider';
import { SubjectName } from './subject-name';
import { ConfirmAct } from '../../ui/confirm-act';

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
  const release = useReleaseHold(id, () => {
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
    <ConfirmAct title={words.release} submit={words.release} isDangerous act={release} onClose={onClose}>
      <p>{words.releaseText(article)}</p>
    </ConfirmAct>
  );
}
