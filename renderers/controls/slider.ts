import { el } from '../view/dom';
import type { FigureCard } from '../view/figureCard';
import type { Control } from './control';

/** A choice of a whole number. */
export interface SliderSetting {
  /** What the number is, for screen readers. */
  label: string;
  /** What it decides, for screen readers. */
  group: string;
  least: number;
  most: number;
  start: number;
  /** What a number means, shown beside the slider. */
  words(value: number): string;
  choose(card: FigureCard, value: number): void;
}

/** A slider with what its number means in words. */
export function sliderControl({ label, group, least, most, start, words, choose }: SliderSetting): Control {
  const slider = el('input', {
    attributes: { type: 'range', min: String(least), max: String(most), step: '1', 'aria-label': label },
  });
  const told = el('output', {});
  const tell = (value: number) => {
    told.textContent = words(value);
    slider.setAttribute('aria-valuetext', words(value));
  };
  slider.value = String(start);
  tell(start);
  return {
    element: el('div', { class: 'planes', role: 'group', attributes: { 'aria-label': group } }, slider, told),
    attach(card) {
      slider.addEventListener('input', () => {
        const value = Number(slider.value);
        tell(value);
        choose(card, value);
      });
    },
  };
}
