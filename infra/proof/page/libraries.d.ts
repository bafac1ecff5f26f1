// What the page uses of its two libraries, whose files come from WebJars.
declare module '*/lit-html.js' {
  export function html(strings: TemplateStringsArray, ...values: unknown[]): unknown;
  export function svg(strings: TemplateStringsArray, ...values: unknown[]): unknown;
  export function render(value: unknown, container: HTMLElement): unknown;
  export const nothing: unique symbol;
}

declare module '*/uPlot.js' {
  export default class uPlot {
    constructor(
      options: {
        width: number;
        height: number;
        padding: number[];
        legend: object;
        cursor: object;
        scales: { x: object; y: { range: (self: uPlot, low: number | null, high: number | null) => number[] } };
        axes: { values: (self: uPlot, values: number[]) => string[]; [other: string]: unknown }[];
        series: object[];
        hooks: { setCursor: ((self: uPlot) => void)[] };
      },
      data: unknown[], place: HTMLElement);
    readonly width: number;
    readonly cursor: { idx?: number | null };
    setData(data: unknown[]): void;
    setSize(size: { width: number; height: number }): void;
    destroy(): void;
  }
}
