import { html, nothing } from './lib/lit-html.js';

/**
 * @typedef {object} View
 * @property {string} title
 * @property {string} [searches] what the search box filters here; without it, it looks for requests
 * @property {boolean} [pausable]
 * @property {() => import('./store.js').Source | undefined} source
 * @property {(name: string, data: any) => void} event
 * @property {() => unknown} render
 * @property {() => void} [forget] all that it has of an earlier run of the service
 * @property {(last: any, paused: boolean) => void} [follow] takes over what the last view of its kind was told, if paused also what it showed
 * @property {number[]} [until] the last request and the last line that it shows while it is paused; none while it is not
 * @property {(key: string) => boolean} [key]
 * @property {() => void} [rendered]
 * @property {() => void} [close]
 */

const TABS = [
  ['now', 'Now'],
  ['requests', 'Requests'],
  ['logs', 'Logs'],
  ['streams', 'Streams and sources'],
];
const STATES = {
  connecting: ['connecting', 'quiet'],
  live: ['live', 'good'],
  polling: ['every 2 s', 'warn'],
  away: ['no connection, trying again', 'bad'],
  locked: ['the token is needed', 'bad'],
  refused: ['the filter is not understood', 'warn'],
  paused: ['paused', 'warn'],
};

/**
 * What stands above every view.
 *
 * @param {{view: View, about: {service: string, version: string, environment: string}, paused: boolean, state: string}} app
 * @param {{name: string, params: URLSearchParams}} address
 * @param {{search: (text: string) => void, pause: () => void}} does
 */
export function header(app, { name, params }, does) {
  const shown = app.paused && app.state !== 'refused' ? 'paused' : app.state;
  const [word, tone] = STATES[/** @type {keyof STATES} */ (shown)];
  const tab = name === 'request' ? 'requests' : name;
  return html`<header>
    <a class="skip" href="#main" @click=${(/** @type {Event} */ e) => {
      e.preventDefault();
      document.getElementById('main')?.focus();
    }}>To the content</a>
    <p class="brand"><img src="/ui/icon.svg" alt="" width="22" height="22" /><b>${app.about.service || ' '}</b>
      <span class="muted">${app.about.version} ${app.about.environment}</span></p>
    <nav aria-label="Views">${TABS.map(([key, title]) => html`<a href="#/${key}" aria-current=${key === tab ? 'page' : nothing}>${title}</a>`)}</nav>
    <form role="search" @submit=${(/** @type {Event} */ e) => {
      e.preventDefault();
      does.search(/** @type {any} */ (e.target).q.value);
    }}>
      <label class="hidden" for="q">${app.view.searches || 'Find requests'}</label>
      <input id="q" name="q" type="search" autocomplete="off" spellcheck="false" placeholder="${app.view.searches || 'Find requests, or paste an id'}  ( / )"
        .value=${app.view.searches ? params.get('q') || '' : ''} />
    </form>
    <p class="connection" role="status"><span class="dot ${tone}"></span>${word}</p>
    ${app.view.pausable ? html`<button @click=${does.pause} aria-keyshortcuts="p">${app.paused ? 'Go on' : 'Pause'}</button>` : nothing}
  </header>`;
}
