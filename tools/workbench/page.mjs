// The one page of the workbench: VS Code's web build, told where it runs and what to open.

/** Features that would call a service elsewhere are taken out of the product: nothing here needs the network. */
const product = {
  enableTelemetry: false,
  extensionsGallery: null,
};

const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.showReleaseNotes': false,
  'chat.disableAIFeatures': true,
};

export function workbenchPage({ authority, folderName, extension, builtIn, settings }) {
  const base = `http://${authority}`;
  const inPage = (path) => ({ scheme: 'http', authority, path });
  const configuration = {
    productConfiguration: {
      ...product,
      extensionEnabledApiProposals: { 'model-cells.workbench-disk': ['fileSearchProvider'] },
      // webviews and the extension host run in pages of their own: any name below localhost is this machine
      webEndpointUrlTemplate: `http://{{uuid}}.${authority}/build`,
      webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${authority}/build/out/vs/workbench/contrib/webview/browser/pre/`,
    },
    configurationDefaults: { ...quietSettings, ...settings },
    additionalBuiltinExtensions: builtIn.map(inPage),
    developmentOptions: { extensions: [inPage(extension)] },
  };
  const folder = `served:/${encodeURIComponent(folderName)}`;
  return `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Model Cells</title>
    <link rel="icon" href="${base}/build/favicon.ico">
    <link rel="manifest" href="${base}/build/manifest.json">
    <link rel="stylesheet" data-name="vs/workbench/workbench.web.main" href="${base}/build/out/vs/workbench/workbench.web.main.internal.css">
  </head>
  <body aria-label=""></body>
  <script>globalThis._VSCODE_FILE_ROOT = '${base}/build/out/';</script>
  <script src="${base}/build/out/nls.messages.js"></script>
  <script type="module">
    import { create, URI } from '${base}/build/out/vs/workbench/workbench.web.main.internal.js';
    create(document.body, {
      ...${JSON.stringify(configuration).replaceAll('<', '\\u003c')},
      workspaceProvider: {
        workspace: { folderUri: URI.parse('${folder}') },
        trusted: true,
        // one folder, one window
        open: async () => false,
      },
    });
  </script>
</html>
`;
}
