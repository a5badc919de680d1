import tseslint from 'typescript-eslint';

/**
 * Of programs without types: what the compiler does not see.
 *
 * @type {import('eslint').Linter.RulesRecord}
 */
const SCRIPTS = {
  eqeqeq: 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-shadow-restricted-names': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-fallthrough': 'error',
  'no-dupe-keys': 'error',
  'no-empty': 'error',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '{packages,clients}/*/dist/',
      'console/dist/',
      'clients/typescript/src/api-types.ts',
      // Checked as what they become: test/e2e/new-module.
      'scripts/templates/',
      'examples/rooms/',
      '**/node_modules/',
      '**/.next/',
      '**/next-env.d.ts',
      '.local/',
      'coverage/',
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({
    ...config,
    files: ['**/*.{ts,tsx}'],
    ignores: ['examples/**'],
  })),
  // Apps with packages of their own, which are not installed here: their builds check the types.
  ...tseslint.configs.strict.map((config) => ({ ...config, files: ['examples/**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['examples/**'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest modules are classes that only carry a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Emitted decorator metadata needs value imports, so the compiler decides, not a rule.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Entities and DTOs are classes for their decorators only: plain data without methods, so a literal is one.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      'no-console': 'error',
    },
  },
  {
    files: [
      'src/cli/**/*.ts',
      'src/local/**/*.ts',
      'test/bench/**/*.ts',
      'packages/clerk-emulator/src/main.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.mjs'], rules: SCRIPTS },
  {
    // Whatever is written by hand; lists that are written by a program have a line or more for each route.
    files: ['**/*.{ts,tsx,mjs,cjs}'],
    ignores: ['src/route-answers.ts'],
    rules: { 'max-lines': ['error', { max: 300, skipBlankLines: true }] },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      // Response bodies of supertest and JSON.parse are `any`; a spec asserts on their shape at run time.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
