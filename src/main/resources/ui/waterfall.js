import { html, nothing, svg } from './lib/lit-html.js';
import { duration } from './format.js';

/** Parts of the width, which is 1,000. */
const WIDTH = 1000;
/** A span's kind. */
const CLIENT = 3;

/** @param {{key: string, value: any}[]} attributes @returns {[string, string][]} */
export function flat(attributes) {
  return attributes.map(({ key, value }) => [
    key,
    String(
      Object.values(value)[0]?.values
        ? Object.values(value)[0]
            .values.map((/** @type {any} */ each) => Object.values(each)[0])
            .join(', ')
        : Object.values(value)[0],
    ),
  ]);
}

/** Spans below their parents, in the order of their starts. @param {any[]} spans @returns {{span: any, depth: number}[]} */
export function ordered(spans) {
  const ids = new Set(spans.map(span => span.spanId));
  const sorted = [...spans].sort((a, b) => (BigInt(a.startTimeUnixNano) < BigInt(b.startTimeUnixNano) ? -1 : 1));
  /** @type {{span: any, depth: number}[]} */
  const found = [];
  /** @param {string | undefined} parent @param {number} depth */
  const below = (parent, depth) => {
    for (const span of sorted) {
      const own = span.parentSpanId && ids.has(span.parentSpanId) ? span.parentSpanId : undefined;
      if (own === parent && !found.some(each => each.span === span)) {
        found.push({ span, depth });
        below(span.spanId, depth + 1);
      }
    }
  };
  below(undefined, 0);
  return found;
}

/** @param {string} nanos */
const seconds = nanos => Number(BigInt(nanos) / 1000n) / 1e6;

/** @param {any} request one with spans and lines */
export function waterfall(request) {
  if (!request.spans.length)
    return html`<p class="empty">No span of this request is held${request.trace_id ? '' : ': it was not traced'}.</p>`;
  const rows = ordered(request.spans);
  const from = Math.min(...rows.map(({ span }) => seconds(span.startTimeUnixNano)));
  const to = Math.max(...rows.map(({ span }) => seconds(span.endTimeUnixNano)));
  const whole = Math.max(to - from, 1e-6);
  /** @param {number} time */
  const x = time => Math.max(0, Math.min(WIDTH, ((time - from) / whole) * WIDTH));
  return html`<div class="waterfall">
    <p class="scale" aria-hidden="true"><span>0</span><span>${duration(whole / 2)}</span><span>${duration(whole)}</span></p>
    ${rows.map(({ span, depth }) => bar(span, depth, x, from))}
    <div class="span"><span class="name">log lines</span><svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">${request.lines.map(
      (/** @type {any} */ line) =>
        svg`<rect class="tick" x=${Math.min(WIDTH - 3, x(Date.parse(line.time) / 1e3))} y="2" width="3" height="16" />`,
    )}</svg></div>
  </div>`;
}

/** Whom a call went to; its name is the method alone. @param {any} span */
function called(span) {
  const attributes = new Map(flat(span.attributes));
  const [host, port] = [attributes.get('server.address'), attributes.get('server.port')];
  return span.kind === CLIENT && host ? html` <span class="muted">${host}${port ? `:${port}` : ''}</span>` : nothing;
}

/** @param {any} span @param {number} depth @param {(time: number) => number} x @param {number} from */
function bar(span, depth, x, from) {
  const start = seconds(span.startTimeUnixNano);
  const end = seconds(span.endTimeUnixNano);
  const failed = span.status.code === 2;
  return html`<details class="span-row"><summary class="span"><span class="name depth-${Math.min(depth, 6)}">${span.name}${called(span)}${failed ? html` <b class="bad-text">failed</b>` : nothing}</span>
      <svg viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true"><rect class=${failed ? 'bar failed' : 'bar'} x=${x(start)} y="4" width=${Math.max(2, x(end) - x(start))} height="12" rx="2" />
        ${span.events.map((/** @type {any} */ event) => svg`<rect class="event" x=${x(seconds(event.timeUnixNano))} y="1" width="3" height="18" />`)}</svg>
      <span class="took num">${duration(end - start)}</span></summary>
    <dl class="facts"><dt>starts</dt><dd>${duration(start - from)} after the first span</dd><dt>span id</dt><dd class="id">${span.spanId}</dd>
      ${flat(span.attributes).map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}
      ${span.status.message ? html`<dt>status</dt><dd>${span.status.message}</dd>` : nothing}
      ${span.events.map(
        (/** @type {any} */ event) => html`<dt>event ${event.name}</dt><dd>at ${duration(seconds(event.timeUnixNano) - from)}
        ${flat(event.attributes).map(([key, value]) => html`<br /><span class="muted">${key}</span> <span class="pre">${value}</span>`)}</dd>`,
      )}
      ${span.links.map((/** @type {any} */ link) => html`<dt>link</dt><dd class="id">${link.traceId} ${link.spanId}</dd>`)}</dl></details>`;
}
