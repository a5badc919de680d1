import { lazy, Suspense, useState } from 'react';
import { PersonIcon } from '../ui/icons';
import { useTheme } from '../ui/use-theme';
import { useWords } from '../words/words-provider';

const SettingsDialog = lazy(() => import('./settings-dialog'));

/** Opens language, looks, and the way out. */
export function AccountMenu() {
  const words = useWords();
  const [theme, setTheme] = useTheme();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        className="button quiet"
        aria-haspopup="dialog"
        aria-label={words.shell.menu}
        onClick={() => {
          setIsOpen(true);
        }}
      >
        <PersonIcon />
      </button>
      {isOpen && (
        <Suspense>
          <SettingsDialog
            theme={theme}
            onTheme={setTheme}
            onClose={() => {
              setIsOpen(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
