export const repository: string;
export function ensureRootInstalled(): void;
export function ensureWorkbench(): void;
export function ensureCodeServer(): { node: string; server: string };
export function findChromium(): string | undefined;
export function ensureChromium(): string;
export function ensureDesktop(): { runTests(options: object): Promise<number> };
export function refuseLinkedPackages(folder: string): void;
export function onPath(name: string): boolean;
