import { html, nothing } from './lib/lit-html.js';

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** 10:30:00.123, in the browser's zone. @param {string} instant */
export function clock(instant) {
  const date = new Date(instant);
  return `${CLOCK.format(date)}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** With the day where it is not today's. @param {string | null} instant */
export function since(instant) {
  if (!instant) return '–';
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : `${DAY.format(date)} ${CLOCK.format(date)}`;
}

/** 1.24 ms, 350 ms, 2.1 s, 3 min 20 s. @param {number | null | undefined} seconds */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return '–';
  if (seconds === 0) return '0 s';
  if (seconds < 0.001) return `${(seconds * 1e6).toFixed(0)} µs`;
  if (seconds < 1) return `${(seconds * 1e3).toPrecision(3)} ms`;
  if (seconds < 60) return `${seconds.toPrecision(3)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.floor(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 42 MB. @param {number | null | undefined} count */
export function bytes(count) {
  if (count === null || count === undefined) return '–';
  if (count < 1e3) return `${count} B`;
  if (count < 1e6) return `${(count / 1e3).toPrecision(3)} kB`;
  return count < 1e9 ? `${(count / 1e6).toPrecision(3)} MB` : `${(count / 1e9).toPrecision(3)} GB`;
}

/** At most three digits that count. @param {number | null | undefined} value */
export function number(value) {
  if (value === null || value === undefined) return '–';
  return Math.abs(value) >= 1000 || Number.isInteger(value) ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

/** 12 %. @param {number | null | undefined} share */
export function percent(share) {
  return share === null || share === undefined ? '–' : `${Number((share * 100).toPrecision(2))} %`;
}

/** What a status is, for its class. @param {number} status */
export function mood(status) {
  if (status >= 500) return 'bad';
  return status >= 400 ? 'warn' : 'good';
}

/** A word in a frame; its colour only repeats what it says. @param {string} word @param {string} tone good, warn, bad or quiet */
export function badge(word, tone) {
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** Where a request's own page is; one whose id cannot stand in a path is found by its trace.
 * @param {{request_id?: string, trace_id?: string | null}} request */
export function pageOf(request) {
  const id = request.request_id || '';
  return `#/request/${encodeURIComponent((/^\.{1,2}$|\//.test(id) && request.trace_id) || id)}`;
}

/** The first eight characters. @param {string | null | undefined} id */
export function short(id) {
  return id ? (id.length > 12 ? `${id.slice(0, 8)}…` : id) : '–';
}

/** @param {string | undefined} query */
export function asQuery(query) {
  return query ? html`<span class="muted">?${query}</span>` : nothing;
}

/** Copies a text, also where the browser has no clipboard for plain HTTP. @param {string} text */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
