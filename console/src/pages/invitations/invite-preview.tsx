import { useState } from 'react';
import { Link } from 'react-router';
import { ProblemNotice } from '../../ui/problem-notice';
import { RoleName } from '../../ui/role-name';
import { useWords } from '../../words/words-provider';
import type { PastedLine } from './pasted-lines';

interface Props {
  readonly lines: readonly PastedLine[];
  readonly send: (line: { email: string; role: string }) => Promise<unknown>;
}

/** What was answered to each address: true where it is invited, else what stood in the way. */
type Outcomes = ReadonlyMap<string, unknown>;

/** Shows what comes of each line, sends those that are ready one after the other, and tells of each how it went. */
export function InvitePreview({ lines, send }: Props) {
  const words = useWords();
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map());
  const [sending, setSending] = useState<number | null>(null);
  const ready = lines.filter(({ email, state }) => state === 'ready' && outcomes.get(email) !== true);
  const invited = [...outcomes.values()].filter((outcome) => outcome === true).length;

  const sendAll = async () => {
    for (const [index, { email, role }] of ready.entries()) {
      setSending(index + 1);
      const outcome = await send({ email, role }).then(
        () => true,
        (error: unknown) => error,
      );
      setOutcomes((before) => new Map(before).set(email, outcome));
    }
    setSending(null);
  };

  if (lines.length === 0) return null;
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{words.invite.preview}</h2>
      <ul className="rows">
        {lines.map(({ number, text, email, role, state }) => {
          const outcome = outcomes.get(email);
          const isSent = outcome === true && (state === 'ready' || state === 'invited');
          return (
            <li key={number} className="row">
              <div>
                <strong>{email || text}</strong> {email !== '' && <RoleName role={role} />}
                {outcome !== undefined && outcome !== true && <ProblemNotice error={outcome} />}
              </div>
              <span className={isSent || state === 'ready' ? 'verdict-word yes' : 'verdict-word no'}>
                {isSent ? words.invite.sent : words.invite.states[state]}
              </span>
            </li>
          );
        })}
      </ul>
      <p role="status" className="hint">
        {sending !== null && words.invite.sending(sending, ready.length)}
        {sending === null && invited > 0 && (
          <>
            {words.invite.done(invited)} <Link to="../invitations">{words.invite.seeThem}</Link>
          </>
        )}
      </p>
      <button
        className="button primary"
        disabled={sending !== null || ready.length === 0}
        onClick={() => void sendAll()}
      >
        {words.invite.submit(ready.length)}
      </button>
    </section>
  );
}
