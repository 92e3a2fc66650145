// Style, and who may import what (CONTRIBUTING: "The house").
import tseslint from 'typescript-eslint';

const deny = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const folder = (names, message) => ({ group: names.flatMap((name) => [`**/${name}`, `**/${name}/**`]), message });

const packages = { regex: '^[^.]', message: 'this folder uses no package' };
// src/data owns what is read; writing these decoders anew would be worse. The editor imports textFormats.ts, without them.
const exceptDecoders = {
  regex: '^(?!(fflate|fzstd|fast-png|jpeg-js|hyparquet|@uwdata/flechette)$|hyparquet(-compressors)?/src/)[^.]',
  message: 'src/data uses no package but the decoders of binary formats',
};
const node = {
  regex: '^(node:|fs$|path$|os$|crypto$|child_process$)',
  message: 'runs in browsers too: no Node built-ins',
};
const vscode = { regex: '^vscode$', message: 'only src/host and src/extension.ts know VS Code' };
const tfjs = {
  regex: '^@tensorflow/',
  message: 'only the engine computes; backends are picked in renderers/worker and src/cli',
};
const backends = {
  regex: '^@tensorflow/tfjs-(?!core($|/dist/register_all_gradients$))',
  message: 'the engine never names a backend',
};
const plotly = { regex: 'plotly', message: 'renderers/plotly.ts is the only file that imports Plotly' };
const zodNamed = {
  selector: "ImportDeclaration[source.value='zod'] > ImportSpecifier",
  message: "import * as z from 'zod': named imports defeat tree-shaking (443 KiB)",
};
const noRandom = { object: 'Math', property: 'random', message: 'randomness is a seeded argument' };
const noClock = [
  { object: 'Date', property: 'now', message: 'the clock is an argument' },
  { object: 'performance', property: 'now', message: 'the clock is an argument' },
];

export default tseslint.config(
  { ignores: ['dist/**', '.cache/**', '**/node_modules/**', 'samples/**', '**/*.d.ts'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        project: [
          'src/tsconfig.pure.json',
          'src/tsconfig.host.json',
          'src/cli/tsconfig.json',
          'renderers/tsconfig.json',
          'renderers/worker/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', zodNamed],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/data/**'],
    rules: {
      ...deny([
        exceptDecoders,
        folder(['protocol', 'engine', 'language', 'host', 'renderers', 'cli'], 'data imports nothing'),
      ]),
      'no-restricted-properties': ['error', noRandom, ...noClock],
    },
  },
  {
    files: ['src/protocol/**'],
    rules: deny([
      { regex: '^(?!zod$)[^.]', message: 'protocol uses zod only' },
      folder(['engine', 'language', 'host', 'renderers', 'cli'], 'protocol imports data only'),
    ]),
  },
  {
    files: ['src/language/**'],
    rules: {
      ...deny([
        { regex: '^(?!yaml$)[^.]', message: 'language uses yaml only' },
        folder(['engine', 'host', 'renderers', 'cli'], 'language imports data and protocol only'),
      ]),
      'no-restricted-properties': ['error', noRandom, ...noClock],
    },
  },
  {
    files: ['src/engine/**'],
    rules: {
      ...deny([
        vscode,
        node,
        backends,
        plotly,
        folder(['host', 'renderers', 'cli', 'language'], 'the engine imports data and protocol only'),
      ]),
      'no-restricted-properties': ['error', noRandom, ...noClock],
    },
  },
  {
    files: ['src/host/**', 'src/extension.ts'],
    rules: deny([node, tfjs, plotly, folder(['engine', 'renderers', 'cli'], 'the host never loads the engine')]),
  },
  {
    files: ['renderers/figures/**'],
    rules: deny([
      packages,
      folder(['engine', 'host', 'language', 'cli', 'worker'], 'figures are pure functions of protocol data'),
    ]),
  },
  {
    files: ['renderers/*.ts', 'renderers/view/**', 'renderers/controls/**', 'renderers/worker/client.ts'],
    ignores: ['renderers/plotly.ts'],
    rules: deny([
      vscode,
      node,
      tfjs,
      { regex: '^plotly', message: plotly.message },
      folder(['engine', 'host', 'cli', 'language'], 'the renderer reads protocol data; the engine is in the worker'),
    ]),
  },
  {
    files: ['src/cli/**'],
    rules: { 'no-console': 'off', ...deny([vscode, folder(['host'], 'the command line has no editor')]) },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['test', 'describe', 'it', 'suite'], package: 'node:test' },
          ],
        },
      ],
      'no-console': 'off',
    },
  },
);
