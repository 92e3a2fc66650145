// npm run test:desktop [-- /path/to/code]
// Runs test/desktop/sample.ts in desktop VS Code: the one given, or one that is downloaded. Needs a display (or xvfb-run).
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureDesktop, ensureRootInstalled, repository } from './install.mjs';

try {
  ensureRootInstalled();
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: repository, stdio: 'inherit' });
  if (status !== 0) throw new Error('The extension could not be built. See the lines above.');
  const { bundleTestModule } = await import('./desktop/bundle.mjs');
  const { runTests } = ensureDesktop();
  await runTests({
    ...(process.argv[2] && { vscodeExecutablePath: process.argv[2] }),
    extensionDevelopmentPath: repository,
    extensionTestsPath: await bundleTestModule(),
    launchArgs: [join(repository, 'samples'), '--disable-extensions', '--disable-workspace-trust'],
  });
  console.log('1 passed, 0 failed');
} catch (error) {
  console.error(error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
