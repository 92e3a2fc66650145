import type { Catalogue } from '../src/protocol/cards';

export function withTables(readme: string, catalogue: Catalogue): Promise<string>;
