import type { Plane } from '../../src/protocol/figures';
import type { Bag, FigureTheme } from './figure';
import { axis, axisNames, axisTitle, place } from './panels';
import type { PanelPlan } from './panels';

/**
 * Axes of one panel of a plane: all panels move together, tick labels only at the outer edges. `strip`: pixels left free
 * at its top and at its right.
 */
export function planeAxes(plane: Plane, theme: FigureTheme, arrangement: PanelPlan, index: number, strip = 0): Bag {
  const at = place(arrangement, index, strip);
  const names = axisNames(index);
  const isFirst = index === 0;
  return {
    [names.xaxis]: axis(theme, {
      domain: at.x,
      anchor: names.y,
      range: [plane.x.low, plane.x.high],
      showticklabels: at.isBottom,
      nticks: Math.max(3, Math.floor(arrangement.panelWidth / 60)),
      ...(at.isBottom ? { title: axisTitle(theme, plane.x.feature, arrangement.panelWidth) } : {}),
      ...(isFirst ? {} : { matches: 'x' }),
    }),
    [names.yaxis]: axis(theme, {
      domain: at.y,
      anchor: names.x,
      range: [plane.y.low, plane.y.high],
      showticklabels: at.isLeft,
      nticks: Math.max(3, Math.floor(arrangement.panelHeight / 45)),
      ...(at.isLeft ? { title: axisTitle(theme, plane.y.feature, arrangement.panelHeight) } : {}),
      ...(isFirst ? {} : { matches: 'y' }),
    }),
  };
}
