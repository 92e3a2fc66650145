import { parseColour, toCss } from './colour';
import type { Rgb } from './colour';
import type { FigureTheme } from './figure';

/** Colours between the ends of a scale, both included. */
const stops = 13;
/** Most colour at the far end; less where the screen has none of that lightness. */
const mostChroma = 0.15;

/** Hues, in degrees of OKLCH, of what is small and of what is large. */
export interface Hues {
  from: number;
  to: number;
}

/**
 * A sequential scale that is perceptually uniform: lightness goes evenly from near the background to far from it, in OKLCH
 * (Ottosson 2020), so that equal steps look equal in every theme, also in grey. As Plotly reads it: `[share, colour]`.
 */
export function sequentialScale(theme: FigureTheme, { from, to }: Hues): [number, string][] {
  const paper = toOklch(parseColour(theme.background)).lightness;
  const strong = theme.highContrast ? 1 : 0.88;
  const near = paper + (theme.dark ? 0.04 : -0.015);
  const far = theme.dark ? 0.5 + 0.42 * strong : 0.5 - 0.16 * strong;
  return Array.from({ length: stops }, (_, i) => {
    const share = i / (stops - 1);
    const chroma = mostChroma * (0.1 + 0.9 * Math.sin((share * Math.PI) / 1.6) ** 0.8);
    return [share, toCss(fromOklch(near + (far - near) * share, chroma, from + (to - from) * share))];
  });
}

/**
 * A diverging scale: in the middle hardly a colour and the lightness of the background, from there evenly to a colour at
 * each end, equally far in lightness. As Plotly reads it: `[share, colour]`.
 */
export function divergingScale(theme: FigureTheme, { from, to }: Hues): [number, string][] {
  const paper = toOklch(parseColour(theme.background)).lightness;
  const middle = paper + (theme.dark ? 0.06 : -0.03);
  const far = theme.highContrast ? (theme.dark ? 0.72 : 0.52) : 0.64;
  return Array.from({ length: stops }, (_, i) => {
    const share = i / (stops - 1);
    const out = Math.abs(2 * share - 1);
    return [share, toCss(fromOklch(middle + (far - middle) * out, mostChroma * out, share < 0.5 ? from : to))];
  });
}

/** The hue of a colour with hardly any: 250, a cool grey. */
export function hueOf(colour: string): number {
  const { chroma, hue } = toOklch(parseColour(colour));
  return chroma < 0.02 ? 250 : hue;
}

function toOklch(rgb: Rgb): { lightness: number; chroma: number; hue: number } {
  const [r, g, b] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: (Math.atan2(bb, a) * 180) / Math.PI,
  };
}

/** The colour of this lightness and hue, with as much of the chroma as sRGB has. */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  for (let c = chroma; ; c = c < 0.002 ? 0 : 0.9 * c) {
    const rgb = linear(lightness, c * Math.cos(angle), c * Math.sin(angle));
    if (c === 0 || rgb.every((value) => value >= -1e-4 && value <= 1.0001))
      return rgb.map((value) => 255 * gamma(Math.min(1, Math.max(0, value)))) as unknown as Rgb;
  }
}

function linear(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function gamma(value: number): number {
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
}
