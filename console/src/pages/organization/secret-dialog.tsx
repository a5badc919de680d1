import { useState } from 'react';
import { Dialog } from '../../ui/dialog';
import { useOwnerWords } from '../../words/use-owner-words';

interface Props {
  readonly title: string;
  /** What it is for, and where it goes. */
  readonly text: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows once what the service shows once. It stands in this dialog and nowhere else, and is gone when it is closed. */
export function SecretDialog({ title, text, secret, onClose }: Props) {
  const { once } = useOwnerWords();
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Dialog title={title} onClose={onClose} stays>
      <p>{text}</p>
      <code className="secret" tabIndex={0} aria-label={title}>
        {secret}
      </code>
      <p className="notice">{once.warning}</p>
      <p className="sr" role="status">
        {isCopied && once.copied}
      </p>
      <div className="actions">
        <button
          className="button"
          onClick={() => {
            void navigator.clipboard.writeText(secret).then(() => {
              setIsCopied(true);
            });
          }}
        >
          {isCopied ? once.copied : once.copy}
        </button>
        <button className="button primary" onClick={onClose}>
          {once.done}
        </button>
      </div>
    </Dialog>
  );
}
