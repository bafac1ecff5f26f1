import uPlot from './lib/uPlot.js';

/** @typedef {{title: string, unit: (value: number | null) => string, series: {column: string, name: string, tone: string}[], limit?: string, scale?: number}} ChartSpec */

const HEIGHT = 150;
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** A colour of the style sheet. @param {string} name */
function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** One chart in one element; a canvas, so its numbers stand beside it as text. */
export class Chart {
  /** @param {HTMLElement} place @param {ChartSpec} spec @param {(seconds: number | null) => void} moved */
  constructor(place, spec, moved) {
    this.place = place;
    const axis = { stroke: colour('muted'), grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
    this.plot = new uPlot(
      {
        width: Math.max(200, place.clientWidth),
        height: HEIGHT,
        padding: [8, 8, 0, 0],
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, sync: { key: 'figures' } },
        scales: { x: { time: true }, y: { range: (_, low, high) => [Math.min(0, low ?? 0), high && high > 0 ? high * 1.1 : 1] } },
        axes: [
          { ...axis, size: 24, space: 70, values: (_, times) => times.map(time => TIME.format(time * 1000)) },
          { ...axis, size: 62, values: (_, values) => values.map(value => spec.unit(value)) },
        ],
        series: [{}, ...spec.series.map(each => ({ stroke: colour(each.tone), width: 1.5, points: { show: false }, spanGaps: false }))],
        hooks: { setCursor: [plot => moved(plot.cursor.idx === null || plot.cursor.idx === undefined ? null : plot.cursor.idx)] },
      },
      [[], ...spec.series.map(() => [])],
      place,
    );
  }

  /** @param {(number | null)[][]} data */
  show(data) {
    this.plot.setData(/** @type {any} */ (data));
  }

  resize() {
    const width = Math.max(200, this.place.clientWidth);
    if (width !== this.plot.width) this.plot.setSize({ width, height: HEIGHT });
  }

  close() {
    this.plot.destroy();
  }
}
