import { useQueryClient } from '@tanstack/react-query';
import { useIdentity } from '../identity/identity-provider';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { isTheme, type Theme, THEMES } from '../ui/use-theme';
import { isLanguage, languages } from '../words/languages';
import { useLanguage, useWords } from '../words/words-provider';

interface Props {
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly onClose: () => void;
}

/** How the console looks and speaks, and the way out. */
export default function SettingsDialog({ theme, onTheme, onClose }: Props) {
  const words = useWords();
  const [language, setLanguage] = useLanguage();
  const identity = useIdentity();
  const queries = useQueryClient();
  const signOut = async () => {
    onClose();
    await identity.signOut();
    queries.clear();
  };
  return (
    <Dialog title={words.shell.settings} onClose={onClose}>
      <Field label={words.shell.language}>
        <select
          name="language"
          value={language}
          onChange={({ target: { value } }) => {
            if (isLanguage(value)) setLanguage(value);
          }}
        >
          {Object.entries(languages).map(([key, { name }]) => (
            <option key={key} value={key} lang={key}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.shell.theme}>
        <select
          name="theme"
          value={theme}
          onChange={({ target: { value } }) => {
            if (isTheme(value)) onTheme(value);
          }}
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {words.shell.themes[each]}
            </option>
          ))}
        </select>
      </Field>
      {identity.isSignedIn && (
        <div className="actions">
          <button className="button" onClick={() => void signOut()}>
            {words.shell.signOut}
          </button>
        </div>
      )}
    </Dialog>
  );
}
