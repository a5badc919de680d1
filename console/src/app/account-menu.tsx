import { Menu } from '@base-ui/react/menu';
import { useQueryClient } from '@tanstack/react-query';
import { useIdentity } from '../identity/identity-provider';
import { languages } from '../words/languages';
import { useLanguage, useWords } from '../words/words-provider';
import { useTheme } from '../ui/use-theme';
import { CheckIcon, MenuIcon } from '../ui/icons';

/** Language, looks, and the way out. */
export function AccountMenu() {
  const words = useWords();
  const [language, setLanguage] = useLanguage();
  const [theme, setTheme] = useTheme();
  const identity = useIdentity();
  const queries = useQueryClient();
  const signOut = async () => {
    await identity.signOut();
    queries.clear();
  };
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="button quiet" aria-label={words.shell.menu}>
        <MenuIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={6}>
          <Menu.Popup className="menu">
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{words.shell.theme}</Menu.GroupLabel>
              <Menu.RadioGroup value={theme} onValueChange={setTheme}>
                {(['system', 'light', 'dark'] as const).map((each) => (
                  <Item key={each} value={each} label={words.shell.themes[each]} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{words.shell.language}</Menu.GroupLabel>
              <Menu.RadioGroup value={language} onValueChange={setLanguage}>
                {Object.entries(languages).map(([key, { name }]) => (
                  <Item key={key} value={key} label={name} />
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            {identity.isSignedIn && (
              <Menu.Item className="menu-item" onClick={() => void signOut()}>
                {words.shell.signOut}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Item({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <Menu.RadioItem className="menu-item" value={value} closeOnClick>
      {label}
      <Menu.RadioItemIndicator className="menu-mark">
        <CheckIcon />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}
