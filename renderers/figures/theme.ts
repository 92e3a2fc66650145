import { contrast, mix, readable } from './colour';
import type { FigureTheme } from './figure';

/** Text is at least this much lighter or darker than what is behind it (WCAG 2.2, AA). */
const textContrast = 4.5;

/** A theme from the two colours that every editor theme has. */
export function makeTheme(
  background: string,
  foreground: string,
  options: { highContrast?: boolean; font?: string } = {},
): FigureTheme {
  const { highContrast = false, font = 'system-ui, sans-serif' } = options;
  const ink = contrast(foreground, background) >= textContrast ? foreground : readable(background);
  let share = highContrast ? 1 : 0.7;
  while (share < 1 && contrast(mix(background, ink, share), background) < textContrast) share += 0.05;
  return {
    dark: readable(background) === '#ffffff',
    highContrast,
    background,
    ink,
    muted: mix(background, ink, Math.min(1, share)),
    line: mix(background, ink, highContrast ? 0.8 : 0.24),
    font,
  };
}

/** For pictures that leave the editor. */
export const paperTheme = makeTheme('#ffffff', '#1f2328', { font: 'Helvetica, Arial, sans-serif' });
