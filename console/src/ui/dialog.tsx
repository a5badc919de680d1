import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useWords } from '../words/words-provider';
import { CrossIcon } from './icons';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Closes by its buttons alone, since what it shows is not shown again. */
  readonly stays?: boolean;
  readonly children: ReactNode;
}

/** A dialog that is open as long as it is drawn; Escape and a press beside it close it. */
export function Dialog({ title, onClose, stays = false, children }: Props) {
  const words = useWords();
  return (
    <Base.Root
      open
      disablePointerDismissal={stays}
      onOpenChange={(isOpen, { reason }) => {
        if (!isOpen && !(stays && reason === 'escape-key')) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="backdrop" />
        <Base.Popup className="dialog">
          <div className="dialog-head">
            <Base.Title>{title}</Base.Title>
            <Base.Close className="button quiet" aria-label={words.close}>
              <CrossIcon />
            </Base.Close>
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
