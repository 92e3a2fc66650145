export function bundleTestModule(): Promise<string>;
