import { useTenantPermissions } from '../../api/permission-queries';
import type { PermissionWords, Role } from '../../api/types';
import { QueryState } from '../../ui/query-state';
import { useOwnerWords } from '../../words/use-owner-words';
import { useWords } from '../../words/words-provider';

interface Props {
  readonly scopeKind: Role['scopeKind'];
  /** What the caller holds: nobody gives more than that. */
  readonly held: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** The permissions of a role, to tick: those of its level and below. What one does not hold cannot be ticked. */
export function PermissionChoice({ scopeKind, held, chosen, onChange }: Props) {
  const { roles: texts } = useOwnerWords();
  return (
    <QueryState query={useTenantPermissions()}>
      {(all) => {
        const shown = all.filter(({ key }) => held.has(key) || chosen.has(key));
        const levels =
          scopeKind === 'property' ? (['property'] as const) : (['organization', 'property'] as const);
        return levels.map((level) => (
          <fieldset key={level}>
            <legend>{texts.levels[level]}</legend>
            <ul className="choices">
              {shown
                .filter((each) => each.scopeKind === level)
                .map((each) => (
                  <li key={each.key}>
                    <Choice
                      permission={each}
                      isHeld={held.has(each.key)}
                      isChosen={chosen.has(each.key)}
                      onToggle={() => {
                        const next = new Set(chosen);
                        if (!next.delete(each.key)) next.add(each.key);
                        onChange(next);
                      }}
                    />
                  </li>
                ))}
            </ul>
          </fieldset>
        ));
      }}
    </QueryState>
  );
}

interface ChoiceProps {
  readonly permission: PermissionWords;
  readonly isHeld: boolean;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Choice({ permission: { key, description }, isHeld, isChosen, onToggle }: ChoiceProps) {
  const words = useWords();
  const { roles: texts } = useOwnerWords();
  return (
    <label>
      <input type="checkbox" name={key} checked={isChosen} disabled={!isHeld} onChange={onToggle} />
      <span>
        {words.permissions[key] ?? description}
        {!isHeld && <span className="hint"> {texts.notHeld}</span>}
      </span>
    </label>
  );
}
