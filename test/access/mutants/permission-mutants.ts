import { edit, type Mutant } from './mutant.js';

const MODEL = 'src/auth/authorization-model.ts';
const MODELS = 'src/auth/authorization-models.ts';
const PERMISSIONS = 'src/permissions/permissions.service.ts';
const DECLARED = 'test/e2e/permissions/declared-permissions.spec.ts';

/** Faults in what declared permissions give. */
export const permissionMutants: readonly Mutant[] = [
  {
    name: 'a replica goes on with the permissions that it read once',
    edits: [
      edit(
        MODELS,
        'if (id === latest.id) return latest;',
        'if (id === latest.id || latest.id !== null) return latest;',
      ),
    ],
    spec: 'test/e2e/permissions/at-once.spec.ts',
    only: 'on the other replica',
  },
  {
    name: 'a declaration is applied whatever its plan said',
    edits: [edit(PERMISSIONS, 'if (hashOfPlan(before.id, declared) !== hash)', 'if (hash === "")')],
    spec: DECLARED,
    only: 'as planned',
  },
  {
    name: 'a declared permission goes from under a role',
    edits: [edit(PERMISSIONS, 'if (inUse.length > 0) {', 'if (inUse.length > 1_000) {')],
    spec: DECLARED,
    only: 'do not go while they do',
  },
  {
    name: 'a role gives what it may not carry, by what that includes',
    edits: [edit(MODEL, '&& mayBeCarried(text, by)', "&& by !== 'platform'")],
    spec: 'src/permissions/declaration.rule.spec.ts',
  },
  {
    name: 'lists know nothing of what permissions include',
    edits: [edit('src/tenants/access/reach.store.ts', 'model.impliedBy(permission),', '[permission],')],
    spec: DECLARED,
    only: 'bring along',
  },
  {
    name: 'a permission at Clerk that nobody declared gives what it is called',
    edits: [
      edit(
        MODEL,
        'return this.isForTenants(text) && mayBeCarried(text, by);',
        'return isPermission(text) && isForTenants(text) && mayBeCarried(text, by);',
      ),
    ],
    spec: 'test/e2e/permissions/clerk-permissions.spec.ts',
    only: 'nobody declared',
  },
];
