import { useEffect, useRef, useState } from 'react';
import { Dialog } from '../ui/dialog';
import { Loading } from '../ui/loading';
import { ProblemNotice } from '../ui/problem-notice';
import { useWords } from '../words/words-provider';
import { ChallengeForm } from './challenge-form';
import type { Challenge, VerificationLevel } from './identity';
import { useIdentity } from './identity-provider';

interface Props {
  readonly level: VerificationLevel;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Proves again who one is, over the page that needs it. */
export default function ReverificationDialog({ level, onDone, onClose }: Props) {
  const words = useWords();
  const identity = useIdentity();
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  const [error, setError] = useState<unknown>(null);
  const hasBegun = useRef(false);
  const goOn = (next: Challenge | null) => {
    if (next === null) onDone();
    else setChallenge(next);
  };
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    identity.reverify(level).then(goOn, setError);
  });
  return (
    <Dialog title={words.proof.title} onClose={onClose}>
      <p>{words.proof.why}</p>
      {error !== null && <ProblemNotice error={error} />}
      {challenge !== null ? (
        <ChallengeForm challenge={challenge} onNext={goOn} submit={words.proof.submit} />
      ) : (
        error === null && <Loading />
      )}
    </Dialog>
  );
}
