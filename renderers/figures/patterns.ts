/** Hatches by which bars of different groups are told apart without colour. */
export const patterns = ['', '/', '.', 'x', '-', '\\', '|', '+'];
